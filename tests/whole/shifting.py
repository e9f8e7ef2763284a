"""A commissioning brought up to its protection test, and the test's limits shifted by keys."""

from pathlib import Path
from typing import Any

from tests.whole.program import events, quick, types, until
from tests.whole.terminal import Terminal
from wizard import assembly
from wizard.clock import JumpClock
from wizard.links.spec import parse
from wizard.operators.script import Script
from wizard.procedure.questions import Question
from wizard.text import Text

TESTED = "protection-over-voltage"
BEFORE = {"particulars", "pack-limits", "chemistry-preset", "pack-settings"}
CONFIRMED = ((b"breaker", b"\r"), (b"alone", b"\r"), (b"wake", b"\r"), (b"small", b"1\r"))
"""Words of three statements and of the question for a test source, and what is typed."""


def prepared(home: Path, deadline_s: int) -> Path:
    """Bring a commissioning up to the test; return its board's memory.

    `home` must be the program's own place already: XDG_DATA_HOME is `home / "data"`.
    """
    checklist = quick(
        home,
        {"deadline = { s = 120,": f"deadline = {{ s = {deadline_s},"},
        steps={*BEFORE, TESTED},
    )
    clock = JumpClock()
    case = assembly.new_case(str(checklist), parse("demo:"), clock)
    demo = assembly.demo_answers(case.line)

    def answers(step: str, question: Question[Any]) -> str | None:
        return None if step == TESTED else demo(step, question)

    script = Script(answers, _unheard)
    engine = assembly.start(case, script, clock, person=False)
    script.controls = engine
    engine.start()
    assert engine.join(60)
    return case.folder / assembly.DEMO_MEMORY


def shift(home: Path, screen: Terminal) -> None:
    """Confirm the gates by keys, each once it is asked, and wait for the trip."""
    for asked, keys in CONFIRMED:
        screen.await_text(asked)
        answered = types(home).count("answered")
        screen.press(keys)
        until(lambda seen=answered: types(home).count("answered") > seen, asked.decode())
        screen.read()
    screen.await_text(b"SHIFTED")
    until(lambda: screen.read() and _measured(home, "trip"), "the trip")


def _measured(home: Path, name: str) -> bool:
    return any(
        event["type"] == "measured" and event["measurement"]["id"] == name for event in events(home)
    )


def _unheard(_: Text) -> None:
    return
