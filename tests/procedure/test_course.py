"""The course of a cell against a shifted limit, drawn."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.screens.scenes import trip
from wizard.procedure.drawing import draw
from wizard.procedure.figures import TripPoint

WIDTH = 56


def points(*cell: str) -> tuple[TripPoint, ...]:
    """Return readings, two a second."""
    return tuple(TripPoint(Decimal(n) / 2, Decimal(volts)) for n, volts in enumerate(cell))


def test_cell_limit_and_release_grow_with_time() -> None:
    assert draw(replace(trip(), trace=points(*["3.302"] * 4)), WIDTH)[-7:] == [
        "",
        "3.310 ┤━━━━━━                                cell 11",
        "3.282 ┤",
        "3.255 ┤──────                                OVP",
        "3.228 ┤",
        "3.200 ┤......                                OVPR",
        "       0                 5                10 s",
    ]


def test_what_is_longer_than_the_time_below_gets_twice_the_time() -> None:
    falling = points(*["3.302"] * 12, *["3.272"] * 20)
    assert draw(replace(trip(), trace=falling), WIDTH)[-6:] == [
        "3.310 ┤━━━━━━━━━━━                           cell 11",
        "3.282 ┤           ━━━━━━━━━━━━━━━━━━",
        "3.255 ┤─────────────────────────────         OVP",
        "3.228 ┤",
        "3.200 ┤.............................         OVPR",
        "       0                10                20 s",
    ]


@pytest.mark.parametrize(("width", "rows"), [(28, None), (WIDTH, 10)])
def test_where_there_is_no_room_bars_tell_the_same(width: int, rows: int | None) -> None:
    shown = "\n".join(draw(replace(trip(), trace=points("3.302")), width, rows=rows))
    assert "┤" not in shown
    assert "█" in shown


def test_in_ascii_it_is_ascii() -> None:
    shown = draw(replace(trip(), trace=points("3.302", "3.301")), WIDTH, ascii_only=True)
    assert "\n".join(shown).isascii()
    assert "?" not in "\n".join(shown)
