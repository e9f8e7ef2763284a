"""Frames are found in whatever the line brings, cut anywhere, and only whole ones."""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from tests.protocol.legacy.frames import REPLY, REQUEST, content, contents, frame, frames
from tests.protocol.lines import bytewise, cut, cuts, kept, noises
from wizard.protocol.legacy import Frame, LegacyStream
from wizard.protocol.legacy.framing import LONGEST, SHORTEST, sealed, whole

FULL = frame(content())
READ_ALL = bytes.fromhex("4E5700130000000006030000000000006800000129")
LEAST_NOISE = st.binary(max_size=40)


def _found(chunks: list[bytes]) -> list[Frame]:
    stream = LegacyStream()
    return [each for chunk in chunks for each in stream.feed(chunk)]


@given(line=st.lists(st.one_of(frames, noises), max_size=6).map(b"".join), places=cuts)
def test_any_chunking_gives_the_same(line: bytes, places: list[int]) -> None:
    found = _found([line])
    assert _found(cut(line, places)) == found
    assert _found(bytewise(line)) == found


@given(before=LEAST_NOISE, one=frames, between=LEAST_NOISE, other=frames, behind=LEAST_NOISE)
@example(b"NW\1\0", FULL, b"N", FULL, b"NW")
@example(FULL[:-1], FULL, FULL[:40], READ_ALL, b"")
@example(b"NW\xff\xff", READ_ALL, b"NWh\0\0", FULL, b"h\0\0\0\0")
def test_noise_and_cut_frames_around_frames_hide_none(
    before: bytes, one: bytes, between: bytes, other: bytes, behind: bytes
) -> None:
    found = _found([before + one + between + other + behind])
    assert [each for each in found if each.data in {one, other}] == [Frame(one), Frame(other)]


@given(st.lists(st.binary(max_size=700), max_size=6))
def test_arbitrary_bytes_raise_nothing_are_not_kept_and_give_no_bad_frame(
    chunks: list[bytes],
) -> None:
    stream = LegacyStream()
    for chunk in chunks:
        for each in stream.feed(chunk):
            assert each.data[-2:] == (sum(each.data[:-4]) % 65536).to_bytes(2)
        assert kept(stream) <= LONGEST


def test_a_flipped_bit_never_gives_a_frame() -> None:
    for place, bit in product(range(len(READ_ALL)), range(8)):
        garbled = bytearray(READ_ALL)
        garbled[place] ^= 1 << bit
        assert _found([bytes(garbled)]) == []


def test_a_cut_frame_is_none_and_the_next_one_is_found() -> None:
    for end in range(len(FULL)):
        assert _found([FULL[:end]]) == []
        assert _found([FULL[:end], FULL]) == [Frame(FULL)]


def test_a_head_inside_of_a_frame_is_data() -> None:
    inside = frame(content({0xB6: b"NW\0\x14"}))
    assert _found([inside]) == [Frame(inside)]


def test_a_frame_has_a_length_that_can_be() -> None:
    longest = frame(bytes(LONGEST - SHORTEST))
    assert _found([frame(b""), longest]) == [Frame(frame(b"")), Frame(longest)]
    assert whole(frame(bytes(LONGEST - SHORTEST + 1))) is None
    assert whole(frame(b"")[:-1]) is None


@given(contents, st.integers(0, 255), st.integers(0, 255), st.sampled_from([REQUEST, REPLY]))
def test_a_sealed_frame_is_one_and_holds_what_was_sealed(
    data: bytes, command: int, source: int, kind: int
) -> None:
    made = sealed(command, source, kind, data)
    found = whole(made)
    assert found is not None
    assert found == Frame(frame(data, command, kind, source))
    assert (found.command, found.source, found.kind, found.content) == (
        command,
        source,
        kind,
        data,
    )


def test_a_frame_does_not_print_its_bytes() -> None:
    assert "Kwiat" not in repr(Frame(FULL))
