"""What a technician would type at a simulated pack."""

from decimal import Decimal

import pytest

from wizard.operators import demo
from wizard.procedure.questions import Acknowledge, Choice, Line, Number, Option, TypedWord
from wizard.simulator.create import create
from wizard.text import text


def number(key: str) -> Number:
    return Number(
        key=key, prompt=text("?"), unit="V", decimals=3, low=Decimal(0), high=Decimal(100)
    )


def typed(key: str, fault: str | None = None, cells: int = 16) -> str | None:
    simulation = create(fault, cells=cells)
    return demo.answers(simulation)("any", number(key))


def test_wires_are_read_by_the_meter_at_every_try() -> None:
    assert typed("wire-2") == typed("wire-2-try-3") == "6.601"
    assert typed("wire-7", "open-wire") == "0.004"


def test_a_bad_wire_stops_the_step() -> None:
    assert typed("wire-7-bad-1") == "stop"


@pytest.mark.parametrize(
    ("key", "said"),
    [("cells", "15"), ("chemistry", "lifepo4"), ("capacity", "280"), ("lowest-cell", "3.298")],
)
def test_the_pack_tells_what_is_on_its_label(key: str, said: str) -> None:
    assert typed(key, cells=15) == said


def test_statements_are_so_and_words_are_typed_whole() -> None:
    answers = demo.answers(create())
    assert answers("s", Acknowledge(key="statement-4", prompt=text("?"))) == ""
    assert answers("s", TypedWord(key="preset-word", prompt=text("?"), word="LTO")) == "LTO"


def test_what_nobody_foresaw_has_no_answer() -> None:
    answers = demo.answers(create())
    options = (Option("again", text("again")),)
    assert answers("s", Choice(key="not-passed", prompt=text("?"), options=options)) is None
    assert answers("s", Line(key="colour", prompt=text("?"))) is None
