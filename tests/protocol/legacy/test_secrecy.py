"""No password is kept, garbled or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.legacy.frames import PC, REQUEST, content, frame
from tests.protocol.lines import noises
from wizard.protocol.legacy import Frame, ReadAll, encode, read
from wizard.protocol.legacy.secrecy import is_request, keepable, masked

WORD = b"Kwiat!7"
FULL = frame(content())


def test_a_whole_frame_is_kept_without_its_password() -> None:
    kept = masked(Frame(FULL))
    assert kept == frame(content({0xB2: bytes(10)}))
    assert WORD not in kept


def test_a_frame_without_a_password_is_kept_as_it_is() -> None:
    plain = frame(b"\x85\x57")
    assert masked(Frame(plain)) == plain
    assert masked(Frame(frame(b""))) == frame(b"")


@pytest.mark.parametrize("behind", [b"\x88" + WORD, b"\xb2" + WORD.ljust(10), b"\xba" + WORD])
def test_of_a_frame_that_cannot_be_read_to_its_end_nothing_is_kept(behind: bytes) -> None:
    data = frame(content() + behind)
    kept = masked(Frame(data))
    assert kept == frame(bytes(len(content() + behind)))
    assert read(Frame(kept)).stopped_at


@given(before=noises, cut=st.integers(0, len(FULL) - 1), behind=noises)
def test_what_is_part_of_nothing_whole_is_replaced(before: bytes, cut: int, behind: bytes) -> None:
    kept = keepable(before + FULL[:cut] + FULL + behind)
    assert len(kept) == len(before) + cut + len(FULL) + len(behind)
    assert WORD not in kept
    assert masked(Frame(FULL)) in kept


def test_noise_is_replaced_and_frames_stay_where_they_were() -> None:
    assert keepable(b"abc" + FULL + b"xy") == bytes(3) + masked(Frame(FULL)) + bytes(2)


def test_a_request_of_this_protocol_is_known_by_its_head() -> None:
    assert is_request(encode(ReadAll()))
    assert is_request(frame(b"\0", 6, REQUEST, PC))
    assert not is_request(bytes.fromhex("010310000002"))
