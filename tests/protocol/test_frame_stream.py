"""Native frames are found in anything, whatever the chunks; bad ones never are."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.protocol.lines import AT, bytewise, cut, cuts, frame, kept, native, noises, payloads
from wizard.protocol.framing import MAGIC, SIZE, Frame, FrameStream, checksum, whole
from wizard.protocol.layout import Kind, Place, Table

kinds = st.integers(0, 255)
frames = st.builds(native, kinds, payloads, kinds)
lines = st.lists(st.one_of(st.binary(max_size=400), frames, noises), max_size=6).map(b"".join)
STATUS, SETTINGS = native(2, bytes(range(1, 200))), native(1, bytes(range(90, 250)))
SIZES = (0, 1, 3, 4, 299, 300, 301)


def _found(chunks: list[bytes]) -> list[Frame]:
    stream = FrameStream()
    return [each for chunk in chunks for each in stream.feed(chunk)]


@given(line=lines, places=cuts)
def test_any_chunking_gives_the_same_frames(line: bytes, places: list[int]) -> None:
    found = _found([line])
    assert _found(cut(line, places)) == found
    assert _found(bytewise(line)) == found


@given(st.lists(st.binary(max_size=700), max_size=20))
def test_arbitrary_bytes_raise_nothing_are_not_kept_and_give_no_bad_checksum(
    chunks: list[bytes],
) -> None:
    stream = FrameStream()
    for chunk in chunks:
        for found in stream.feed(chunk):
            assert len(found.data) == SIZE
            assert checksum(found.data) == found.data[-1]
        assert kept(stream) < SIZE


@given(before=noises, one=frames, between=noises, other=frames, behind=noises)
@example(AT, STATUS, AT, SETTINGS, AT)
def test_noise_around_frames_hides_none(
    before: bytes, one: bytes, between: bytes, other: bytes, behind: bytes
) -> None:
    line = before + one + between + other + behind
    assert _found([line]) == [frame(one), frame(other)]


@pytest.mark.parametrize("count", [0, 2], ids=["lost", "doubled"])
def test_after_a_lost_or_doubled_byte_the_next_frame_is_found(count: int) -> None:
    for place in range(SIZE):
        bad = STATUS[:place] + STATUS[place : place + 1] * count + STATUS[place + 1 :]
        assert _found([bad + SETTINGS])[-1] == frame(SETTINGS), place


def test_a_frame_in_the_middle_of_another_is_found() -> None:
    for place in range(len(MAGIC), SIZE):
        line = STATUS[:place] + SETTINGS + STATUS[place:]
        assert frame(SETTINGS) in _found([line]), place


@given(good=frames, bit=st.integers(0, 8 * SIZE - 1))
def test_a_flipped_bit_never_yields_a_frame(good: bytes, bit: int) -> None:
    bad = bytearray(good)
    bad[bit // 8] ^= 1 << bit % 8
    assert _found([bytes(bad)]) == []


@given(st.lists(frames, min_size=1, max_size=4))
def test_each_frame_is_there_with_its_last_byte(line: list[bytes]) -> None:
    stream = FrameStream()
    for each in line:
        assert stream.feed(each[:-1]) == []
        assert stream.feed(each[-1:]) == [frame(each)]


@pytest.mark.parametrize("size", SIZES)
def test_only_300_bytes_are_whole(size: int) -> None:
    data = native(2)[:size].ljust(size, b"\0")
    assert (whole(data) is not None) == (size == SIZE)


def test_a_frame_knows_its_table_and_hides_its_bytes_when_printed() -> None:
    told = whole(native(3, b"secret", 7))
    assert told is not None
    assert (told.kind, told.counter, told.table) == (3, 7, Table.INFO)
    assert "secret" not in repr(told)
    image = told.image()
    assert image is not None
    assert image.text(0, 6) == "secret"


def test_a_table_in_a_frame_is_little_endian_and_logs_carry_none() -> None:
    image = frame(native(1, bytes.fromhex("ac0d0000"))).image()
    assert image is not None
    assert image.numbers(Place(Table.SETTINGS, 0, Kind.U32)) == (3500,)
    assert frame(native(5)).table is None
    assert frame(native(5)).image() is None


def test_the_checksum_of_a_head_alone_is_that_of_its_first_three_bytes() -> None:
    assert checksum(MAGIC) == (0x55 + 0xAA + 0xEB) & 0xFF


def test_a_frame_with_a_head_inside_is_none_whatever_its_checksum() -> None:
    assert whole(native(2, bytes(100) + MAGIC)) is None
    assert whole(native(2, bytes(100) + MAGIC[:3])) is not None
