"""Writes that were recorded from the vendor's app, heard by simulated boards."""

import struct

import pytest

from tests.simulator.bluetooth_talk import near, told
from tests.simulator.recordings import captures, needs_captures
from wizard.simulator.bluetooth import Dialect
from wizard.simulator.bluetooth_create import create_bluetooth


def _float(frame: bytes, offset: int) -> float:
    (found,) = struct.unpack_from("<f", frame, offset)
    return found


def _recorded_writes() -> list[tuple[str, str, str]]:
    found = [each for each in captures("ble") if each["kind"] == "app_write"]
    return [(each["id"], str(each.get("variant")), each["hex"]) for each in found]


_FIRMWARE = {"JK04": "3.3.0", "JK02_24S": "10.07", "JK02_32S": "15.41"}
_OF_11, _OF_14 = {0x27, 0x2A}, {0x25}


@needs_captures
@pytest.mark.parametrize(("name", "variant", "hexed"), _recorded_writes())
def test_a_write_recorded_from_the_app_is_taken(name: str, variant: str, hexed: str) -> None:
    data = bytes.fromhex(hexed)
    dialects: dict[str, Dialect] = {"JK04": "JK04", "JK02_24S": "24S", "JK02_32S": "32S"}
    firmware = _FIRMWARE[variant]
    if variant == "JK02_32S" and data[4] in _OF_11 | _OF_14:
        firmware = "11.288H" if data[4] in _OF_11 else "14.20"
    simulation = create_bluetooth(dialects[variant], firmware=firmware)
    told(simulation, data)
    assert simulation.peer.commands[0].number == data[4], name
    assert simulation.peer.commands[0].value == data[6 : 6 + data[5]]
    assert simulation.peer.harms == []


@needs_captures
def test_the_port_switch_moves_the_bit_that_was_recorded() -> None:
    simulation = create_bluetooth(firmware="11.288H")
    simulation.board.store.put("switches", 0x01)
    writes = [bytes.fromhex(hexed) for name, _, hexed in _recorded_writes() if "20p-2a" in name]
    assert [told(simulation, write).last(1)[282] for write in writes] == [0x09, 0x01]


@needs_captures
def test_a_balancer_takes_the_recorded_values() -> None:
    simulation = create_bluetooth("JK04")
    writes = [bytes.fromhex(hexed) for name, _, hexed in _recorded_writes() if "b2a16s-b" in name]
    for write in (each for each in writes if each[5] == 4):
        frame = told(simulation, write).last(1)
        assert near(_float(frame, write[4] + 6), _float(write, 6), 1e-5)
