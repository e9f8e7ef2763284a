"""The plain-line front end against a real engine, a real mailbox and a real desk."""

import asyncio
import io
import os
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.operators.conversation import (
    Procedure,
    asking,
    conversation,
    pipe,
    started,
    talk,
    terminal,
)
from wizard.errors import NoAnswer
from wizard.measurement import Limit, Verdict
from wizard.operators.plain import run_plain
from wizard.operators.plain_words import Teller
from wizard.procedure.figures import (
    Bar,
    CellBars,
    Dip,
    Figure,
    Pin,
    Plug,
    Plugs,
    Rj45,
    Steady,
    Tips,
)
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Acknowledge, Choice, Line, Number, Option, Secret, TypedWord
from wizard.procedure.views import (
    Finished,
    Notice,
    Progress,
    Rail,
    RailEntry,
    Shifted,
    StepView,
    TopLine,
)
from wizard.quantity import volts
from wizard.text import text

CELL = Number(
    key="cell",
    prompt=text("Cell 1 by meter"),
    hint=text("about 3.3 V"),
    unit="V",
    decimals=3,
    low=Decimal(0),
    high=Decimal(5),
)
LAMP = Choice(
    key="lamp",
    prompt=text("Lamp at P-"),
    options=(Option("lit", text("lit")), Option("out", text("out"))),
)


def test_an_answer_reaches_the_question() -> None:
    code, procedure, printed = talk(asking(CELL), "3,312\n")
    assert (code, procedure.answers) == (0, [Decimal("3.312")])
    assert re.search(r"Cell 1 by meter\nabout 3.3 V\nA number in V\.\n>\n", printed)


def test_an_empty_line_takes_the_proposal() -> None:
    question = Line(key="site", prompt=text("Site"), proposal="cellar")
    _, procedure, printed = talk(asking(question), "\n")
    assert procedure.answers == ["cellar"]
    assert "[cellar] >" in printed


def test_an_empty_line_without_a_proposal_is_an_answer() -> None:
    _, procedure, _ = talk(asking(Acknowledge(key="ppe", prompt=text("Gloves on"))), "\n")
    assert procedure.answers == [True]


def test_consent_is_never_taken_from_an_old_answer() -> None:
    question = TypedWord(key="go", prompt=text("Preset"), word="PRESET", proposal="PRESET")
    _, procedure, printed = talk(asking(question), "\n")
    assert procedure.answers == [False]
    assert "[PRESET]" not in printed
    assert "Type PRESET" in printed


def test_what_cannot_be_taken_is_explained_and_asked_again() -> None:
    _, procedure, printed = talk(asking(CELL), "many\n9\n3.3\n")
    assert procedure.answers == [Decimal("3.3")]
    assert "Type a number in V" in printed
    assert "9 V cannot be" in printed
    assert printed.count(">\n") == 3
    assert printed.count("Cell 1 by meter") == 1


@pytest.mark.parametrize("typed", ["2", "out"])
def test_a_choice_is_numbered(typed: str) -> None:
    _, procedure, printed = talk(asking(LAMP), f"{typed}\n")
    assert procedure.answers == ["out"]
    assert "  1  lit\n  2  out\n" in printed


@pytest.mark.parametrize(
    ("command", "interrupt"),
    [(":back", Interrupt.BACK), (":again", Interrupt.REPEAT), (":restore", Interrupt.RESTORE)],
)
def test_a_command_reaches_the_engine_and_the_question_stays(
    command: str, interrupt: Interrupt
) -> None:
    _, procedure, _ = talk(asking(CELL), f"{command}\n3.3\n")
    assert procedure.interrupts[0] is interrupt
    assert procedure.answers == [Decimal("3.3")]


def test_leave_and_the_end_of_the_input_leave_in_order() -> None:
    for typed in (":leave\n", ""):
        code, procedure, printed = talk(asking(CELL), typed)
        assert (code, procedure.answers) == (7, [])
        assert set(procedure.interrupts) == {Interrupt.QUIT}
        assert "no longer asked" in printed


def test_why_tells_more_and_an_unknown_command_tells_the_commands() -> None:
    async def script(procedure: Procedure) -> int:
        procedure.desk.show(
            StepView("s", text("Stairs"), gate=True, why=text("Boards die of it."),
                     source="INV 398-409", mistakes=(text("black tip moved"),))
        )  # fmt: skip
        await procedure.ask(CELL)
        return 0

    _, procedure, printed = talk(script, ":why\n:what\n3.3\n")
    assert "Boards die of it.\n- black tip moved\nINV 398-409" in printed
    assert printed.count("At any prompt") == 2
    assert procedure.answers == [Decimal("3.3")]


def test_lines_of_a_pipe_wait_for_their_question() -> None:
    _, procedure, _ = talk(asking(CELL, LAMP, CELL), "3.1\n1\n3.2\n")
    assert procedure.answers == [Decimal("3.1"), "lit", Decimal("3.2")]


def test_views_are_printed_once_each_as_they_change() -> None:
    def view(*lines: str, step: str = "s1") -> StepView:
        bars = CellBars((Bar(1, Decimal("3.300"), Verdict.PASS),),
                        Limit("V", Decimal(3), Decimal(4)))  # fmt: skip
        return StepView(step, text("Step {step}", step=step), gate=step == "s1", why=text("w"),
                        source="", lines=tuple(text(line) for line in lines),
                        figures=(bars,))  # fmt: skip

    async def script(procedure: Procedure) -> int:
        desk = procedure.desk
        desk.show(TopLine("cellar", text("board"), text("link ok"), simulated=True))
        desk.show(view("first"))
        desk.show(Progress(text("waiting for the trip"), 1, 9))
        await procedure.ask(CELL)
        desk.show(Progress(text("waiting for the trip"), 2, 9))
        desk.show(view("first", "second"))
        desk.show(Shifted(open=True, originals=(("Cell OVP (V)", volts("3.600")),)))
        desk.show(Notice(text("link lost"), grave=True))
        await procedure.ask(CELL)
        entry = RailEntry("s1", text("phase"), text("Step s1"), Verdict.MARGINAL)
        desk.show(Rail((entry,)))
        desk.show(view(step="s2"))
        fetch = (text("Fetch all of it: {line}", line="scp pi@bench:r.zip ."),)
        desk.show(Finished("PASS", passed=True, reasons=(), files=("r.json",), hints=fetch))
        return 0

    _, _, printed = talk(script, "3.3\n3.3\n")
    for once in ("cellar | board | link ok | SIMULATED PACK", "== Step s1 (gate", "first", "second",
                 "waiting for the trip", "  Cell OVP (V) = 3.600 V", "!! link lost",
                 "Step s1: MARGINAL", "== Step s2", "== PASS\n", "r.json",
                 "Fetch all of it: scp pi@bench:r.zip ."):  # fmt: skip
        assert len(re.findall(f"^{re.escape(once)}", printed, re.MULTILINE)) == 1, once
    assert printed.index("MARGINAL") < printed.index("== Step s2")
    assert "3.300" in printed
    assert all(char.isprintable() or char == "\n" for char in printed)


def test_ascii_where_the_terminal_has_nothing_else() -> None:
    async def script(procedure: Procedure) -> int:
        procedure.desk.show(Notice(text("{site} at 5 {unit}", site="Łódź", unit="°C")))
        await procedure.ask(CELL)
        return 0

    _, run = started(script)
    raw = io.BytesIO()
    run_plain(run, io.StringIO("3.3\n"), io.TextIOWrapper(raw, encoding="ascii"))
    assert b"Lodz at 5 deg C" in raw.getvalue()


def test_nothing_shown_steers_the_terminal() -> None:
    async def script(procedure: Procedure) -> int:
        procedure.desk.show(Notice(text("\x1b[2J\u202eready")))
        return 0

    _, _, printed = talk(script, "")
    assert "?[2J?ready\n" in printed


def test_a_failed_engine_says_so_and_ends_with_one() -> None:
    async def script(_: Procedure) -> int:
        raise NoAnswer(text("The board at {address} does not answer.", address=1))

    code, _, printed = talk(script, "")
    assert code == 1
    assert "The board at 1 does not answer." in printed


def test_the_engines_end_ends_the_conversation_while_nobody_types() -> None:
    async def script(procedure: Procedure) -> int:
        asked = asyncio.ensure_future(procedure.ask(CELL))
        await procedure.nudged.wait()
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        return 3

    with pipe() as (source, _):
        with conversation(script, source) as (procedure, out, codes):
            out.wait_for("Cell 1 by meter")
            procedure.nudge()
        assert codes == [3]
    assert "no longer asked" in out.getvalue()


def test_what_a_person_typed_before_the_question_is_no_answer_to_it() -> None:
    async def script(procedure: Procedure) -> int:
        procedure.desk.show(Notice(text("ready")))
        await procedure.nudged.wait()
        await procedure.ask(CELL)
        return 0

    with terminal() as (source, keyboard):
        with conversation(script, source) as (procedure, out, codes):
            out.wait_for("ready")
            os.write(keyboard, b"9.9\n")
            out.wait_for("Nothing is asked now")
            os.write(keyboard, b":restore\n")
            out.wait_for("Cell 1 by meter")
            os.write(keyboard, b"3.3\n")
        assert codes == [0]
    assert procedure.answers == [Decimal("3.3")]
    assert procedure.interrupts == [Interrupt.RESTORE]


def test_a_reader_that_is_gone_leaves_the_session_in_order() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    procedure, run = started(asking(CELL))
    out = io.TextIOWrapper(io.FileIO(writing, "w"), encoding="utf-8", write_through=True)
    with pipe() as (source, _):
        assert run_plain(run, source, out) == 7
    assert procedure.interrupts == [Interrupt.QUIT]
    out.detach().close()


PASSWORD = Secret(key="password", prompt=text("Settings password"), proposal="proposed")
MAYBE = replace(PASSWORD, optional=True)


@pytest.mark.parametrize("typed", ["hunter2", " a b ", ":1234", ":"])
def test_a_password_of_a_pipe_is_taken_as_it_is_and_never_printed(typed: str) -> None:
    _, procedure, printed = talk(asking(PASSWORD, LAMP), f"{typed}\n1\n")
    assert procedure.answers == [typed, "lit"]
    assert f"{typed}\n" not in printed
    assert "Settings password\nWhat you type is neither shown nor kept.\n>\n" in printed


def test_a_password_ends_where_its_line_ends() -> None:
    _, procedure, _ = talk(asking(PASSWORD), "hunter2\r\n")
    assert procedure.answers == ["hunter2"]


def test_enter_alone_is_no_earlier_password_but_one_that_is_not_known() -> None:
    _, procedure, printed = talk(asking(MAYBE), "\n")
    assert procedure.answers == [""]
    assert "Just Enter if it is not known." in printed
    assert "proposed" not in printed


def test_a_command_is_a_command_where_a_password_is_asked_for_too() -> None:
    _, procedure, _ = talk(asking(PASSWORD), ":back\nhunter2\n")
    assert procedure.interrupts[0] is Interrupt.BACK
    assert procedure.answers == ["hunter2"]


def pictured(*figures: Figure, step: str = "s") -> StepView:
    return StepView(step, text("Step"), gate=False, why=text("w"), source="", figures=figures)


SPOKEN: list[tuple[Figure, str]] = [
    (
        Dip(5),
        "DIP switches, from the left: 1 ON, 2 off, 3 ON, 4 off\nlevers up: 1 + 4 = address 5\n",
    ),
    (Dip(0), "1 off, 2 off, 3 off, 4 off\nall levers down = 0 = master\n"),
    (
        Rj45(text("board end"), ("RS485-B", "RS485-A", "", "CAN-H", "", "", "", "")),
        "board end: pins 1 RS485-B, 2 RS485-A, 4 CAN-H\n",
    ),
    (Tips("B-", "P-"), "Black tip on B-, red tip on P-.\n\nSettings"),
    (Tips("P-", "B+", lamp=True), "Black tip on P-, red tip on B+.\nA lamp joins P- and B+.\n"),
    (
        Plugs((Plug(3, (Pin.NOW, Pin.AWAITED, Pin.FORBIDDEN), cells=(12, 11, 0)),)),
        "Plug 3 counts down: cell 12 is its first wire.\nWire 3 of plug 3 must not be used.\n",
    ),
]


@pytest.mark.parametrize(("figure", "said"), SPOKEN)
def test_a_picture_is_said_in_sentences(figure: Figure, said: str) -> None:
    async def script(procedure: Procedure) -> int:
        procedure.desk.show(pictured(figure))
        await procedure.ask(PASSWORD)
        return 0

    _, _, printed = talk(script, "x\n")
    assert said in printed


def current(value: str, seconds: int, spread: str = "0.2") -> StepView:
    return pictured(
        Steady(value=Decimal(value), unit="A", low=Decimal(15), spread=Decimal(spread),
               spread_most=Decimal("0.5"), seconds=seconds, seconds_wanted=30, recent=())
    )  # fmt: skip


def test_a_current_is_a_line_whenever_something_about_it_is_new() -> None:
    printed = list[str]()
    teller = Teller(printed.append, ascii_only=False)
    said = list[list[str]]()
    for view in (
        current("-3.0", 0),
        current("-3.1", 0),  # nothing new
        current("14.9", 0),  # charging
        current("15.2", 0),  # enough
        current("15.3", 9),  # nothing new yet
        current("15.3", 10),  # ten seconds on
        current("15.3", 0, spread="0.9"),  # it moves
    ):
        printed.clear()
        teller.tell({StepView: view})
        said.append([line.split(",")[0] for line in printed if "steady" in line])
    assert said == [
        ["-3.0 A discharging"],
        [],
        ["+14.9 A charging"],
        ["+15.2 A charging"],
        [],
        ["+15.3 A charging"],
        ["+15.3 A charging"],
    ]
    assert printed == [
        "+15.3 A charging, 15 A reached, moves 0.9 A (max 0.5 A), steady for 0 of 30 s"
    ]


def test_a_question_says_the_current_as_it_is_now_but_not_twice() -> None:
    printed = list[str]()
    teller = Teller(printed.append, ascii_only=False)
    teller.tell({StepView: current("15.2", 0)})
    printed.clear()
    teller.pictures()
    assert printed == []
    teller.tell({StepView: current("15.4", 5)})
    teller.pictures()
    assert [line.split(",")[0] for line in printed] == ["+15.4 A charging"]
