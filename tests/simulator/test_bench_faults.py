"""Each fault that meter, clamp, lamp or DIP switches find does what its sentence says."""

import struct
from decimal import Decimal

import pytest

from tests.simulator.talk import LIFEPO4, Talk, lifepo4, pressing, reading, writing_raw
from wizard.protocol.alarms import FACTORY_PASSWORD
from wizard.simulator.bench_faults import BENCH_FAULTS
from wizard.simulator.create import create
from wizard.simulator.fault import Fault
from wizard.simulator.faults import KNOWN
from wizard.simulator.hands import Hands
from wizard.simulator.meter import DROP

VOLTAGE, CURRENT = 0x1600, 0x1606
PROBES = (0x129C, 0x129E, 0x12FA, 0x12FC)
SENSOR_MASK = 0x12D0
SWITCHES = 0x1114


def _celsius(talk: Talk) -> list[Decimal]:
    found = [struct.unpack(">h", talk.ask(reading(at, 1))[3:-2])[0] for at in PROBES]
    return [Decimal(raw) / 10 for raw in found]


@pytest.mark.parametrize("fault", BENCH_FAULTS, ids=lambda fault: fault.name)
def test_every_one_has_a_sentence_and_needs_its_cells(fault: Fault) -> None:
    assert str(fault.sentence)[0].isupper()
    assert str(fault.sentence)[-1] == "."
    assert create(fault.name, cells=fault.least_cells).fault is KNOWN[fault.name]
    with pytest.raises(ValueError, match="at least"):
        create(fault.name, cells=fault.least_cells - 1)


def test_shorted_mos_are_live_whatever_the_board_shows() -> None:
    talk = lifepo4("mos-shorted")
    hands = Hands(talk.simulation)
    talk.ask(writing_raw(0x1070, bytes(4)))
    talk.ask(writing_raw(0x1074, bytes(4)))
    assert talk.mos(0.0) == (0, 0)
    assert hands.output_voltage() == hands.pack_voltage() - DROP
    hands.switch_off()
    hands.charge(Decimal(5))
    assert hands.output_voltage() == hands.pack_voltage() - DROP
    assert hands.current() == 5


def test_a_probe_that_is_out_reads_as_none_and_protects_nothing() -> None:
    talk = lifepo4("probe-out")
    talk.simulation.pack.temperatures[1] = Decimal(95)
    assert _celsius(talk) == [Decimal("21.5"), -200, Decimal("21.2"), Decimal("21.6")]
    assert talk.number(SENSOR_MASK, 1) == 0b11011
    assert talk.mos(60.0) == (1, 1)
    assert talk.alarms(60.0) == {FACTORY_PASSWORD}


def test_one_probe_is_hot_and_no_protection_minds() -> None:
    talk = lifepo4("probe-hot")
    found = sorted(_celsius(talk))
    assert found[-1] - found[-2] > 24
    assert talk.mos(60.0) == (1, 1)


@pytest.mark.parametrize(("name", "percent"), [("voltage-off", "0.6"), ("voltage-far-off", "3")])
def test_a_board_reads_too_many_volts(name: str, percent: str) -> None:
    talk = lifepo4(name)
    true = talk.simulation.meter.pack_voltage()
    shown = Decimal(talk.number(0x1290, 4)) / 1000
    assert abs((shown / true - 1) * 100 - Decimal(percent)) < Decimal("0.02")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("current-off", "28.2"), ("current-far-off", "25.5"), ("current-reversed", "-30")],
)
@pytest.mark.parametrize("way", [1, -1])
def test_a_board_reads_another_current_than_flows(name: str, shown: str, way: int) -> None:
    talk = lifepo4(name)
    talk.simulation.pack.drive(Decimal(30 * way))
    assert talk.board.current == Decimal(shown) * way


def test_a_reversed_current_counts_a_charge_as_taken() -> None:
    talk = lifepo4("current-reversed")
    talk.simulation.pack.drive(Decimal(10))
    talk.board.advance(0.0)
    talk.board.advance(3600.0)
    assert talk.board.taken == 10


def test_a_calibration_of_a_reversed_current_moves_what_is_shown() -> None:
    talk = lifepo4("current-reversed")
    talk.simulation.pack.drive(Decimal(30))
    assert talk.code(writing_raw(CURRENT, (33_000).to_bytes(4))) == 0
    assert abs(talk.board.current + 33) < Decimal("0.05")


@pytest.mark.parametrize(("address", "value"), [(VOLTAGE, 52_800), (CURRENT, 30_000)])
def test_a_calibration_is_acknowledged_and_moves_nothing(address: int, value: int) -> None:
    talk = lifepo4("calibration-ignored")
    talk.simulation.pack.drive(Decimal(30))
    before = (talk.board.inputs(), talk.board.current)
    assert talk.code(writing_raw(address, value.to_bytes(4))) == 0
    assert (talk.board.inputs(), talk.board.current) == before
    assert before[1] == Decimal("28.2")


def test_changed_passwords_raise_no_alarm() -> None:
    talk = lifepo4("factory-password-changed")
    assert talk.alarms() == set()
    texts = talk.ask(reading(0x1438, 8))[3:-2], talk.ask(reading(0x1470, 8))[3:-2]
    assert b"1234" not in {text.rstrip(b"\0") for text in texts}
    assert b"123456" not in {text.rstrip(b"\0") for text in texts}


def test_a_switch_stays_set_through_a_preset_until_it_is_written() -> None:
    talk = Talk(create("switches-set"))
    assert talk.number(SWITCHES) == 0x3212
    talk.ask(pressing(LIFEPO4))
    assert talk.number(SWITCHES) == 0x3212
    assert talk.code(writing_raw(SWITCHES, b"\x32\x10")) == 0
    assert talk.number(SWITCHES) == 0x3210


def test_dead_dip_switches_leave_the_board_where_it_was() -> None:
    talk = lifepo4("dip-dead")
    hands = Hands(talk.simulation)
    hands.dip(5)
    hands.switch_off()
    hands.switch_on()
    assert talk.ask(reading(0x1450, 8, 5)) == b""
    assert talk.number(0x1108, 4) == 1
