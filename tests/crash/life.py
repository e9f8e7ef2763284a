"""One life of the program over a simulated pack, looked at wherever it could end.

A life is a new session, or one that is resumed, on the journal in a folder. Before and
after each line that goes to disk and each request that goes out, `at` is called: whatever
is on disk and at the board then is all that another life will find.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.clock import StillClock
from tests.procedure.support import SHIPPED, Person
from wizard.boards.far_end import Rs485FarEnd
from wizard.links.base import Sink
from wizard.links.memory import MemoryLink
from wizard.operators import demo
from wizard.operators.script import Answers
from wizard.procedure.bench import Bench
from wizard.procedure.desk import Desk
from wizard.procedure.questions import Choice, Question
from wizard.procedure.recovery import AGAIN, ON
from wizard.procedure.session import Session
from wizard.procedure.views import StepView, View
from wizard.record import events
from wizard.record.journal import Journal, Line
from wizard.record.recorder import Recorder
from wizard.record.state import State
from wizard.simulator.create import Simulation
from wizard.simulator.presets import PRESETS
from wizard.text import Text

JOURNAL = "journal.jsonl"
PATIENCE = 8  # times the same question is answered in one step


@dataclass(frozen=True)
class Point:
    """A place where the program could end: before or after a line or a request."""

    number: int
    when: str
    what: str

    def __str__(self) -> str:
        return f"{self.number}: {self.when} {self.what}"


At = Callable[[Point], None]


def anywhere(_point: Point) -> None:
    """Let the program go on."""


@dataclass
class Life:
    """One process's worth of a commissioning."""

    folder: Path
    simulation: Simulation
    at: At = anywhere
    told: list[str] = field(default_factory=list[str])
    asked: Counter[str] = field(default_factory=Counter[str])
    points: int = 0
    step: str = ""
    ended: bool = False

    def live(self) -> State:
        """Run to the end, or until the technician knows no answer; return what is on record."""
        clock = StillClock()
        recorder = _Watched(self.folder / JOURNAL, clock, self)
        recorder.append(_beginning(recorder.state))
        person = Person(self._technician(), self._tell, self._seen)
        far_end = Rs485FarEnd(_Watching(self), 1, "demo:?address={}".format)
        bench = Bench(far_end, recorder, self.folder)
        session = Session(SHIPPED, Desk(person, clock, person=False), recorder, bench)
        person.script.controls = session
        try:
            with asyncio.Runner(loop_factory=clock.new_loop) as runner:
                self.ended = runner.run(session.run())
        finally:
            recorder.close()
        return recorder.state

    def passed(self, when: str, what: str) -> None:
        """Pass a place where the program could end."""
        self.points += 1
        self.at(Point(self.points, when, what))

    def _seen(self, view: View) -> None:
        if isinstance(view, StepView):
            self.step = view.step

    def _tell(self, sentence: Text) -> None:
        self.told.append(str(sentence))

    def _technician(self) -> Answers:
        """Answer as one who reads what is asked, and does not try the same for ever."""
        usual = demo.answers(self.simulation)

        def answer(step: str, question: Question[Any]) -> str | None:
            named = f"{step}.{question.key}"
            self.asked[named] += 1
            if self.asked[named] > PATIENCE:
                return None
            own = self._own(question)
            return usual(step, question) if own is None else own

        return answer

    def _own(self, question: Question[Any]) -> str | None:
        match question.key:
            case "recovery" if isinstance(question, Choice):
                there = {option.key for option in question.options}
                return ON if ON in there and self._leads() else AGAIN
            case "not-passed":
                return AGAIN
            case "unexplained":
                return ON
            case "preset-again":
                return "keep" if self._preset_is_there() else "send"
            case _:
                return None

    def _leads(self) -> bool:
        """Whether the board stands at DIP 0 and takes no questions any more."""
        return self.simulation.board.setting("device_address") == 0

    def _preset_is_there(self) -> bool:
        """Whether Cell OVP, which the question names, is the one of the pack's chemistry."""
        preset = PRESETS[self.simulation.pack.chemistry]
        return self.simulation.board.setting("cell_ovp") == preset["cell_ovp"]


def _beginning(state: State) -> events.Event:
    if state.opened is not None:
        return events.Resumed("test", "demo:")
    return events.Opened("s-1", SHIPPED.id, SHIPPED.revision, "ab" * 32, "test", "demo:", True)


class _Journal(Journal):
    """A journal that tells before and after each line."""

    def __init__(self, path: Path, clock: StillClock, life: Life) -> None:
        super().__init__(path, clock)
        self._life = life

    def append(self, event: events.Event) -> Line:
        what = type(event).__name__
        self._life.passed("before append", what)
        line = super().append(event)
        self._life.passed("after append", what)
        return line


class _Watched(Recorder):
    """A recorder on a journal that tells."""

    def __init__(self, path: Path, clock: StillClock, life: Life) -> None:
        super().__init__(path, clock)
        self.journal.close()
        self.journal = _Journal(path, clock, life)


class _Watching:
    """A cable to the pack that tells before and after each request."""

    name = "demo:"

    def __init__(self, life: Life) -> None:
        self._life = life
        self._inner = MemoryLink(self.name, life.simulation.line)

    async def open(self, sink: Sink) -> None:
        await self._inner.open(sink)

    async def send(self, data: bytes) -> None:
        """Send. Raises LinkLost."""
        what = f"send {data[:6].hex()}"
        self._life.passed("before", what)
        await self._inner.send(data)
        self._life.passed("after", what)

    async def close(self) -> None:
        await self._inner.close()
