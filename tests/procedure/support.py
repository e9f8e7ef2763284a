"""A commissioning of a simulated pack, headless, in virtual time, with a person in between."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.boards.either import FC03
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.clock import JumpClock
from wizard.links.memory import MemoryLink, Peer
from wizard.operators import demo
from wizard.operators.script import Answers, Script, Tell
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import Checklist
from wizard.procedure.desk import Desk
from wizard.procedure.loading import parse
from wizard.procedure.questions import Question
from wizard.procedure.session import Session
from wizard.procedure.views import Notice, Progress, StepView, View
from wizard.protocol.catalogue import ACTION, OPTIONS, SETTINGS, SWITCHES
from wizard.record import events
from wizard.record.recorder import Recorder
from wizard.record.state import State, StepState
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.create import Simulation, create
from wizard.text import Text

RAW = resources.files("checklists").joinpath("manuals/inverter-bms.toml").read_bytes()
SHIPPED = parse("inverter-bms", RAW).checklist
SILENT = "\0silent"  # an answer that is never given
ACTION_AT = {row.address for row in ACTION.values()}
KEY_AT = {row.place.address: row.key for row in SETTINGS}


def only(*ids: str) -> Checklist:
    """The particulars and some other steps of the shipped checklist, resting on each other."""
    kept = {"particulars", *ids}
    return msgspec.structs.replace(
        SHIPPED,
        step=tuple(
            msgspec.structs.replace(step, needs=tuple(need for need in step.needs if need in kept))
            for step in SHIPPED.step
            if step.id in kept
        ),
    )


def altered(checklist: Checklist, step: str, **changes: Any) -> Checklist:  # noqa: ANN401  any key
    """A checklist with some keys of a step changed."""
    return msgspec.structs.replace(
        checklist,
        step=tuple(
            msgspec.structs.replace(each, **changes) if each.id == step else each
            for each in checklist.step
        ),
    )


class Person:
    """Hands answers to a script, keeps what was asked and seen, and can fall silent.

    `when` is called with each view, for what happens meanwhile.
    """

    def __init__(self, answers: Answers, tell: Tell, when: Callable[[View], None]) -> None:
        self.script = Script(lambda _step, question: self._ready[id(question)], tell)
        self.asked: list[tuple[int, Question[Any]]] = []
        self.views: list[View] = []
        self.refusals: list[Text] = []
        self._answers = answers
        self._when = when
        self._step = ""
        self._ready: dict[int, str | None] = {}

    def put(self, ticket: int, question: Question[Any]) -> None:
        self.asked.append((ticket, question))
        raw = self._answers(self._step, question)
        if raw != SILENT:
            self._ready[id(question)] = raw
            self.script.put(ticket, question)

    def refused(self, ticket: int, reason: Text) -> None:
        self.refusals.append(reason)
        self.script.refused(ticket, reason)

    def withdraw(self, ticket: int) -> None:
        self.script.withdraw(ticket)

    def show(self, view: View) -> None:
        if isinstance(view, StepView):
            self._step = view.step
        self.views.append(view)
        self.script.show(view)
        self._when(view)

    @property
    def keys(self) -> list[str]:
        return [question.key for _, question in self.asked]

    def question(self, key: str) -> Question[Any]:
        return next(question for _, question in self.asked if question.key == key)


def nothing(_view: View) -> None:
    """Let a view be."""


class Cable:
    """A cable to a peer that passes some `spare` replies, then loses some."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self.spare = 0
        self.lose = 0

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        def pass_on(data: bytes) -> None:
            if self.spare:
                self.spare -= 1
            elif self.lose:
                self.lose -= 1
                return
            deliver(data)

        self._peer.plugged(pass_on)

    def heard(self, data: bytes) -> None:
        self._peer.heard(data)

    def unplugged(self) -> None:
        self._peer.unplugged()


def waiting_for(words: str, act: Callable[[], None]) -> Callable[[View], None]:
    """Act once, when the step shows that it waits for something."""
    left = [act]

    def when(view: View) -> None:
        if left and isinstance(view, Progress) and view.what and words in str(view.what):
            left.pop()()

    return when


Given = Mapping[str, str | list[str] | Callable[[], str]]
"""What is typed instead of the simulated technician's answers: by key, or `step.key`."""


@dataclass
class Site:
    """A pack with its board, a folder for the record, and runs of a session over it.

    With a `face` of that board it is spoken to over Bluetooth.
    """

    folder: Path
    simulation: Simulation = field(default_factory=create)
    checklist: Checklist = SHIPPED
    told: list[str] = field(default_factory=list[str])
    address: int = 1
    read: str = FC03
    face: BluetoothFace | None = None

    def __post_init__(self) -> None:
        self.link = MemoryLink("demo:", self.face or self.simulation.line)
        if self.face:
            self.face.gone = self.link.pull

    def run(
        self,
        given: Given | None = None,
        when: Callable[[View], None] = nothing,
        before: "Callable[[Session], None] | None" = None,
    ) -> "Ran":
        """Run the session once, new or resumed, to its end or until it is left."""
        clock = JumpClock()
        recorder = Recorder(self.folder / "journal.jsonl", clock)
        recorder.append(self._beginning(recorder.state))
        person = Person(typed(self.simulation, given or {}), self._tell, when)
        bench = Bench(self._far_end(), recorder, self.folder)
        session = Session(self.checklist, Desk(person, clock, person=False), recorder, bench)
        person.script.controls = session
        if before:
            before(session)
        try:
            with asyncio.Runner(loop_factory=clock.new_loop) as runner:
                ended = runner.run(session.run())
        finally:
            recorder.close()
        return Ran(ended, recorder.state, person, recorder.journal.path, session)

    def _far_end(self) -> FarEnd:
        if self.face:
            return BluetoothFarEnd(self.link)
        return Rs485FarEnd(self.link, self.address, "demo:?address={}".format, self.read)

    def _tell(self, sentence: Text) -> None:
        self.told.append(str(sentence))

    def _beginning(self, state: State) -> events.Event:
        if state.opened is not None:
            return events.Resumed("test", "demo:")
        return events.Opened(
            "s-1", self.checklist.id, self.checklist.revision, "ab" * 32, "test", "demo:", True
        )

    def record(self, *happened: events.Event) -> None:
        """Put events into the journal, as a process did that is gone."""
        recorder = Recorder(self.folder / "journal.jsonl", JumpClock())
        if recorder.state.opened is None:
            recorder.append(self._beginning(recorder.state))
        for event in happened:
            recorder.append(event)
        recorder.close()

    def written(self) -> list[str]:
        """The settings and actions that the board was asked to write, in order."""
        asked = [write.address for write in self.simulation.board.writes]
        return [KEY_AT.get(address, "preset") for address in asked if _writes(address)]

    def settings(self) -> dict[str, Decimal]:
        """What the board holds now."""
        board = self.simulation.board
        switches = {row.key: Decimal(board.store.switch(row.bit)) for row in SWITCHES}
        options = {row.key: row.value(board.store.raw(row.key)) for row in OPTIONS}
        return {**board.all_settings(), **switches, **options}


def _writes(address: int) -> bool:
    return address in KEY_AT or address in ACTION_AT


def typed(simulation: Simulation, given: Given) -> Answers:
    """What is typed at a pack: some answers of its own, for the rest the technician's."""
    usual = demo.answers(simulation)
    left = {
        key: list(found)
        for key, found in given.items()
        if not callable(found) and not isinstance(found, str)
    }

    def answer(step: str, question: Question[Any]) -> str | None:
        named = f"{step}.{question.key}"
        key = named if named in given else question.key
        if key in left:
            return left[key].pop(0) if left[key] else usual(step, question)
        found = given.get(key)
        if callable(found):
            return found()
        return found if isinstance(found, str) else usual(step, question)

    return answer


@dataclass(frozen=True)
class Ran:
    """How a run went."""

    ended: bool
    state: State
    person: Person
    journal: Path
    session: Session

    def step(self, name: str) -> StepState:
        return self.state.step(name)

    def reason(self, name: str) -> str:
        return str(self.step(name).reason or "")

    def verdict(self, name: str) -> str:
        verdict = self.step(name).verdict
        return "open" if verdict is None else verdict.value

    def measured(self, step: str) -> dict[str, str]:
        """The verdicts of a step's last attempt by measurement."""
        return {
            taken.id: taken.verdict.value for taken in self.state.current() if taken.step == step
        }

    def observed(self, step: str, name: str) -> str:
        return next(
            str(taken.observed or taken.quantity)
            for taken in self.state.current()
            if (taken.step, taken.id) == (step, name)
        )

    @property
    def notices(self) -> list[str]:
        return [str(view.what) for view in self.person.views if isinstance(view, Notice)]
