"""Each named difference of bus and firmware does what its sentence says."""

import pytest

from tests.simulator.talk import LIFEPO4, Talk, lifepo4, pressing, reading, writing, writing_raw
from wizard.simulator.bench_faults import BENCH_FAULTS
from wizard.simulator.bus_faults import BUS_FAULTS
from wizard.simulator.create import create
from wizard.simulator.faults import FAULT, FAULTS, KNOWN
from wizard.simulator.inverter_faults import INVERTER_FAULTS

ASKED = reading(0x1000, 4)


def test_names_are_unique_and_all_tables_are_known() -> None:
    tables = (*FAULTS, *BENCH_FAULTS, *BUS_FAULTS, *INVERTER_FAULTS)
    assert list(KNOWN) == [fault.name for fault in tables]
    assert list(FAULT) == [fault.name for fault in FAULTS]
    sentences = [str(fault.sentence) for fault in BUS_FAULTS]
    assert all(said[0].isupper() and said[-1] == "." for said in sentences)


@pytest.mark.parametrize("name", [fault.name for fault in BUS_FAULTS])
def test_every_one_can_be_built_and_needs_its_cells(name: str) -> None:
    least = KNOWN[name].least_cells
    assert create(name, cells=least).fault.name == name
    with pytest.raises(ValueError, match="at least"):
        create(name, cells=least - 1)


def test_frames_only_answers_triggers_and_no_reads() -> None:
    talk = Talk(create("frames-only"))
    assert talk.ask(ASKED) == b""
    (exchange,) = talk.face.hear(pressing(0x1620), 0.0)
    assert len(exchange.wire) == 310
    assert talk.ask(ASKED) == b""


def test_fc03_only_answers_reads_and_sends_no_frame() -> None:
    talk = Talk(create("fc03-only"))
    assert len(talk.ask(ASKED)) == 13
    for address in (0x1620, LIFEPO4):
        (exchange,) = talk.face.hear(pressing(address), 0.0)
        assert len(exchange.wire) == 8


def test_a_cold_bus_loses_every_second_read_until_a_write() -> None:
    talk = Talk(create("cold-bus"))
    assert [bool(talk.ask(ASKED)) for _ in range(6)] == [False, True] * 3
    talk.ask(pressing(0x1620))
    assert all(talk.ask(ASKED) for _ in range(4))


def test_a_board_that_is_off_answers_once_woken() -> None:
    talk = Talk(create("powered-off"))
    assert talk.ask(ASKED) == b""
    talk.board.wake()
    assert talk.ask(ASKED)


def test_an_old_firmware_reports_no_capability_and_takes_its_settings() -> None:
    talk = lifepo4("old-firmware")
    assert talk.ask(reading(0x1490, 16))[3:-2] == bytes(32)
    assert talk.ask(reading(0x1118, 5))[3:-2][1:] == bytes(9)
    assert talk.code(writing("capacity", "280")) == 0


def test_a_slow_memory_shows_the_old_value_for_a_while() -> None:
    talk = Talk(create("slow-eeprom"))
    assert talk.ask(writing("capacity", "280"), 10.0)[1] == 16
    assert talk.number(0x107C, 4, 11.4) == 40_000
    assert talk.number(0x107C, 4, 11.5) == 280_000


def test_a_clamping_board_acknowledges_and_keeps_the_end_of_the_range() -> None:
    talk = Talk(create("clamps"))
    assert talk.code(writing("charge_otp", "95")) == 0
    assert talk.board.setting("charge_otp") == 80
    assert talk.code(writing("capacity", "1")) == 0
    assert talk.board.setting("capacity") == 2


def test_actions_may_want_another_trigger() -> None:
    talk = Talk(create("wrong-trigger"))
    assert talk.code(pressing(LIFEPO4)) == 3
    assert talk.code(writing_raw(LIFEPO4, b"\0\1")) == 0
    assert talk.board.setting("cell_ovp") < 4


def test_exceptions_may_be_the_other_way_round() -> None:
    talk = lifepo4("swapped-exceptions")
    assert talk.code(writing("cell_uvp", "3.5")) == 3
    assert talk.code(writing("charge_otp", "95")) == 2


def test_long_reads_may_be_refused() -> None:
    talk = Talk(create("short-reads"))
    assert [talk.code(reading(0x1000, count)) for count in (40, 41)] == [0, 2]


def test_odd_reads_may_be_answered() -> None:
    talk = Talk(create("odd-reads"))
    whole = talk.ask(reading(0x1000, 8))[3:-2]
    assert talk.ask(reading(0x1003, 2))[3:-2] == whole[3:7]


def test_the_information_table_may_end_early() -> None:
    talk = Talk(create("short-info"))
    assert talk.code(reading(0x14F0, 2)) == 0
    assert talk.code(reading(0x14F0, 3)) == 2
    assert talk.code(reading(0x1000, 122)) == 0


@pytest.mark.parametrize(
    ("name", "moment", "alarm"), [("over-current", 300.0, 13), ("short-circuit", 1.0, 14)]
)
def test_a_load_that_is_too_much_is_cut(name: str, moment: float, alarm: int) -> None:
    talk = Talk(create(name))
    assert talk.mos(0.0) == (1, 1)
    assert talk.mos(moment) == (1, 0)
    assert alarm in talk.alarms(moment)
