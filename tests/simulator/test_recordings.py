"""The simulated board against what real boards said (captures and register table)."""

from decimal import Decimal

import pytest

from tests.simulator.recordings import captures, needs_captures, needs_registers, rows
from tests.simulator.talk import Talk, pressing, reading, writing
from wizard.protocol.catalogue import SETTINGS
from wizard.simulator.create import create
from wizard.simulator.framing import crc

COLUMN = {0x160A: "default_LiIon", 0x160C: "default_LFP", 0x160E: "default_LTO"}


def _frames(kind: str) -> list[bytes]:
    return [
        bytes.fromhex(capture["hex"])
        for capture in captures("rs485-modbus")
        if capture["kind"] == kind
    ]


@needs_captures
@pytest.mark.parametrize("request_", _frames("request"), ids=bytes.hex)
def test_a_recorded_request_gets_its_recorded_receipt(request_: bytes) -> None:
    reply = Talk(create(units=(request_[0],))).ask(request_)
    assert reply[:6] == request_[:6]
    recorded = [ack for ack in _frames("ack") if ack[:6] == request_[:6]]
    assert all(reply == ack for ack in recorded)


@needs_captures
def test_the_receipts_of_a_switch_and_of_a_frame_request_are_recorded() -> None:
    heads = {ack[2:4] for ack in _frames("ack")} & {req[2:4] for req in _frames("request")}
    assert {b"\x10\x70", b"\x16\x1e"} <= heads


@needs_captures
def test_settings_after_the_lifepo4_preset_are_the_recorded_frame() -> None:
    talk = Talk(create(units=(0,)))
    talk.ask(pressing(0x160C, unit=0))
    talk.ask(writing("capacity", "314", unit=0))
    assert talk.ask(reading(0x1000, 64, unit=0)) in _frames("fc03_response")


def test_the_crc_is_that_of_a_recorded_preset() -> None:
    recorded = bytes.fromhex("0110160a0001020000d13b")
    assert crc(recorded[:-2]) == recorded[-2:]
    assert Talk(create()).ask(recorded)[:6] == bytes.fromhex("0110160a0001")


@needs_registers
@pytest.mark.parametrize("action", COLUMN)
def test_a_preset_writes_the_column_of_its_chemistry(action: int) -> None:
    talk = Talk(create())
    for row in SETTINGS:
        talk.board.set(row.key, row.low)
    talk.ask(pressing(action))
    table = {row["address"]: row[COLUMN[action]] for row in rows()}
    for row in SETTINGS:
        expected = table.get(f"0x{row.place.address:04X}")
        if expected:
            assert talk.board.setting(row.key) == Decimal(expected), row.key
    assert talk.number(0x1114) == 0x3210
    assert [talk.number(switch, 4) for switch in (0x1070, 0x1074, 0x1078)] == [1, 1, 1]
