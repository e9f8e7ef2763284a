"""One attempt at a step: what a kind of step is handed to ask, show, measure and record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from msgspec import convert
from msgspec.structs import replace as replace_struct

from wizard.clock import utc_offset_minutes
from wizard.errors import BadInput
from wizard.measurement import Limit, Measurement, Origin, Verdict, judge, worst
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import AnyStep, Checklist, DipAddress, Form
from wizard.procedure.desk import Desk
from wizard.procedure.figures import Figure
from wizard.procedure.questions import Acknowledge, Number, Question, Review, Secret, TypedWord
from wizard.procedure.site_steps import SitePlan
from wizard.procedure.step import ChemistryKey
from wizard.procedure.views import Notice, Progress, Shifted, StepView, View
from wizard.quantity import Quantity
from wizard.record.events import Answered, Measured, Noted, OpenPointNoted
from wizard.record.recorder import Recorder
from wizard.record.state import State
from wizard.text import Text, text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a step came to, and why where it did not pass.

    `leave` says that the person chose to leave the session: nothing more is asked.
    """

    verdict: Verdict
    reason: Text | None = None
    leave: bool = False


class Attempt:
    """An attempt at a step.

    `replay` holds the answers it had before it was left. `late` is to be called when the
    deadline of shifted limits has passed. `about` is the record of the pack that the step
    is about: the session's own, but for what a site does with one of its packs.
    """

    def __init__(  # noqa: PLR0913  the six things an attempt joins, and its number
        self,
        step: AnyStep,
        number: int,
        checklist: Checklist,
        desk: Desk,
        recorder: Recorder,
        bench: Bench,
        replay: Mapping[str, str],
        late: Callable[[], None],
    ) -> None:
        self.step = step
        self.number = number
        self.checklist = checklist
        self.recorder = recorder
        self.bench = bench
        self.late = late
        self.about = recorder.state
        self._given: Mapping[str, str] = {}
        self._desk = desk
        self._replay = dict(replay)
        self._taken: dict[str, Measurement] = {}
        self._view = StepView(
            step=step.id,
            title=text(step.title),
            gate=step.gate,
            why=text(step.why),
            source=step.source,
            mistakes=tuple(text(mistake) for mistake in step.mistakes),
        )
        desk.show(self._view)

    def turn_to(self, about: State, given: Mapping[str, str]) -> None:
        """Let this attempt be about a pack of a site: its record, its answers to forms."""
        self.about = about
        self._given = given

    @property
    def facts(self) -> Mapping[str, str]:
        """What the forms were answered: of this checklist, and of the pack it is about."""
        return {**self._given, **facts(self.checklist, self.recorder)}

    @property
    def chemistry(self) -> ChemistryKey:
        """The key of the pack's chemistry."""
        return convert(self.facts["chemistry"], ChemistryKey)

    @property
    def cells(self) -> int:
        """The number of cells in series that the technician entered."""
        return int(self.facts["cells"])

    @property
    def may_be_deferred(self) -> bool:
        """Whether the step that this one can wait for is still to come."""
        until = self.step.until
        return bool(until) and self.recorder.state.step(until).verdict is None

    async def ask(self, question: Question[T]) -> T:
        """Ask, record what was typed, and return what it means.

        An answer that this attempt had before the program was left is taken again; one of
        an earlier attempt is proposed.
        """
        try:
            return question.parse(self._replay.pop(question.key))
        except (KeyError, BadInput):
            # Nothing to take again, or the question has other bounds now.
            asked = self._proposing(question)
        raw, value = await self._desk.ask(asked)
        typed = question.recorded(raw)
        self.recorder.append(Answered(self.step.id, self.number, question.key, typed))
        return value

    def _proposing(self, question: Question[T]) -> Question[T]:
        """Return a question with the earlier answer, where Enter may take that.

        A reading of an attempt that did not pass is never one Enter away from being new.
        """
        past = self.recorder.state.step(self.step.id)
        earlier = past.proposals.get(question.key)
        planned = isinstance(self.step, DipAddress)  # the plan may have changed since
        given = self._given_by_site(question.key)
        if given and (planned or earlier is None):
            return replace(question, proposal=given)
        passed = past.before is not None and past.before.passes
        kind: type[object] = type(question)
        measured = kind is Number and not isinstance(self.step, Form | SitePlan)
        consent = kind in {Acknowledge, Secret, TypedWord, Review}  # is given anew each time
        if earlier is None or consent or (measured and not passed):
            return question
        return replace(question, proposal=earlier)

    def _given_by_site(self, key: str) -> str | None:
        """Return what the site of this pack says: an answer of its forms, the address."""
        site = self.recorder.state.pack_of
        if site is None:
            return None
        match self.step:
            case Form():
                return site.facts.get(key)
            case DipAddress() if key == "address":
                return str(site.plan.address)
            case _:
                return None

    def line(self, sentence: Text) -> None:
        """Add a line to what the step shows."""
        self._view = replace(self._view, lines=(*self._view.lines, sentence))
        self._desk.show(self._view)

    def fresh(self) -> None:
        """Take away the lines shown so far."""
        self._view = replace(self._view, lines=())

    def counted(self, done: int, of: int) -> None:
        """Show how far a step with parts is."""
        self._view = replace(self._view, counted=f"{done}/{of}")
        self._desk.show(self._view)

    def picture(self, *figures: Figure) -> None:
        """Show figures in place of the last ones."""
        self._view = replace(self._view, figures=figures)
        self._desk.show(self._view)

    def progress(self, what: Text | None, seconds: float = 0, most_s: float = 0) -> None:
        """Show what is waited for; None when nothing is."""
        self._desk.show(Progress(what, int(seconds), int(most_s)))

    def notice(self, what: Text, *, grave: bool = False) -> None:
        """Show something that happened and was not asked for."""
        self._desk.show(Notice(what, grave))

    def show_again(self, *views: View) -> None:
        """Show the step again, behind views of its surroundings: others stood there."""
        for view in (*views, Progress(None), self._view):
            self._desk.show(view)

    def shifted(self, view: Shifted) -> None:
        """Show whether limits are shifted."""
        self._desk.show(view)

    def note(self, what: Text) -> None:
        """Record something worth knowing."""
        self.recorder.append(Noted(what, self.step.id))

    def open_point(self, what: Text, *, lasting: bool = False) -> None:
        """Record something that is left to do after the commissioning.

        A `lasting` one stays open also when the step is taken again.
        """
        self.recorder.append(OpenPointNoted(self.step.id, what, lasting))

    def measure(  # noqa: PLR0913  a measurement has as many parts as a reader needs
        self,
        name: str,
        title: Text,
        found: Quantity,
        limit: Limit,
        origin: Origin,
        *,
        possible: Limit | None = None,
        note: Text | None = None,
    ) -> Verdict:
        """Judge a value against a limit and record it."""
        verdict = judge(found.value, limit, possible)
        return self._record(
            self._measurement(
                name,
                title,
                verdict,
                origin,
                quantity=found,
                limit=limit,
                possible=possible,
                note=note,
            )
        )

    def reading(
        self, name: str, title: Text, found: Quantity, origin: Origin, instrument: str = ""
    ) -> None:
        """Record a value that is not judged itself but that a judged one rests on.

        `instrument` is what it was read off, the meter of the form unless another is named.
        """
        taken = self._measurement(name, title, Verdict.PASS, origin, quantity=found)
        self._record(replace_struct(taken, instrument=instrument or taken.instrument))

    def observe(  # noqa: PLR0913  same
        self,
        name: str,
        title: Text,
        observed: str | Text,
        verdict: Verdict,
        origin: Origin,
        *,
        note: Text | None = None,
    ) -> Verdict:
        """Record what is no number, with its verdict."""
        return self._record(
            self._measurement(name, title, verdict, origin, observed=observed, note=note)
        )

    def _measurement(  # noqa: PLR0913  same
        self,
        name: str,
        title: Text,
        verdict: Verdict,
        origin: Origin,
        *,
        quantity: Quantity | None = None,
        observed: str | Text = "",
        limit: Limit | None = None,
        possible: Limit | None = None,
        note: Text | None = None,
    ) -> Measurement:
        at = self.recorder.clock.utc()
        given = self.facts
        return Measurement(
            id=name,
            step=self.step.id,
            attempt=self.number,
            title=title,
            verdict=verdict,
            origin=origin,
            at=at,
            utc_offset_minutes=utc_offset_minutes(at),
            quantity=quantity,
            observed=observed,
            limit=limit,
            possible=possible,
            source=self.step.source,
            person=given.get("technician", ""),
            instrument=_instrument(given) if origin is Origin.METER else "",
            note=note,
        )

    def _record(self, taken: Measurement) -> Verdict:
        self._taken[taken.id] = taken
        self.recorder.append(Measured(taken))
        return taken.verdict

    def verdict_so_far(self) -> Verdict:
        """Return the gravest verdict among the last measurement of each name."""
        return worst([taken.verdict for taken in self._taken.values()])

    def judgement(self, reason: Text | None = None) -> Judgement:
        """Return what the step's measurements come to, with a reason where it fails."""
        verdict = self.verdict_so_far()
        if not self._taken:
            return Judgement(verdict, reason or text("Nothing was measured."))
        if verdict in {Verdict.PASS, Verdict.NOT_APPLICABLE}:
            return Judgement(verdict)
        return Judgement(verdict, reason or self._first_bad(verdict))

    def _first_bad(self, verdict: Verdict) -> Text:
        bad = next(taken for taken in self._taken.values() if taken.verdict is verdict)
        if bad.note is not None:
            return bad.note
        value = bad.quantity if bad.quantity is not None else bad.seen
        if bad.limit is None:
            return text("{title}: {value}", title=bad.title, value=value)
        return text(
            "{title}: {value}, limit {limit}", title=bad.title, value=value, limit=bad.limit.said
        )


def _instrument(given: Mapping[str, str]) -> str:
    return " ".join(part for part in (given.get("meter"), given.get("meter_serial")) if part)


def facts(checklist: Checklist, recorder: Recorder) -> dict[str, str]:
    """Return the newest answers to the forms of a checklist."""
    return {
        key: answer
        for step in checklist.step
        if isinstance(step, Form)
        for key, answer in recorder.state.step(step.id).proposals.items()
    }
