"""No password of a board is kept, whatever the line did to the bytes around it."""

import struct
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.boards.redaction import redact
from wizard.boards.traffic import pieces, residue
from wizard.protocol.catalogue import FRAMES
from wizard.protocol.framing import MAGIC, SIZE, checksum, whole
from wizard.protocol.layout import Table
from wizard.protocol.modbus import crc16, sealed

DEVICE, SETTING = b"DEVICE-PASSWORD!", b"SETTING-PASSWORD"
ASK_INFO = sealed(struct.pack(">BBHHBH", 1, 16, FRAMES[Table.INFO], 1, 2, 0))
ASK_STATUS = sealed(struct.pack(">BBHHBH", 1, 16, FRAMES[Table.STATUS], 1, 2, 0))
RECEIPT = sealed(ASK_INFO[:6])


def _frame(kind: int = 3) -> bytes:
    body = bytearray(MAGIC + bytes([kind, 5]) + bytes(range(256)) + bytes(37))
    body[62:78], body[118:134] = DEVICE, SETTING
    return bytes(body) + bytes([checksum(bytes(body) + b"\0")])


INFO = _frame()


def _secret(kept: bytes) -> bool:
    """Whether four bytes in a row of a password are there."""
    parts = [secret[n : n + 4] for secret in (DEVICE, SETTING) for n in range(13)]
    return any(part in kept for part in parts)


def test_a_whole_frame_keeps_all_but_its_passwords_and_is_whole() -> None:
    kept = redact([ASK_INFO], INFO + b"\0" + RECEIPT + b"\0")
    frame = whole(kept[:SIZE])
    assert frame is not None
    assert frame.data[62:78] == frame.data[118:134] == bytes(16)
    assert (kept[:62], kept[78:118]) == (INFO[:62], INFO[78:118])
    assert kept[134 : SIZE - 1] == INFO[134 : SIZE - 1]
    assert kept[SIZE:] == b"\0" + RECEIPT + b"\0"


@pytest.mark.parametrize("kind", [1, 2])
def test_frames_of_other_tables_stay_as_they_are(kind: int) -> None:
    assert redact([ASK_STATUS], _frame(kind)) == _frame(kind)


@pytest.mark.parametrize("asked", [[], [ASK_STATUS], [b""], [b"\x01\x03"]])
def test_what_nobody_asked_for_stays_unless_it_is_information(asked: list[bytes]) -> None:
    noise = b"AT\r\n" + bytes(range(40, 60))
    assert redact(asked, noise) == noise
    assert not _secret(redact(asked, noise + INFO[:-1] + noise))


bent = st.tuples(st.integers(0, SIZE - 1), st.sampled_from(["flip", "lose", "double"]))


def _bend(frame: bytes, place: int, how: str) -> bytes:
    instead = {
        "flip": bytes([frame[place] ^ 4]),
        "lose": b"",
        "double": frame[place : place + 1] * 2,
    }
    return frame[:place] + instead[how] + frame[place + 1 :]


@given(bent, st.binary(max_size=20), st.binary(max_size=20))
@example((0, "flip"), b"", b"")
@example((4, "flip"), b"", b"")
@example((61, "lose"), RECEIPT, RECEIPT)
def test_a_garbled_answer_keeps_no_password(
    bend: tuple[int, str], before: bytes, behind: bytes
) -> None:
    came = before + _bend(INFO, *bend) + b"\0" + RECEIPT + behind
    kept = redact([ASK_INFO, ASK_STATUS], came)
    assert len(kept) == len(came)
    assert not _secret(kept)


@given(st.integers(5, SIZE - 1), st.binary(max_size=12))
def test_a_frame_into_which_others_talk_keeps_no_password(place: int, behind: bytes) -> None:
    came = INFO[:place] + RECEIPT + INFO[place:] + behind
    assert not _secret(redact([], came))


@pytest.mark.parametrize(
    ("address", "registers", "secrets"),
    [(0x1438, 8, 16), (0x1430, 8, 8), (0x1440, 16, 8), (0x1400, 125, 32), (0x1470, 1, 2)],
)
def test_a_read_of_passwords_has_them_replaced(address: int, registers: int, secrets: int) -> None:
    ask = sealed(struct.pack(">BBHH", 2, 3, address, registers))
    reply = sealed(bytes([2, 3, 2 * registers]) + b"\xaa" * 2 * registers)
    kept = redact([ask], reply)
    assert kept.count(b"\xaa") >= 2 * registers - secrets
    assert kept[3:-2].count(0) == secrets
    assert crc16(kept) == 0
    assert redact([ask], reply[:-1]) == bytes(len(reply) - 1)


def test_a_read_of_others_stays_as_it_is() -> None:
    ask = sealed(struct.pack(">BBHH", 2, 3, 0x1448, 4))
    reply = sealed(bytes([2, 3, 8]) + b"\xaa" * 8)
    assert redact([ask], ask + reply) == ask + reply


@given(st.lists(st.binary(max_size=30), max_size=3), st.binary(max_size=400))
def test_any_bytes_come_out_as_long_as_they_went_in(asked: list[bytes], came: bytes) -> None:
    assert len(redact(asked, came)) == len(came)
    found = list(pieces(asked, came))
    assert all(came[piece.start : piece.end] == piece.data for piece in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


POLL_2 = sealed(struct.pack(">BBHHBH", 2, 16, FRAMES[Table.STATUS], 1, 2, 0))
EXCEPTION = sealed(b"\x01\x90\x02")


@pytest.mark.parametrize(
    ("came", "left"),
    [
        (b"", b""),
        (ASK_STATUS + INFO + b"\0" + RECEIPT + b"\0", b""),
        (EXCEPTION, b""),
        (b"\x11\x22" + EXCEPTION + b"\x33", b"\x11\x22\x33"),
        (INFO[1:], INFO[1:].replace(b"\0", b"")),
        (POLL_2 + b"\x11", b""),
        (b"\x11" + POLL_2 + b"\x22", b"\x11"),
        (EXCEPTION[:-1] + b"\xff", EXCEPTION[:-1] + b"\xff"),
    ],
)
def test_what_is_left_is_part_of_nothing_whole(came: bytes, left: bytes) -> None:
    assert residue(ASK_STATUS, came) == left
