from decimal import Decimal

import pytest

from wizard.measurement import Limit, Verdict
from wizard.procedure.drawing import draw
from wizard.procedure.figures import (
    Bar,
    CellBars,
    ChangeRow,
    Changes,
    Fact,
    Facts,
    Figure,
    Pin,
    Plug,
    Plugs,
    Stair,
    Staircase,
    Trip,
)
from wizard.procedure.pen import VERDICT_WORD
from wizard.text import text

WINDOW = Limit("V", Decimal("2.50"), Decimal("3.60"))
HOSTILE = "\x1b[31m[red]\x07\u202ename"

PLUGS = Plugs(
    (
        Plug(1, (Pin.GOOD,) * 5),
        Plug(2, (Pin.GOOD, Pin.BAD, Pin.NOW, Pin.AWAITED)),
        Plug(3, (Pin.AWAITED, Pin.UNUSED)),
    )
)


def staircase(*rises: str, limit: Limit = WINDOW) -> Staircase:
    total, stairs = Decimal(0), list[Stair]()
    for cell, rise in enumerate(map(Decimal, rises), 1):
        total += rise
        stairs.append(Stair(cell, total, rise, limit.judge(rise)))
    return Staircase(tuple(stairs), limit)


def bars(cells: int) -> CellBars:
    return CellBars(
        tuple(
            Bar(cell, Decimal("3.000") + Decimal(cell) / 100, Verdict.PASS)
            for cell in range(1, cells + 1)
        ),
        WINDOW,
    )


def changes(outcome: str = "") -> Changes:
    return Changes(
        (
            ChangeRow("Cell count", "16", "16", text("unchanged")),
            ChangeRow("Charge UTP (°C)", "-20", "2", text("INV 8"), outcome),
        )
    )


def trip(*, cell: str = "3.302", limit: str = "3.252", release: str = "3.202") -> Trip:
    return Trip(
        cell=11,
        cell_voltage=Decimal(cell),
        limit_label="OVP",
        limit=Decimal(limit),
        original=Decimal("3.600"),
        release_label="OVPR",
        release=Decimal(release),
        release_original=Decimal("3.550"),
        charge_mos=False,
        discharge_mos=True,
        current=Decimal("0.0"),
        seconds_left=94,
        shifted=True,
    )


FACTS = Facts(
    (
        Fact(text("Board"), text("{name}", name=HOSTILE)),
        Fact(text("Cells counted"), text("16"), Verdict.FAIL),
    )
)
ALL: list[Figure] = [
    PLUGS,
    staircase("3.312", "3.310", "-0.003", "6.6"),
    bars(16),
    bars(4),
    FACTS,
    changes(),
    changes("unknown: reading again"),
    trip(),
]


@pytest.mark.parametrize("figure", ALL)
@pytest.mark.parametrize("width", [1, 9, 20, 34, 57, 80, 120])
def test_no_line_is_wider_than_asked_for(figure: Figure, width: int) -> None:
    assert max(map(len, draw(figure, width))) <= width


@pytest.mark.parametrize("figure", ALL)
def test_in_ascii_only_ascii(figure: Figure) -> None:
    assert all(line.isascii() and line.isprintable() for line in draw(figure, 80, ascii_only=True))


@pytest.mark.parametrize("figure", ALL)
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 5])
def test_never_more_rows_than_asked_for(figure: Figure, rows: int) -> None:
    assert len(draw(figure, 57, rows=rows)) <= rows


def test_plugs_show_each_wire_and_go_on_in_the_next_line() -> None:
    assert draw(PLUGS, 57) == ["plug 1 ■■■■■  plug 2 ■X▣□  plug 3 □-"]
    assert draw(PLUGS, 30) == ["plug 1 ■■■■■  plug 2 ■X▣□", "plug 3 □-"]
    assert draw(PLUGS, 57, ascii_only=True) == ["plug 1 #####  plug 2 #X@.  plug 3 .-"]


def test_a_stair_stands_where_it_is_in_its_window() -> None:
    assert draw(staircase("2.50", "3.05", "3.60"), 49) == [
        "cell    meter    step     2.50 ┤          ├ 3.60",
        "   1    2.500   2.500  PASS    │•         │",
        "   2    5.550   3.050  PASS    │     •    │",
        "   3    9.150   3.600  PASS    │         •│",
    ]


def test_a_stair_outside_its_window_points_outside() -> None:
    low, high = draw(staircase("-0.003", "6.62"), 49)[1:]
    assert low == "   1   -0.003  -0.003  FAIL    ◂          │"
    assert high == "   2    6.617   6.620  FAIL    │          ▸"


def test_a_window_with_one_end_has_no_scale() -> None:
    assert draw(staircase("3.3", limit=Limit("V", Decimal(3))), 57) == [
        "cell    meter    step",
        "   1    3.300   3.300  PASS",
    ]


def test_the_newest_stairs_stay_and_the_others_are_counted() -> None:
    lines = draw(staircase(*["3.3"] * 16), 57, rows=5)
    assert lines[0].startswith("cell")
    assert lines[1] == "… 13 rows above not shown"
    assert [line.split()[0] for line in lines[2:]] == ["14", "15", "16"]


def test_many_cells_stand_in_two_columns() -> None:
    lines = draw(bars(16), 57)
    assert len(lines) == 9
    assert lines[1].startswith(" 1 3.010 █████░░░░ PASS")
    assert " 9 3.090 " in lines[1]


def test_facts_have_their_verdict_as_a_word_and_hold_nothing_that_steers() -> None:
    assert draw(FACTS, 57) == [
        "Board          ?[31m[red]??name",
        "Cells counted  16 FAIL",
    ]


def test_a_long_fact_is_folded_and_nothing_of_it_is_lost() -> None:
    facts = Facts((Fact(text("Answer"), text("one two three four five six")),))
    assert draw(facts, 22) == ["Answer  one two three", "        four five six"]


def test_changes_show_now_and_then_side_by_side() -> None:
    assert draw(changes(), 57) == [
        "setting (JK's name)  now  will be  why",
        "Cell count            16       16  unchanged",
        "Charge UTP (°C)      -20        2  INV 8",
    ]


def test_what_became_of_a_change_outranks_why_where_both_do_not_fit() -> None:
    assert draw(changes("unknown: reading again"), 57)[2].endswith("2  unknown: reading again")
    wide = draw(changes("verified"), 80)
    assert wide[2].endswith("2  INV 8      verified")


def test_a_trip_shows_the_cell_beyond_its_limit_as_the_longest_bar() -> None:
    lines = draw(trip(), 40)
    assert lines[0] == "restored by itself in 94 s, whatever ha…"
    assert lines[-3].startswith("cell 11  3.302 █████")
    assert [len(line) for line in lines[-3:]] == sorted(map(len, lines[-3:]), reverse=True)


def test_a_trip_below_speaks_of_the_lowest_cell() -> None:
    lines = draw(trip(cell="3.302", limit="3.352", release="3.402"), 57)
    assert lines[2].startswith("lowest cell")
    assert lines[-1].startswith("cell 11")


def test_every_verdict_has_a_word() -> None:
    assert set(VERDICT_WORD) == set(Verdict)
    assert len(set(VERDICT_WORD.values())) == len(Verdict)
