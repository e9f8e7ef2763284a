"""Each pack of a site by a session of its own, alone at the line, before any two are joined.

Sources: INV 340, 575 (nothing is joined that was not set up and tested), against the order
of INV 436, which joins the packs before they are configured.
"""

from collections.abc import Iterator, Mapping

from wizard.errors import BadFile
from wizard.finish import finish
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.kinds.calibrating import unanswered
from wizard.procedure.overview import rail, top_line
from wizard.procedure.packs import PASSED, Packs, look
from wizard.procedure.questions import Acknowledge, Choice, Option
from wizard.procedure.site_steps import SitePacks
from wizard.record.events import PackBegun
from wizard.record.state import PackState
from wizard.text import Text, text

GRADES: Mapping[str, Verdict] = {
    "PASS": Verdict.PASS,
    "PASS WITH DEVIATIONS": Verdict.MARGINAL,
    "FAIL": Verdict.FAIL,
}
AGAIN, ANEW, LATER, LEAVE = "again", "anew", "later", "leave"


async def run(attempt: Attempt, step: SitePacks) -> Judgement:
    """Take each pack that has not passed, the one that was under way first."""
    packs = attempt.bench.packs
    if packs is None:
        return Judgement(Verdict.NOT_TAKEN, text("This session is that of one pack."))
    await attempt.bench.close()  # the line is the packs' own, one after the other
    turns = _Turns(attempt, step, packs)
    return await turns.run()


class _Turns:
    """The packs of a site, one after the other."""

    def __init__(self, attempt: Attempt, step: SitePacks, packs: Packs) -> None:
        self._attempt = attempt
        self._step = step
        self._packs = packs
        self._later: set[int] = set()
        self._anew: set[int] = set()
        self._shifted: set[int] = set()
        self._unreadable: dict[int, Text] = {}

    @property
    def _all(self) -> dict[int, PackState]:
        return self._attempt.recorder.state.packs

    async def run(self) -> Judgement:
        """Take packs until each has passed or waits for later."""
        for number, pack in self._all.items():
            if pack.session:
                self._look(number)
        while (number := self._next()) is not None:
            reason = await self._taken(number)
            if reason is None:
                continue
            answer = await self._what_now(number, reason)
            if answer == LEAVE:
                return Judgement(Verdict.NOT_TAKEN, reason, leave=True)
            if answer == LATER:
                self._later.add(number)
            if answer == ANEW:
                self._anew.add(number)
        for number in self._all:
            self._observe(number)
        return self._attempt.judgement()

    def _next(self) -> int | None:
        """Return the pack to take: with shifted limits, taken last, then in the plan's order."""
        left = [n for n in self._all if n not in self._later and not self._passed(n)]
        return min(left, key=self._urgency, default=None)

    def _urgency(self, number: int) -> tuple[bool, bool, int]:
        last = self._attempt.recorder.state.last_pack
        return number not in self._shifted, number != last, number

    # ---- one pack

    async def _taken(self, number: int) -> Text | None:
        """Run a pack's session; return why the pack has not passed, None where it has."""
        done = sum(self._passed(n) for n in self._all)
        if number in self._unreadable and number not in self._anew:
            return self._unreadable[number]
        self._attempt.fresh()
        self._attempt.counted(done, len(self._all))
        if not await self._alone(number):
            return text("Pack {n} has to be alone at the line: see to it first.", n=number)
        try:
            await finish(self._session(number), hurry=self._hurry)
        except BadFile as error:
            return error.reason
        finally:
            self._back()
        return self._observe(number)

    async def _alone(self, number: int) -> bool:
        """Ask whether the pack is alone; not where limits are shifted, which come first."""
        if number in self._shifted:
            return True
        name = self._all[number].plan.name
        for place, statement in enumerate(self._step.alone, 1):
            sentence = text(statement, n=number, name=name)
            key = f"statement-{number}-{place}"
            if not await self._attempt.ask(Acknowledge(key=key, prompt=sentence)):
                return False
        return True

    async def _session(self, number: int) -> None:
        pack = self._all[number]
        session = pack.session
        if not session or number in self._anew:
            session = self._packs.begin(pack.plan, self._attempt.facts)
        self._anew.discard(number)
        self._attempt.recorder.append(PackBegun(number, session))
        others = {
            other.serial: other.plan.name
            for n, other in self._all.items()
            if n != number and other.serial
        }
        try:
            await self._packs.run(session, pack.plan, others)
        finally:
            self._look(number)

    def _hurry(self) -> None:
        self._packs.interrupt(Interrupt.QUIT)

    def _back(self) -> None:
        """Show the site again."""
        checklist, recorder = self._attempt.checklist, self._attempt.recorder
        self._attempt.show_again(
            rail(checklist, recorder, self._step.id), top_line(checklist, recorder)
        )

    # ---- what it came to

    def _look(self, number: int) -> None:
        """Take what a pack's journal holds now into the site's record."""
        self._unreadable.pop(number, None)
        try:
            shifted = look(self._packs, self._attempt.recorder, number).state.open_shifts
        except BadFile as error:
            self._attempt.note(error.reason)
            self._unreadable[number] = error.reason
            return
        (self._shifted.add if shifted else self._shifted.discard)(number)

    def _passed(self, number: int) -> bool:
        return self._all[number].verdict in PASSED and self._trouble(number) is None

    def _trouble(self, number: int) -> Text | None:
        """Return what is wrong with a pack beside its own verdict."""
        return next(self._troubles(number, self._all[number]), None)

    def _troubles(self, number: int, pack: PackState) -> Iterator[Text]:
        if pack.address != pack.plan.address:
            yield text(
                "Pack {n} is at address {found}, the plan says {wanted}: take it up again and set "
                "its switches, or take the plan again.",
                n=number,
                found="-" if pack.address is None else pack.address,
                wanted=pack.plan.address,
            )
        for n, other in self._all.items():
            if n < number and pack.serial and other.serial == pack.serial:
                yield text(
                    "Packs {one} and {two} have the same board, {serial}: one of them was not "
                    "taken. Begin pack {two} anew, with its own board alone at the line.",
                    one=n,
                    two=number,
                    serial=pack.serial,
                )

    def _observe(self, number: int) -> Text | None:
        """Record what a pack came to; return the reason where it has not passed."""
        pack = self._all[number]
        why = self._reason(number, pack)
        verdict = GRADES.get(pack.verdict, Verdict.NOT_TAKEN)
        if verdict.passes and why is not None:
            verdict = Verdict.FAIL
        title = text("Pack {n}, {name}", n=number, name=pack.plan.name)
        found = _came_to(pack)
        self._attempt.observe(f"pack-{number}", title, found, verdict, Origin.COMPUTED, note=why)
        self._attempt.line(text("{pack}: {found}", pack=title, found=found))
        return why

    def _reason(self, number: int, pack: PackState) -> Text | None:
        """Return why a pack has not passed, None where it has."""
        if pack.verdict in PASSED:
            return self._trouble(number)
        if not pack.session:
            return text("Pack {n} was not begun.", n=number)
        return text(
            "Pack {n} ({name}) has not passed: {verdict}. Its session and report are {session}.",
            n=number,
            name=pack.plan.name,
            verdict=text(pack.verdict or "its record cannot be read"),
            session=pack.session,
        )

    async def _what_now(self, number: int, reason: Text) -> str:
        anew = Option(ANEW, text("Begin its session anew: another board or pack is there now"))
        may_begin = self._all[number].session and number not in self._shifted
        self._attempt.notice(reason, grave=True)
        return await self._attempt.ask(
            Choice(
                key=unanswered(self._attempt, f"pack-{number}-not-passed"),
                prompt=reason,
                options=(
                    Option(AGAIN, text("Take it up again")),
                    *((anew,) if may_begin else ()),
                    Option(LATER, text("Come back to it later; the next pack now")),
                    Option(LEAVE, text("Leave; the site can be resumed")),
                ),
            )
        )


def _came_to(pack: PackState) -> Text:
    if not pack.verdict:
        return text("no verdict") if pack.session else text("not begun")
    return text(
        "{verdict}, serial {serial}, address {address}",
        verdict=text(pack.verdict),
        serial=pack.serial or text("not read"),
        address=text("not known") if pack.address is None else pack.address,
    )
