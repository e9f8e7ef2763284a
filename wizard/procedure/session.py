"""A session: runs the steps of a checklist, goes back, repeats, resumes, leaves.

Lives on the engine's loop. `answer` and `interrupt` are the engine's controls.
"""

from wizard.errors import BadFile, RecordError
from wizard.measurement import LOUD, WORD, Verdict
from wizard.procedure import overview
from wizard.procedure.attempt import Attempt, Judgement, facts
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import AnyStep, Checklist
from wizard.procedure.desk import Desk
from wizard.procedure.guard import Guard
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.kinds.registry import REPLAYED, carry_out
from wizard.procedure.packs import PASSED, Packs, look
from wizard.procedure.questions import Choice, Option
from wizard.procedure.recovery import AGAIN, LEAVE, ON, Recovery
from wizard.procedure.site_steps import SitePacks
from wizard.procedure.staleness import Fingerprint, fingerprint, resting_on
from wizard.procedure.views import Notice
from wizard.record import events
from wizard.record.recorder import Recorder
from wizard.text import text

RESTORING = (Interrupt.DEADLINE, Interrupt.RESTORE)


class Session:
    """One commissioning of a pack or a site. `recorder` holds its past, empty for a new one.

    In a site the packs have sessions of their own within this one, one at a time.
    """

    def __init__(self, checklist: Checklist, desk: Desk, recorder: Recorder, bench: Bench) -> None:
        self._checklist = checklist
        self._desk = desk
        self._recorder = recorder
        self._bench = bench
        bench.shown(desk.show)
        self._guard = Guard(recorder)
        self._recovery = Recovery(checklist, desk, recorder, bench, self._guard)
        self._go_to: int | None = None

    def answer(self, ticket: int, raw: str) -> None:
        """Hand an answer to the open question."""
        self._desk.answer(ticket, raw)

    def interrupt(self, why: Interrupt) -> None:
        """Interrupt the running step; a stronger reason replaces a weaker one.

        While the session of a pack runs it is that one's step. Quitting ends both: that of
        the pack in order, then this one.
        """
        if why is not Interrupt.QUIT and self._bench.packs and self._bench.packs.interrupt(why):
            return
        if why is Interrupt.RESTORE and not self._recorder.state.open_shifts:
            self._desk.show(Notice(text("No limits are shifted: there is nothing to restore.")))
            return
        self._guard.interrupt(why)

    def note(self, typed: str) -> None:
        """Record what the person wrote; while the session of a pack runs, in that one."""
        if self._bench.packs and self._bench.packs.note(typed):
            return
        person = facts(self._checklist, self._recorder).get("technician", "")
        said = text("Note: {note}", note=typed)
        told = text("Note by {person}: {note}", person=person, note=typed) if person else said
        try:
            self._recorder.append(events.Noted(told))
        except RecordError as error:
            self._desk.show(Notice(error.reason, grave=True))
        else:
            self._desk.show(Notice(told))

    async def run(self) -> bool:
        """Run to the end or until it is left; return whether the end was reached."""
        try:
            self._show()
            going = await self._recovery.run() and await self._taken_up()
            while going and (at := self._next()) is not None:
                going = await self._step(at)
            why = self._guard.why
            self._recorder.append(
                events.Ended() if going else events.Left(why.word if why else "chosen")
            )
            self._show()
        finally:
            await self._bench.close()
        return going

    async def _taken_up(self) -> bool:
        """Find where to go on; return False where the session is to be left."""
        self._go_to = self._packs_again()
        return self._go_to is not None or await self._decided()

    def _packs_again(self) -> int | None:
        """Look at the packs of a site, which may have gone on by themselves meanwhile.

        Their step is stale where one has not passed any more. Return the step's place where
        limits of a pack are still shifted.
        """
        packs, recorder = self._bench.packs, self._recorder
        begun = [number for number, pack in recorder.state.packs.items() if pack.session]
        place = next((n for n, s in enumerate(self._checklist.step) if isinstance(s, SitePacks)), 0)
        if packs is None or not begun:
            return None
        shifted = [number for number in begun if _shifted(packs, recorder, number)]
        step = self._checklist.step[place].id
        verdict = recorder.state.step(step).verdict
        bad = [pack.session for pack in recorder.state.packs.values() if pack.verdict not in PASSED]
        if bad and verdict is not None and verdict.passes:
            recorder.append(events.WentStale(step, bad[0]))
        return place if shifted else None

    async def _decided(self) -> bool:
        """Ask about a step that did not pass, where the last run ended before anyone decided.

        Where it had come to its end, ask which of the steps that did not pass to take again.
        Return False where the session is to be left.
        """
        last = next(
            (event for event in reversed(self._recorder.journal.history.events) if _tells(event)),
            None,
        )
        if isinstance(last, events.Ended):
            return await self._after_end()
        for at, step in enumerate(self._checklist.step):
            if isinstance(last, events.StepJudged) and step.id == last.step:
                judged = Judgement(last.verdict, last.reason)
                left_open = self._open(step) or self._goes_on(step, judged)
                return left_open or await self._after_failure(at, judged)
        return True

    async def _after_end(self) -> bool:
        """Ask which step of a session that had ended to take again, if one did not pass."""
        options = tuple(
            Option(
                step.id, text("{title}: {verdict}", title=text(step.title), verdict=WORD[verdict])
            )
            for step in self._checklist.step
            if (verdict := self._recorder.state.step(step.id).verdict) is not None
            and not verdict.passes
            and not self._open(step)
        )
        if not options:
            return True
        question = Choice(
            key="take-again",
            prompt=text("It had come to its end. Which step shall be taken again?"),
            options=(*options, Option(LEAVE, text("None: all stays as it is"))),
        )
        answer = await self._guard.ask(self._desk, question)
        why = self._guard.take()
        places = {step.id: at for at, step in enumerate(self._checklist.step)}
        self._go_to = places.get(answer or LEAVE)
        return why is not Interrupt.QUIT

    def _next(self) -> int | None:
        """Return the place of the next step: where the operator went, or the first open one."""
        if self._go_to is not None:
            at, self._go_to = self._go_to, None
            return at
        return next((at for at, step in enumerate(self._checklist.step) if self._open(step)), None)

    def _open(self, step: AnyStep) -> bool:
        verdict = self._recorder.state.step(step.id).verdict
        if verdict is None or verdict is Verdict.STALE:
            return True
        if verdict is Verdict.DEFERRED:
            return self._due(step)
        return step.gate and not verdict.passes

    def _due(self, step: AnyStep) -> bool:
        """Whether the step that a deferred one waited for was judged after it."""
        state = self._recorder.state
        awaited = state.steps.get(step.until)
        if awaited is None or awaited.verdict in {None, Verdict.STALE}:
            return False
        return awaited.judged > state.step(step.id).judged

    async def _step(self, at: int) -> bool:
        """Carry out a step; return False where the session is left."""
        step = self._checklist.step[at]
        before = fingerprint(self._recorder.state, step)
        attempt = self._attempt(step)
        self._show(step)
        judged = await self._guard.run(carry_out(attempt))
        why = self._guard.take()
        if self._recorder.state.open_shifts and not await self._recovery.run():
            return False
        if judged is None:
            judged = self._interrupted(attempt, why)
        if judged is not None:
            self._judge(attempt, judged, before)
        if judged is not None and judged.leave:
            return False
        if judged is not None and why in {None, *RESTORING}:
            return self._goes_on(step, judged) or await self._after_failure(at, judged)
        return self._follow(at, why)

    def _goes_on(self, step: AnyStep, judged: Judgement) -> bool:
        """Whether no question stands between a judged step and the next one."""
        if judged.verdict is not Verdict.DEFERRED or (step.gate and not step.until):
            return judged.verdict.passes
        self._desk.show(Notice(text("Deferred: {why}", why=judged.reason or text(step.title))))
        return True

    def _attempt(self, step: AnyStep) -> Attempt:
        """Open an attempt, or take up the one that was open when the program was left."""
        past = self._recorder.state.step(step.id)
        taken_up = past.running and isinstance(step, REPLAYED)
        number = past.attempts if taken_up else past.attempts + 1
        replay = dict(past.answers) if taken_up else {}
        if not taken_up:
            self._recorder.append(events.StepStarted(step.id, number))
        return Attempt(
            step,
            number,
            self._checklist,
            self._desk,
            self._recorder,
            self._bench,
            replay,
            self._deadline,
        )

    def _deadline(self) -> None:
        self._guard.interrupt(Interrupt.DEADLINE)

    def _interrupted(self, attempt: Attempt, why: Interrupt | None) -> Judgement | None:
        """Record the interrupt; return the verdict that it leaves, if it leaves one."""
        word = why.word if why is not None else "cancelled"
        self._recorder.append(events.StepInterrupted(attempt.step.id, attempt.number, word))
        if why not in RESTORING:
            return None
        reason = text("The limits were restored before the test was done ({why}).", why=word)
        return Judgement(Verdict.NOT_TAKEN, reason)

    def _follow(self, at: int, why: Interrupt | None) -> bool:
        """Go where an interrupt leads: back, out, or to the same step again."""
        self._go_to = max(0, at - 1) if why is Interrupt.BACK else at
        return why is not Interrupt.QUIT

    def _judge(self, attempt: Attempt, judged: Judgement, before: Fingerprint) -> None:
        step, state = attempt.step, self._recorder.state
        self._recorder.append(
            events.StepJudged(step.id, attempt.number, judged.verdict, judged.reason)
        )
        if before != fingerprint(state, step):
            for other in resting_on(self._checklist, step.id):
                if state.step(other).verdict is not None:
                    self._recorder.append(events.WentStale(other, step.id))
        self._show(step)

    async def _after_failure(self, at: int, judged: Judgement) -> bool:
        """Ask what to do about a step that did not pass; a gate cannot be walked round."""
        step = self._checklist.step[at]
        reason = judged.reason or text("The step did not pass.")
        self._desk.show(Notice(reason, grave=True))
        onward = () if step.gate else (Option(ON, text("Go on; the report names it")),)
        question = Choice(
            key="not-passed",
            prompt=text("{verdict}: {why}", verdict=LOUD[judged.verdict], why=reason),
            options=(
                Option(AGAIN, text("Take the step again")),
                *onward,
                Option(LEAVE, text("Leave; the session can be resumed")),
            ),
        )
        answer = await self._guard.ask(self._desk, question)
        why = self._guard.take()
        if why is not None:
            return self._follow(at, why)
        if answer == AGAIN:
            self._go_to = at
        return answer != LEAVE

    def _show(self, running: AnyStep | None = None) -> None:
        running_id = running.id if running is not None else ""
        self._desk.show(overview.rail(self._checklist, self._recorder, running_id))
        self._desk.show(overview.top_line(self._checklist, self._recorder))


def _tells(event: events.Event) -> bool:
    """Whether an event tells if a judged step still waits for a decision."""
    return isinstance(event, events.StepJudged | events.StepStarted | events.Ended)


def _shifted(packs: Packs, recorder: Recorder, number: int) -> bool:
    """Whether limits of a pack's board are shifted by what its journal says now."""
    try:
        return bool(look(packs, recorder, number).state.open_shifts)
    except BadFile:
        return False  # the step of the packs says that it cannot be read
