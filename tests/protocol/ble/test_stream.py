"""Frames and receipts are found in whatever a module notifies, in their order."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.protocol.lines import AT, bytewise, cut, cuts, frame, kept, native, noises, payloads
from wizard.protocol.ble import RECEIVED, BleStream, Received
from wizard.protocol.framing import SIZE, Frame, FrameStream, checksum

RECEIPT = bytes.fromhex("aa5590ebc8010100000000000000000000000044")
STATUS, SETTINGS = native(2, bytes(range(1, 200))), native(1, bytes(range(90, 250)))
INFO = native(3, b"JK_PB2A16S20P")

frames = st.builds(native, st.integers(0, 255), payloads, st.integers(0, 255))
pieces = st.one_of(frames, st.just(RECEIPT), st.just(AT), noises, st.binary(max_size=400))
lines = st.lists(pieces, max_size=8).map(b"".join)

Event = Frame | Received


def _found(chunks: list[bytes]) -> list[Event]:
    stream = BleStream()
    return [each for chunk in chunks for each in stream.feed(chunk)]


def _broken_by(noise: bytes, places: list[int], data: bytes = STATUS) -> bytes:
    """Return a frame with noise in it at some places."""
    return noise.join(cut(data, places))


@given(line=lines, places=cuts)
def test_any_chunking_gives_the_same(line: bytes, places: list[int]) -> None:
    found = _found([line])
    assert _found(cut(line, places)) == found
    assert _found(bytewise(line)) == found


@given(st.lists(st.binary(max_size=700), max_size=20))
def test_arbitrary_bytes_raise_nothing_are_not_kept_and_give_no_bad_checksum(
    chunks: list[bytes],
) -> None:
    stream = BleStream()
    for chunk in chunks:
        for event in stream.feed(chunk):
            assert isinstance(event, Received) or (
                len(event.data) == SIZE and checksum(event.data) == event.data[-1]
            )
        assert kept(stream) < BleStream.LONGEST


@given(before=noises, one=frames, between=noises, other=frames, behind=noises)
@example(AT, STATUS, RECEIPT + AT, SETTINGS, AT)
def test_noise_around_frames_and_receipts_hides_none(
    before: bytes, one: bytes, between: bytes, other: bytes, behind: bytes
) -> None:
    line = before + one + RECEIPT + between + other + behind + RECEIPT
    found = [each for each in _found([line]) if isinstance(each, Frame)]
    assert found == [frame(one), frame(other)]
    assert _found([line]).count(RECEIVED) == line.count(RECEIPT)


def test_a_receipt_glued_to_the_end_of_a_frame_comes_behind_it() -> None:
    line = AT + SETTINGS + INFO + RECEIPT + AT + STATUS
    expected: list[Event] = [frame(SETTINGS), frame(INFO), RECEIVED, frame(STATUS)]
    assert _found([line]) == expected
    assert _found([line[n : n + 20] for n in range(0, len(line), 20)]) == expected


@pytest.mark.parametrize("size", [80, 128, 150, 384])
def test_frames_come_out_of_the_pieces_that_modules_send(size: int) -> None:
    line = (STATUS + SETTINGS + RECEIPT) * 5
    chunks = [line[n : n + size] for n in range(0, len(line), size)]
    assert _found(chunks) == [frame(STATUS), frame(SETTINGS), RECEIVED] * 5


@given(st.lists(st.integers(1, SIZE - 1), min_size=1, max_size=8, unique=True))
@example([1])
@example([SIZE - 1])
def test_a_frame_with_at_lines_in_it_is_found_without_them(places: list[int]) -> None:
    inside = [place for place in places if not 0 < place < 4] or [4]
    line = _broken_by(AT, inside) + SETTINGS
    assert _found([line]) == [frame(STATUS), frame(SETTINGS)]
    assert _found(bytewise(line)) == [frame(STATUS), frame(SETTINGS)]


def test_a_frame_with_too_many_at_lines_in_it_is_none() -> None:
    assert _found([_broken_by(AT, list(range(50, 59))) + SETTINGS]) == [frame(SETTINGS)]


def test_a_frame_that_says_at_itself_is_left_as_it_is() -> None:
    says = native(3, b"AT\r\n" * 3)
    assert _found([says + RECEIPT]) == [frame(says), RECEIVED]


def test_a_frame_with_noise_inside_is_never_believed_with_the_noise_as_data() -> None:
    """One in some 240 has a good sum with four bytes of noise taken for a cell's voltage."""
    for value in range(2000):
        good = native(2, value.to_bytes(2) + bytes(range(200)))
        noisy = good[:100] + AT + good[100:] + RECEIPT
        assert [event for event in _found([noisy]) if event != RECEIVED] in ([frame(good)], [])


@pytest.mark.parametrize("count", [0, 2], ids=["lost", "doubled"])
def test_after_a_lost_or_doubled_byte_the_next_receipt_and_frame_are_found(count: int) -> None:
    for place in range(SIZE):
        bad = STATUS[:place] + STATUS[place : place + 1] * count + STATUS[place + 1 :]
        assert _found([bad + RECEIPT + SETTINGS])[-2:] == [RECEIVED, frame(SETTINGS)], place


def test_a_receipt_behind_a_cut_frame_is_there_at_once() -> None:
    stream = BleStream()
    assert stream.feed(STATUS[:150]) == []
    assert stream.feed(RECEIPT) == [RECEIVED]
    assert stream.feed(SETTINGS) == [frame(SETTINGS)]


def test_the_tail_of_an_old_frame_after_a_reconnect_hides_nothing() -> None:
    assert _found([STATUS[-20:], INFO, RECEIPT]) == [frame(INFO), RECEIVED]


@given(place=st.integers(0, 19), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_receipt_makes_it_none(place: int, bit: int) -> None:
    bad = bytearray(RECEIPT)
    bad[place] ^= 1 << bit
    assert _found([bytes(bad)]) == []


def test_the_echo_of_a_command_is_no_receipt() -> None:
    assert _found([bytes.fromhex("aa5590eb96000000000000000000000000000010")]) == []


@given(lines)
def test_without_receipts_and_at_lines_it_finds_what_the_other_stream_finds(line: bytes) -> None:
    plain = line.replace(RECEIPT, b"").replace(AT, b"")
    assert _found([plain]) == FrameStream().feed(plain)
