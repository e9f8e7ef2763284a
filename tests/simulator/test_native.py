"""Native frames: their framing against recordings, and both byte orders of one memory."""

from dataclasses import replace

import pytest

from tests.simulator.recordings import captures, needs_captures
from tests.simulator.talk import LIFEPO4, Talk, converse, pressing, reading, writing_raw
from wizard.protocol.catalogue import SETTINGS
from wizard.protocol.layout import Table
from wizard.simulator import native
from wizard.simulator.create import create
from wizard.simulator.framing import crc

FRAMES = {
    capture["id"]: bytes.fromhex(capture["hex"])
    for capture in captures("rs485-55aa")
    if capture["kind"] != "stream"
}
RECORDED_30 = tuple(name for name in FRAMES if name.startswith("phinix") and FRAMES[name][4] == 1)


def _loaded(payload: bytes) -> Talk:
    """Return a board of firmware 15.30 that holds the settings of a recorded frame."""
    talk = Talk(create())
    board = talk.board
    board.nameplate = replace(board.nameplate, firmware="15.30")
    for row in SETTINGS:
        if row.place.table is Table.SETTINGS:
            piece = payload[row.place.offset : row.place.end]
            raw = int.from_bytes(piece, "little", signed=row.low < 0)
            board.set(row.key, raw * row.scale)
    board.store.put("switches", int.from_bytes(payload[0x114:0x116], "little"))
    return talk


@needs_captures
@pytest.mark.parametrize("name", FRAMES)
def test_a_recorded_frame_has_the_framing_made_here(name: str) -> None:
    recorded = FRAMES[name]
    made = native.frame(recorded[4], recorded[5], recorded[6:299])
    assert recorded[: len(made)] == made


@needs_captures
@pytest.mark.parametrize("name", RECORDED_30)
def test_a_board_with_recorded_settings_makes_the_recorded_frame(name: str) -> None:
    recorded = FRAMES[name][:300]
    board = _loaded(recorded[6:]).board
    assert native.framed(board, Table.SETTINGS, recorded[5]) == recorded


@needs_captures
def test_a_preset_of_15_30_is_answered_by_its_recorded_bytes() -> None:
    before, after = (FRAMES[f"phinix-preset-{name}"] for name in ("li-ion-l43", "lifepo4-l50"))
    talk = _loaded(before[6:])
    (exchange,) = talk.face.hear(pressing(LIFEPO4), 0.0)
    assert exchange.wire == after


@needs_captures
def test_the_information_frame_lies_as_the_recorded_one() -> None:
    recorded = FRAMES["phinix-liion-l28-t03"]
    talk = Talk(create())
    plate = talk.board.nameplate
    talk.board.nameplate = replace(
        plate, model="JK_PB1A16S15P", firmware="15.30", total_time=0x0007BC78
    )
    made = native.framed(talk.board, Table.INFO)
    texts = [(0x2E, 0x3E), (0x4E, 0x66)]  # name, first date and serial number: its own
    same = [n for n in range(299) if not any(first <= n < end for first, end in texts)]
    assert [made[n] for n in same] == [recorded[n] for n in same]


@pytest.mark.parametrize(
    ("trigger", "kind", "base"),
    [(0x161C, 3, 0x1400), (0x161E, 1, 0x1000), (0x1620, 2, 0x1200)],
)
def test_a_trigger_brings_a_frame_a_receipt_and_zeros(trigger: int, kind: int, base: int) -> None:
    talk = Talk(create())
    (exchange,) = talk.face.hear(pressing(trigger), 0.0)
    frame, gap, receipt, end = (
        exchange.wire[:300],
        exchange.wire[300:301],
        exchange.wire[301:309],
        exchange.wire[309:],
    )
    assert frame[:6] == bytes.fromhex("55aaeb90") + bytes([kind, 5])
    assert frame[299] == sum(frame[:299]) & 0xFF
    assert (gap, end) == (b"\0", b"\0")
    assert receipt[:6] == pressing(trigger)[:6]
    assert crc(receipt[:-2]) == receipt[-2:]
    over_modbus = talk.ask(reading(base, 122))[3:-2]
    assert native.turned(Table(base), frame[6:299])[:244] == over_modbus


def test_both_ways_show_one_number_in_two_orders() -> None:
    talk = Talk(create())
    (exchange,) = talk.face.hear(pressing(0x1620), 0.0)
    payload = exchange.wire[6:299]
    assert int.from_bytes(payload[0x90:0x94], "little") == talk.number(0x1290, 4)
    assert payload[0xC0:0xC2] == talk.ask(reading(0x12C0, 1))[3:-2]


def test_a_line_brings_frame_and_receipt_in_one_go() -> None:
    ((moment, data),) = converse(create().line, [(0.0, pressing(0x1620))])
    assert (moment, len(data)) == (0.04, 310)


def test_a_refused_write_brings_no_frame() -> None:
    talk = Talk(create())
    (exchange,) = talk.face.hear(writing_raw(LIFEPO4, b"\0\1"), 0.0)
    assert exchange.wire == exchange.reply
    assert len(exchange.reply) == 5


def test_a_short_payload_is_filled_up() -> None:
    assert len(native.frame(2, 0, b"")) == 300
