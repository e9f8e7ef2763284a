from decimal import Decimal

import pytest

from wizard.measurement import Limit, Verdict
from wizard.procedure.drawing import draw
from wizard.procedure.figures import (
    Bar,
    Cable,
    CellBars,
    ChangeRow,
    Changes,
    Currents,
    Dip,
    Fact,
    Facts,
    Figure,
    PackCurrent,
    Pin,
    Plug,
    Plugs,
    Rj45,
    Stair,
    Staircase,
    Steady,
    Tips,
    Trip,
    paired,
)
from wizard.procedure.pen import VERDICT_WORD
from wizard.text import Text, Voice, text

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


def changes(outcome: Text | None = None) -> Changes:
    return Changes(
        (
            ChangeRow("Cell count", text("16"), text("16"), text("unchanged")),
            ChangeRow("Charge UTP (°C)", text("-20"), text("2"), text("INV 8"), outcome),
        )
    )


def trip(
    *, cell: str = "3.302", limit: str = "3.252", release: str = "3.202", rising: bool = True
) -> Trip:
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
        rising=rising,
    )


DOWN = Plug(3, (Pin.GOOD, Pin.GOOD, Pin.NOW, Pin.AWAITED, Pin.FORBIDDEN), cells=(12, 11, 10, 9, 0))
BOARD_END = Rj45(text("board end"), ("RS485-B", "RS485-A", "GND", "CAN-H", "CAN-L", "", "", ""))
INVERTER_END = Rj45(text("inverter end"), ("GND", "", "", "CAN-H", "CAN-L", "", "", ""))


def steady(value: str = "15.4", *recent: str, seconds: int = 12) -> Steady:
    readings = tuple(map(Decimal, recent))
    return Steady(
        value=Decimal(value),
        unit="A",
        low=Decimal(15),
        spread=max(readings) - min(readings) if readings else Decimal(0),
        spread_most=Decimal("0.4"),
        seconds=seconds,
        seconds_wanted=30,
        recent=readings,
    )


CURRENTS = Currents(
    (
        PackCurrent(text("1, {name}", name=HOSTILE), Decimal("-12.345"), 0),
        PackCurrent(text("2, upper shelf"), Decimal("0.5"), 600),
        PackCurrent(text("3, cellar"), None, 0),
    ),
    Decimal(1),
    600,
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
    CURRENTS,
    changes(),
    changes(text("unknown: reading again")),
    trip(),
    trip(cell="2.902", limit="2.952", release="3.002", rising=False),
    Plugs((DOWN, Plug(1, (Pin.GOOD,) * 5, cells=(0, 1, 2, 3, 4)))),
    Plugs((Plug(1, (Pin.GOOD,), cells=(1, 2)), Plug(2, (Pin.GOOD,) * 2, cells=(3,)))),
    *(Dip(address) for address in range(16)),
    BOARD_END,
    Rj45(text("{name}", name=HOSTILE), (HOSTILE, "")),
    Cable((BOARD_END, INVERTER_END)),
    Cable((BOARD_END,)),
    steady(),
    steady("-15.4", "-15.4", "-15.2"),
    steady("0"),
    Tips("P-", "B+", lamp=True),
    Tips("B-", "P-"),
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


def test_a_setting_and_its_reason_are_folded_rather_than_cut() -> None:
    row = ChangeRow("Continued Charge Curr. (A)", text("40.0 A"), text("100.0 A"), text("said so"))
    assert draw(Changes((row,)), 45) == [
        "setting (JK's name)     now  will be  why",
        "Continued Charge     40.0 A  100.0 A  said so",
        "Curr. (A)",
    ]


def test_a_long_label_of_a_fact_is_folded_beside_its_value() -> None:
    assert draw(Facts((Fact(text("one two three"), text("four")),)), 16) == [
        "one two   four",
        "three",
    ]


def test_long_words_beside_a_large_current_go_on_below_each_other() -> None:
    current = Steady(Decimal("52.80"), "V", Decimal(0), Decimal("0.000"), Decimal("0.020"),
                     30, 30, (Decimal("52.80"),))  # fmt: skip
    lines = draw(current, 57, voice=Voice(lambda msgid: msgid.replace("moves", "goes to and fro")))
    assert lines[2].endswith("   goes to and fro 0.000 V (max")
    assert lines[3].endswith("   0.020 V)")
    assert lines[4].endswith("   steady for 30 of 30 s")


def test_what_became_of_a_change_outranks_why_where_both_do_not_fit() -> None:
    assert draw(changes(text("unknown: reading again")), 57)[2].endswith(
        "2  unknown: reading again"
    )
    wide = draw(changes(text("verified")), 80)
    assert wide[2].endswith("2  INV 8      verified")


def test_a_trip_shows_the_cell_beyond_its_limit_as_the_longest_bar() -> None:
    lines = draw(trip(), 40)
    assert lines[:2] == ["restored by itself in 94 s, whatever", "happens"]
    assert lines[-3].startswith("cell 11  3.302 █████")
    assert [len(line) for line in lines[-3:]] == sorted(map(len, lines[-3:]), reverse=True)


def test_where_limits_and_mos_have_no_room_beside_each_other_none_is_cut() -> None:
    assert [" ".join(line.split()) for line in draw(trip(), 40)[3:9]] == [
        "highest cell 3.302 V cell 11",
        "OVP 3.252 V was 3.600",
        "charge MOS OPEN",
        "OVPR 3.202 V was 3.550",
        "disch. MOS on",
        "current 0.0 A",
    ]


def test_a_trip_below_speaks_of_the_lowest_cell() -> None:
    lines = draw(trip(cell="2.902", limit="2.952", release="3.002", rising=False), 56)
    assert lines[2].startswith("lowest cell")
    assert lines[2].endswith("disch. MOS   on")
    assert lines[-1].startswith("cell 11")


def test_every_verdict_has_a_word() -> None:
    assert set(VERDICT_WORD) == set(Verdict)
    assert len({word.msgid for word in VERDICT_WORD.values()}) == len(Verdict)


def test_a_plug_that_counts_down_names_the_cell_of_each_wire_and_the_one_measured() -> None:
    plugs = Plugs((Plug(2, (Pin.GOOD,) * 4), DOWN))
    assert draw(plugs, 56) == [
        "plug 2 ■■■■  plug 3  ■   ■   ▣   □   \N{MULTIPLICATION SIGN}",
        "                     12  11 [10] 9   no",
    ]
    assert draw(plugs, 56, ascii_only=True)[0] == "plug 2 ####  plug 3  #   #   @   .   x"


def test_the_black_wire_is_named_by_where_it_goes() -> None:
    plug = Plug(1, (Pin.NOW, Pin.AWAITED), cells=(0, 1))
    assert draw(Plugs((plug,)), 56)[1] == "       [B-] 1"


def test_where_wires_have_the_usual_colours_they_are_told() -> None:
    plug = Plug(1, (Pin.GOOD, Pin.NOW), cells=(0, 1))
    assert draw(Plugs((plug,), black_first=True), 56)[-1] == (
        "B- is the black wire, the others are red."
    )


def test_plugs_with_cells_go_on_in_the_next_line_with_their_cells() -> None:
    four = Plugs(tuple(Plug(n, (Pin.GOOD,) * 4, cells=(1, 2, 3, 4)) for n in range(1, 5)))
    lines = draw(four, 56)
    assert [line.split()[:2] for line in lines[::2]] == [["plug", "1"], ["plug", "3"]]
    assert [line.split() for line in lines[1::2]] == [["1", "2", "3", "4"] * 2] * 2


def test_dip_levers_stand_where_the_address_wants_them_and_add_up() -> None:
    assert draw(Dip(5), 56) == [
        "switch      1   2   3   4",
        "          ┌───┬───┬───┬───┐",
        "ON, up    │ █ │   │ █ │   │",
        "off, down │   │ █ │   │ █ │",
        "          └───┴───┴───┴───┘",
        "counts      1   2   4   8",
        "levers up: 1 + 4 = address 5",
    ]
    assert draw(Dip(0), 56)[-1] == "all levers down = 0 = master"
    assert draw(Dip(15), 56)[-1] == "levers up: 1 + 2 + 4 + 8 = address 15"


def test_plugs_of_one_cable_stand_side_by_side_with_each_signal_at_its_pin() -> None:
    cable, other = paired((BOARD_END, INVERTER_END, Dip(0)))
    assert other == Dip(0)
    lines = draw(cable, 56)
    assert lines[0] == "board end                    inverter end"
    assert lines[1].endswith("1 RS485-B        ┌────────┐  1 GND")
    assert lines[4].endswith("4 CAN-H          │        │  4 CAN-H")
    assert lines[8].endswith("8 -              to you      8 -")
    assert paired((BOARD_END, Dip(0))) == (BOARD_END, Dip(0))


def test_a_current_is_large_and_in_words_and_as_a_bar_and_as_a_trace() -> None:
    assert draw(steady("15.4", "15.2", "15.4", "15.4"), 56) == [
        "     █  ███   █ █           +15.4 A charging",
        " █  ██  █     █ █           15 A reached",
        "███  █  ███   ███           moves 0.2 A (max 0.4 A)",
        " █   █    █     █           steady for 12 of 30 s",
        "    ███ ███ █   █",
        "0 " + "█" * 49 + " 15 A",
        "15.50 ┤ ••",
        "      ┤",
        "15.10 ┤•",
    ]


def test_a_discharging_current_says_so_and_fills_its_bar_only_at_the_gate() -> None:
    lines = draw(steady("-14.9"), 56)
    assert lines[0].endswith("-14.9 A discharging")
    assert lines[1].endswith("not yet 15 A")
    assert lines[5].endswith("█░ 15 A")


def test_a_trace_keeps_its_newest_readings() -> None:
    lines = draw(steady("15.0", *["14.0"] * 99, "15.0"), 56)
    assert lines[-3].startswith("15.00 ┤")
    assert lines[-3].endswith("•")
    assert len(lines[-3]) == 56


def test_where_rows_are_few_a_current_loses_digits_and_trace_but_no_words() -> None:
    current = steady("15.4", "15.2", "15.4")
    words_only = ["+15.4 A charging", "15 A reached", "moves 0.2 A (max 0.4 A)",
                  "steady for 12 of 30 s"]  # fmt: skip
    assert draw(current, 56, rows=8)[:4] == words_only
    assert "•" in draw(current, 56, rows=8)[5]
    assert draw(current, 56, rows=7)[:4] == words_only
    assert len(draw(current, 56, rows=7)) == 5


def test_the_tips_of_the_meter_stand_beside_their_points() -> None:
    lines = draw(Tips("P-", "B+", lamp=True), 56)
    assert lines[0].endswith("● B+   ◂ red tip")
    assert lines[-1].endswith("● P-   ◂ black tip")
    assert "(x) lamp" in lines[2]
    other = draw(Tips("B-", "P-"), 56)
    assert other[4].endswith("● B-               ◂ black tip")
    assert not any("lamp" in line for line in other)


def test_currents_of_packs_stand_on_one_scale_with_their_time() -> None:
    lines = draw(CURRENTS, 80)
    assert lines[0] == "at most 1 A in each pack for 600 s"
    assert "-12.34 A ◂" in lines[1] or "-12.35 A ◂" in lines[1]
    assert lines[2].startswith("2, upper shelf")
    assert "•" in lines[2]
    assert lines[2].endswith("600 s")
    assert lines[3].endswith("not heard")


def test_currents_without_room_for_a_scale_are_still_numbers() -> None:
    lines = draw(CURRENTS, 34)
    assert not any("│" in line for line in lines)
    assert "+0.50 A" in lines[2]
