"""Each named fault does what its sentence says."""

from decimal import Decimal
from random import Random

import pytest

from tests.simulator.talk import (
    LIFEPO4,
    Talk,
    converse,
    lifepo4,
    pressing,
    reading,
    writing,
)
from tests.simulator.test_protections import OVP_BACK, OVP_SHIFT, UVP_BACK, UVP_SHIFT
from wizard.simulator.create import create
from wizard.simulator.disturbances import Chunk
from wizard.simulator.faces import Exchange
from wizard.simulator.faults import FAULT, FAULTS
from wizard.simulator.framing import crc, frame

ASKED = reading(0x1000, 4)
REPLY = frame(bytes.fromhex("010308"), bytes(range(8)))
TIMES = 200


def _arrivals(name: str) -> list[list[Chunk]]:
    chance = Random(7)  # noqa: S311  the noise of a line is no secret
    exchange = Exchange(ASKED, REPLY)
    disturb = FAULT[name].disturb
    return [disturb(exchange, [Chunk(0.04, REPLY)], chance) for _ in range(TIMES)]


def _shift(talk: Talk, values: dict[str, str], now: float) -> None:
    for key, value in values.items():
        talk.ask(writing(key, value), now)


def test_names_are_unique_and_sentences_are_sentences() -> None:
    assert len(FAULT) == len(FAULTS)
    sentences = [str(fault.sentence) for fault in FAULTS]
    assert all(said[0].isupper() and said[-1] == "." for said in sentences)


@pytest.mark.parametrize("name", FAULT)
def test_every_fault_can_be_built_and_needs_its_cells(name: str) -> None:
    least = FAULT[name].least_cells
    assert create(name, cells=least).fault.name == name
    with pytest.raises(ValueError, match="at least"):
        create(name, cells=least - 1)


def test_an_unknown_fault_is_an_error() -> None:
    with pytest.raises(KeyError):
        create("no such thing")


def test_a_fault_sits_in_the_first_station_only() -> None:
    simulation = create("uneven-cells", units=(1, 2))
    spreads = [max(s.board.inputs()) - min(s.board.inputs()) for s in simulation.stations.values()]
    assert spreads[0] > Decimal("0.1") > spreads[1]


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("swapped-wires", {5: "6.6", 6: "-3.3", 7: "6.6"}),
        ("open-wire", {7: "-19.8", 8: "26.4"}),
        ("doubled-wire", {7: "3.3", 8: "0", 9: "6.6"}),
    ],
)
def test_the_meter_sees_wires_that_are_wrong(name: str, steps: dict[int, str]) -> None:
    meter = create(name).meter
    for cell, step in steps.items():
        assert abs(meter.wire(cell) - meter.wire(cell - 1) - Decimal(step)) < Decimal("0.02")
    assert meter.pack_voltage() == create().meter.pack_voltage()


def test_reversed_wires_read_below_zero() -> None:
    assert create("reversed").meter.wire(1) < 0


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("cell-missing", {9}),
        ("plug-out", {5, 6, 7, 8}),
        ("open-wire", {7}),
        ("doubled-wire", {8}),
        ("swapped-wires", {6}),
    ],
)
def test_the_board_misses_cells_and_says_so(name: str, missing: set[int]) -> None:
    talk = Talk(create(name))
    mask = talk.number(0x1240, 4)
    assert {cell for cell in range(1, 17) if not mask >> (cell - 1) & 1} == missing
    assert all(talk.number(0x1200 + 2 * (cell - 1)) == 0 for cell in missing)
    assert 2 in talk.alarms()


@pytest.mark.parametrize("name", ["cell-missing", "plug-out"])
def test_a_bad_contact_at_the_board_is_not_seen_by_the_meter(name: str) -> None:
    good, bad = create().meter, create(name).meter
    assert [bad.wire(n) for n in range(1, 17)] == [good.wire(n) for n in range(1, 17)]


def test_uneven_cells_stand_apart() -> None:
    meter = create("uneven-cells").meter
    assert meter.highest_cell() == meter.cell(3)
    assert meter.cell(3) - meter.cell(2) > Decimal("0.14")


def test_current_flows() -> None:
    talk = Talk(create("current-flowing"))
    assert talk.number(0x1298, 4) == 5000


@pytest.mark.parametrize(
    ("name", "key", "asked", "kept"),
    [("wrong-cell-count", "cell_count", "16", 15), ("ignored-write", "capacity", "280", 40)],
)
def test_a_write_is_acknowledged_and_not_kept(name: str, key: str, asked: str, kept: int) -> None:
    talk = Talk(create(name))
    assert talk.code(writing(key, asked)) == 0
    assert talk.board.setting(key) == kept


def test_a_write_is_refused() -> None:
    talk = Talk(create("refused-write"))
    assert talk.code(writing("capacity", "280")) == 2
    assert talk.board.setting("capacity") == 40


def test_a_preset_is_acknowledged_and_ignored() -> None:
    talk = Talk(create("preset-ignored"))
    assert talk.code(pressing(LIFEPO4)) == 0
    assert talk.board.setting("cell_ovp") == Decimal("4.2")


def test_a_preset_leaves_frozen_charging_until_it_is_written() -> None:
    talk = lifepo4("frozen-charge")
    assert talk.board.setting("charge_utp") == -20
    assert talk.board.setting("charge_utpr") == -10
    assert talk.code(writing("charge_utpr", "5")) == 0
    assert talk.code(writing("charge_utp", "2")) == 0


@pytest.mark.parametrize("shift", [OVP_SHIFT, UVP_SHIFT], ids=["OVP", "UVP"])
def test_a_protection_never_trips(shift: dict[str, str]) -> None:
    talk = lifepo4("no-trip")
    _shift(talk, shift, 10.0)
    assert talk.mos(60.0) == (1, 1)
    assert talk.alarms(60.0) == {19}


def test_a_protection_trips_without_alarm() -> None:
    talk = lifepo4("trips-without-alarm")
    _shift(talk, OVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (0, 1)
    assert talk.alarms(11.0) == {19}


@pytest.mark.parametrize(
    ("shift", "back", "mos"),
    [(OVP_SHIFT, OVP_BACK, (0, 1)), (UVP_SHIFT, UVP_BACK, (1, 0))],
    ids=["OVP", "UVP"],
)
def test_a_protection_never_lets_go(
    shift: dict[str, str], back: dict[str, str], mos: tuple[int, int]
) -> None:
    talk = lifepo4("no-release")
    _shift(talk, shift, 10.0)
    assert talk.mos(11.0) == mos
    _shift(talk, back, 12.0)
    assert talk.mos(400.0) == mos


def test_a_restore_is_forgotten_once() -> None:
    talk = lifepo4("forgets-restore")
    _shift(talk, OVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (0, 1)
    assert talk.code(writing("cell_ovp", "3.65")) == 0
    assert talk.board.setting("cell_ovp") == Decimal("3.252")
    assert talk.code(writing("cell_ovp", "3.65")) == 0
    assert talk.board.setting("cell_ovp") == Decimal("3.65")


def test_an_alarm_stands() -> None:
    assert Talk(create("alarm")).alarms() == {1, 19}


def test_a_silent_board_says_nothing() -> None:
    assert Talk(create("silent")).ask(ASKED) == b""


def test_an_echo_comes_before_the_reply_and_even_without_one() -> None:
    arrived = converse(create("echo").line, [(0.0, ASKED), (1.0, reading(0x1000, 4, unit=9))])
    assert [data for _, data in arrived][::2] == [ASKED, reading(0x1000, 4, unit=9)]
    assert arrived[1][1][:3] == b"\x01\x03\x08"


def test_noise_surrounds_every_reply() -> None:
    for (chunk,) in _arrivals("noise"):
        assert REPLY in chunk.data[1:-1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("lost-replies", 1 / 6), ("lost-bytes", 1 / 8), ("garbled", 1 / 5), ("late-reply", 1 / 5)],
)
def test_chance_hits_as_often_as_the_sentence_says(name: str, expected: float) -> None:
    good = [Chunk(0.04, REPLY)]
    share = sum(chunks != good for chunks in _arrivals(name)) / TIMES
    assert abs(share - expected) < 0.08


def test_what_is_lost_is_one_byte() -> None:
    sizes = {len(chunk.data) for (chunk,) in _arrivals("lost-bytes")}
    assert sizes == {len(REPLY), len(REPLY) - 1}


def test_a_garbled_reply_has_a_bad_crc() -> None:
    bad = [chunk.data for (chunk,) in _arrivals("garbled") if chunk.data != REPLY]
    assert all(crc(data[:-2]) != data[-2:] and len(data) == len(REPLY) for data in bad)


def test_a_late_reply_is_whole_and_comes_after_600_ms() -> None:
    slow = [chunk for (chunk,) in _arrivals("late-reply") if chunk.delay > 0.35]
    assert {(chunk.delay, chunk.data) for chunk in slow} == {(0.6, REPLY)}


def test_foreign_frames_are_whole_and_of_another_unit() -> None:
    for other, native, own in _arrivals("foreign"):
        assert other.data[0] not in {ASKED[0], 0}
        assert crc(other.data[:-2]) == other.data[-2:]
        assert native.data[:4] == bytes.fromhex("55aaeb90")
        assert len(native.data) == 300
        assert sum(native.data[:-1]) & 0xFF == native.data[-1]
        assert own.data == REPLY


def test_a_line_with_the_same_seed_fails_alike() -> None:
    asked = [(n * 1.0, ASKED) for n in range(20)]
    runs = [converse(create("lost-replies", seed=3).line, asked) for _ in range(2)]
    other = converse(create("lost-replies", seed=4).line, asked)
    assert runs[0] == runs[1] != other


def test_a_deaf_board_misses_what_comes_too_soon() -> None:
    simulation = create("deaf")
    soon, again = writing("capacity", "100"), writing("capacity", "200")
    arrived = converse(simulation.line, [(0.0, ASKED), (0.042, soon), (0.3, again)])
    assert len(arrived) == 2
    assert [write.value for write in simulation.board.writes] == [200_000]
