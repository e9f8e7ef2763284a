"""The state of a commissioning: a fold over its events, for resuming and reporting alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from wizard.measurement import Measurement, Verdict
from wizard.protocol.catalogue import CALIBRATION
from wizard.protocol.views import Identity
from wizard.quantity import Quantity
from wizard.record import events
from wizard.record.events import Event, Outcome
from wizard.text import Text


@dataclass(slots=True)
class StepState:
    """A step so far: attempts, the open one's answers, the last answers, its verdict.

    `judged` counts over all steps: of two, the one judged later has the higher number.
    `before` is what the attempt before the present one came to.
    """

    attempts: int = 0
    running: bool = False
    judged: int = 0
    before: Verdict | None = None
    verdict: Verdict | None = None
    reason: Text | None = None
    answers: dict[str, str] = field(default_factory=dict[str, str])
    proposals: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class WriteState:
    """A write, an action or a calibration: what was wanted, and what became of it.

    `in_app` says that a person was to do it in the vendor's app.
    """

    serial: str
    key: str
    before: Quantity | None = None
    wanted: Quantity | None = None
    purpose: str = ""
    in_app: bool = False
    outcome: Outcome | None = None
    found: Quantity | None = None
    reason: Text | None = None

    @property
    def is_calibration(self) -> bool:
        """Whether a measured value was told: no read-out of settings shows what it did."""
        return self.key in CALIBRATION


@dataclass(slots=True)
class ShiftState:
    """A shift and whether its restore was verified."""

    opened: events.ShiftOpened
    closed: bool = False
    left_open: Text | None = None


@dataclass(slots=True)
class PackState:
    """A pack of a site: its plan, its session once it was begun, what that came to last.

    `under_way` says that its session ran and that nothing was heard of its end.
    """

    plan: events.PackPlan
    session: str = ""
    under_way: bool = False
    verdict: str = ""
    serial: str = ""
    address: int | None = None
    head: str = ""
    report: str = ""


@dataclass(slots=True)
class State:
    """All that is known of a session."""

    opened: events.Opened | None = None
    links: list[str] = field(default_factory=list[str])
    programs: list[str] = field(default_factory=list[str])
    left: str = ""
    ended: bool = False
    steps: dict[str, StepState] = field(default_factory=dict[str, StepState])
    measurements: list[Measurement] = field(default_factory=list[Measurement])
    identity: Identity | None = None
    settings: dict[str, events.SettingsRead] = field(default_factory=dict[str, events.SettingsRead])
    last_settings: dict[str, Quantity] = field(default_factory=dict[str, Quantity])
    writes: dict[int, WriteState] = field(default_factory=dict[int, WriteState])
    shifts: dict[int, ShiftState] = field(default_factory=dict[int, ShiftState])
    notes: list[events.Noted] = field(default_factory=list[events.Noted])
    open_points: list[events.OpenPointNoted] = field(default_factory=list[events.OpenPointNoted])
    packs: dict[int, PackState] = field(default_factory=dict[int, PackState])
    last_pack: int | None = None  # whose session was begun or taken up last
    pack_of: events.PackOf | None = None

    def step(self, name: str) -> StepState:
        """Return the state of a step, a fresh one where it was never started."""
        return self.steps.setdefault(name, StepState())

    @property
    def open_shifts(self) -> dict[int, events.ShiftOpened]:
        """The shifts whose restore is not verified."""
        return {number: shift.opened for number, shift in self.shifts.items() if not shift.closed}

    @property
    def unsettled(self) -> dict[int, WriteState]:
        """The writes whose outcome was never recorded or is unknown."""
        return {
            number: write
            for number, write in self.writes.items()
            if write.outcome in {None, Outcome.UNKNOWN}
        }

    def current(self) -> list[Measurement]:
        """Return the measurements of each step's last attempt, the last of each id."""
        last = {
            (taken.step, taken.id): taken
            for taken in self.measurements
            if taken.attempt == self.step(taken.step).attempts
        }
        return list(last.values())


def fold(history: Iterable[Event]) -> State:
    """Return the state after some events."""
    state = State()
    for event in history:
        apply(state, event)
    return state


def apply(state: State, event: Event) -> None:  # noqa: C901, PLR0912, PLR0915  one arm an event
    """Move a state on by one event."""
    match event:
        case events.Opened():
            state.opened = event
            _began(state, event.program, event.link)
        case events.Resumed():
            _began(state, event.program, event.link)
        case events.Readdressed():
            state.links.append(event.link)
        case events.Left():
            state.left = event.why
        case events.Ended():
            state.ended = True
        case events.StepStarted():
            _started(state, event)
        case events.StepInterrupted():
            _interrupted(state, event)
        case events.Answered():
            _answered(state, event)
        case events.Measured():
            state.measurements.append(event.measurement)
        case events.StepJudged():
            _judged(state, event)
        case events.WentStale():
            state.step(event.step).verdict = Verdict.STALE
        case events.IdentityRead():
            state.identity = event.identity
        case events.SettingsRead():
            state.settings.pop(event.purpose, None)  # the last read stands last
            state.settings[event.purpose] = event
            # A read-out without the information table leaves its options as they were known.
            state.last_settings = {**state.last_settings, **event.values}
        case events.WriteIntended():
            state.writes[event.write] = WriteState(
                event.serial, event.key, event.before, event.wanted, event.purpose, event.in_app
            )
        case events.ActionIntended():
            state.writes[event.write] = WriteState(
                event.serial, event.key, purpose="action", in_app=event.in_app
            )
        case events.CalibrationIntended():
            state.writes[event.write] = WriteState(
                event.serial, event.key, event.before, event.wanted, "calibration", event.in_app
            )
        case events.WriteSettled():
            _settled(state, event)
        case events.ShiftOpened():
            state.shifts[event.shift] = ShiftState(event)
        case events.ShiftClosed() | events.ShiftLeftOpen():
            _restored(state, event)
        case events.OpenPointNoted():
            state.open_points.append(event)
        case events.PackPlanned():
            state.packs.setdefault(event.plan.number, PackState(event.plan)).plan = event.plan
        case events.PacksCounted():
            state.packs = {n: pack for n, pack in state.packs.items() if n <= event.packs}
        case events.PackBegun() | events.PackJudged():
            _of_pack(state, event)
        case events.PackOf():
            state.pack_of = event
        case events.Noted():
            state.notes.append(event)
        case events.Traced():
            pass  # it is for the report only
        case _:
            assert_never(event)


def _began(state: State, program: str, link: str) -> None:
    state.programs.append(program)
    state.links.append(link)
    state.left = ""
    state.ended = False


def _started(state: State, event: events.StepStarted) -> None:
    step = state.step(event.step)
    step.attempts, step.running = event.attempt, True
    step.before, step.verdict, step.reason = step.verdict, None, None
    step.answers = {}
    state.ended = False
    state.open_points = [
        point for point in state.open_points if point.lasting or point.step != event.step
    ]


def _interrupted(state: State, event: events.StepInterrupted) -> None:
    step = state.step(event.step)
    step.running = event.why == "quit"  # a step that was left goes on when resumed


def _answered(state: State, event: events.Answered) -> None:
    step = state.step(event.step)
    step.answers[event.key] = event.answer
    step.proposals[event.key] = event.answer


def _judged(state: State, event: events.StepJudged) -> None:
    step = state.step(event.step)
    step.running = False
    step.judged = 1 + max(other.judged for other in state.steps.values())
    step.verdict, step.reason = event.verdict, event.reason


def _settled(state: State, event: events.WriteSettled) -> None:
    write = state.writes.get(event.write)
    if write is None:
        return  # a restore goes on while the disk is full: its intent found no room
    write.outcome, write.found, write.reason = event.outcome, event.found, event.reason
    if event.found is not None:
        state.last_settings[write.key] = event.found


def _restored(state: State, event: events.ShiftClosed | events.ShiftLeftOpen) -> None:
    shift = state.shifts.get(event.shift)
    if shift is None:
        return
    if isinstance(event, events.ShiftClosed):
        shift.closed = True
    else:
        shift.left_open = event.reason


def _of_pack(state: State, event: events.PackBegun | events.PackJudged) -> None:
    pack = state.packs.get(event.number)
    if pack is None:
        return
    if isinstance(event, events.PackBegun):
        if event.session != pack.session:
            state.packs[event.number] = pack = PackState(pack.plan, event.session)
        pack.under_way, state.last_pack = True, event.number
        return
    pack.under_way = False
    pack.verdict, pack.head = event.verdict, event.head
    pack.serial, pack.address, pack.report = event.serial, event.address, event.report
