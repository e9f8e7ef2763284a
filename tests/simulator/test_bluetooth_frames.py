"""Where things stand in the frames of each dialect: simulated boards and recorded ones.

The places are written down here once more, apart from the simulator's own.
"""

import struct
from decimal import Decimal

import pytest

from tests.simulator.bluetooth_talk import RECEIPT, cell_volts, near
from tests.simulator.recordings import Capture, captures, needs_captures
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth import Dialect, dialect_of
from wizard.simulator.bluetooth_create import create_bluetooth

DIALECTS: dict[str, Dialect] = {"JK04": "JK04", "JK02_24S": "24S", "JK02_32S": "32S"}
# Offsets: cells, their mask, average, pack volts, current, charge in %, charge MOS.
STATUS = {"32S": (32, 70, 74, 150, 158, 173, 198), "24S": (24, 54, 58, 118, 126, 141, 166)}


def _numbers(frame: bytes, offset: int, kind: str, count: int = 1) -> tuple[float, ...]:
    return struct.unpack_from(f"<{count}{kind}", frame, offset)


def _recorded(kind: str) -> list[tuple[Dialect, bytes]]:
    return [
        (DIALECTS[str(each.get("variant"))], bytes.fromhex(each["hex"])[:300])
        for each in captures("ble")
        if each["kind"] == kind and _has_cells(each)
    ]


def _has_cells(capture: Capture) -> bool:
    return "v192" not in capture["id"]


def _simulated(dialect: Dialect, which: Table, firmware: str | None = None) -> bytes:
    simulation = create_bluetooth(dialect, firmware=firmware)
    simulation.board.set("cell_count", Decimal(16))
    simulation.hands.load(Decimal(20))
    return simulation.peer.frame(which)


def _statuses() -> list[tuple[Dialect, bytes]]:
    own: list[tuple[Dialect, bytes]] = [
        ("32S", _simulated("32S", Table.STATUS)),
        ("24S", _simulated("24S", Table.STATUS)),
    ]
    return own + [
        (dialect, frame) for dialect, frame in _recorded("cell_info") if dialect in STATUS
    ]


@pytest.mark.parametrize(("dialect", "frame"), _statuses())
def test_a_status_agrees_with_itself_at_the_places_of_its_dialect(
    dialect: str, frame: bytes
) -> None:
    count, mask_at, average_at, pack_at, current_at, soc_at, _ = STATUS[dialect]
    cells = [cell for cell in _numbers(frame, 6, "H", count) if cell]
    (mask,) = struct.unpack_from("<I", frame, mask_at)
    assert mask.bit_count() == len(cells)
    assert near(_numbers(frame, average_at, "H")[0], sum(cells) / len(cells), 3)
    assert near(_numbers(frame, pack_at, "i")[0], sum(cells), 40)
    assert abs(_numbers(frame, current_at, "i")[0]) < 400_000
    assert frame[soc_at] <= 100
    assert (frame[287] > 0) is (dialect == "32S")


@pytest.mark.parametrize("dialect", ["32S", "24S"])
def test_a_status_shows_the_pack(dialect: Dialect) -> None:
    simulation = create_bluetooth(dialect)
    simulation.board.set("cell_count", Decimal(16))
    simulation.hands.load(Decimal(20))
    frame = simulation.peer.frame(Table.STATUS)
    _, _, _, pack_at, current_at, soc_at, mos_at = STATUS[dialect]
    cells = [Decimal(int(raw)) / 1000 for raw in _numbers(frame, 6, "H", 16)]
    assert cells == cell_volts(simulation)
    assert _numbers(frame, pack_at, "i")[0] == sum(cells) * 1000
    assert _numbers(frame, current_at, "i")[0] == -20_000
    assert frame[soc_at] == 50
    assert frame[mos_at : mos_at + 2] == b"\x01\x01"


def test_a_24s_status_has_its_other_places_too() -> None:
    frame = _simulated("24S", Table.STATUS)
    volts, amperes = _numbers(frame, 118, "I")[0], _numbers(frame, 126, "i")[0]
    assert near(_numbers(frame, 122, "I")[0], -volts * amperes / 1000, 1)
    assert _numbers(frame, 130, "h", 3) == (215, 218, 240)
    assert _numbers(frame, 142, "I", 2) == (20_000, 40_000)
    assert frame[182] == 0x07
    assert _numbers(frame, 64, "H", 2) == (58, 55)


def _balancers() -> list[bytes]:
    own = create_bluetooth("JK04")
    own.board.advance(0)
    own.board.advance(300)
    found = [frame for dialect, frame in _recorded("cell_info") if dialect == "JK04"]
    return [own.peer.frame(Table.STATUS), *found]


@pytest.mark.parametrize("frame", _balancers())
def test_a_balancer_shows_floats(frame: bytes) -> None:
    cells = [cell for cell in _numbers(frame, 6, "f", 24) if cell]
    (mask,) = struct.unpack_from("<I", frame, 214)
    (average,), (spread,) = _numbers(frame, 202, "f"), _numbers(frame, 206, "f")
    assert frame[9] == 0x40
    assert mask.bit_count() == len(cells)
    assert near(average, sum(cells) / len(cells), 0.01)
    assert near(spread, max(cells) - min(cells), 0.01)
    assert frame[220] in range(3)


@pytest.mark.parametrize(("dialect", "ends"), [("24S", 134), ("JK04", 78)])
def test_older_information_ends_early(dialect: Dialect, ends: int) -> None:
    own = create_bluetooth(dialect).peer.frame(Table.INFO)
    for frame in [own, *(each for named, each in _recorded("device_info") if named == dialect)]:
        assert not any(frame[150:299])
    assert any(own[:ends][62:])
    assert not any(own[ends:299])


@pytest.mark.parametrize("dialect", ["24S", "JK04"])
def test_older_settings_end_early_and_have_no_bitmap(dialect: Dialect) -> None:
    own = create_bluetooth(dialect).peer.frame(Table.SETTINGS)
    for frame in [own, *(each for named, each in _recorded("settings") if named == dialect)]:
        assert not any(frame[254:299])


def test_a_balancer_shows_its_settings() -> None:
    frame = create_bluetooth("JK04").peer.frame(Table.SETTINGS)
    assert int.from_bytes(frame[34:38], "little") == 16
    assert near(_numbers(frame, 38, "f")[0], 2.8, 1e-6)
    trigger, current = _numbers(frame, 106, "f", 2)
    assert near(trigger, 0.01, 1e-6)
    assert current == 1.0
    assert frame[114] == 1


@needs_captures
@pytest.mark.parametrize(("dialect", "recorded"), _recorded("device_info"))
def test_a_board_says_of_itself_what_the_recorded_one_said(
    dialect: Dialect, recorded: bytes
) -> None:
    firmware = recorded[30:38].rstrip(b"\0").decode()
    own = create_bluetooth(dialect, firmware=firmware).peer.frame(Table.INFO)
    assert dialect_of(firmware) == dialect
    assert own[30:38] == recorded[30:38]
    # Bit 0, which 19.x sets, stands for no command.
    assert own[150] == recorded[150] & 0xFE
    assert own[151:182] == recorded[151:182]
    assert own[4] == recorded[4] == 3


@needs_captures
def test_the_receipt_is_the_recorded_one() -> None:
    acks = [bytes.fromhex(each["hex"]) for each in captures("ble") if each["kind"] == "ack"]
    assert acks
    assert all(ack.startswith(RECEIPT) for ack in acks)


@needs_captures
@pytest.mark.parametrize(
    ("dialect", "recorded"), [each for each in _recorded("settings") if each[0] != "JK04"]
)
def test_settings_of_a_recorded_board_stand_in_order_where_ours_do(
    dialect: Dialect, recorded: bytes
) -> None:
    own = create_bluetooth(dialect).peer.frame(Table.SETTINGS)
    for frame in (own, recorded):
        uvp, uvpr, ovp = _numbers(frame, 10, "I", 3)
        assert 1200 <= uvp < uvpr < ovp <= 4400
        assert frame[118] in {0, 1}
        assert _numbers(frame, 114, "I")[0] in range(2, 33)
        assert _numbers(frame, 106, "i")[0] >= _numbers(frame, 110, "i")[0]
