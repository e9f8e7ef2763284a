"""Where passwords are, so that nobody keeps them."""

import pytest

from tests.protocol.ble.boards import INFO_24S, INFO_32S, INFO_JK04, STATUS_24S, told
from wizard.protocol.ble import masked, passwords_in
from wizard.protocol.framing import whole

PLACES = ((62, 78), (118, 134))


@pytest.mark.parametrize("info", [INFO_24S, INFO_32S, INFO_JK04], ids=["24S", "32S", "JK04"])
def test_the_passwords_of_an_information_frame_lie_where_they_lie(info: bytes) -> None:
    assert passwords_in(info) == PLACES


def test_other_frames_hold_none_and_stay_as_they_are() -> None:
    assert passwords_in(STATUS_24S) == ()
    assert masked(STATUS_24S) == STATUS_24S
    assert passwords_in(b"") == ()


def test_of_a_cut_frame_those_bytes_are_named_that_are_there() -> None:
    assert passwords_in(INFO_24S[:70]) == ((62, 70),)
    assert passwords_in(INFO_24S[:118]) == ((62, 78),)
    assert passwords_in(INFO_24S[:62]) == ()


def test_a_masked_frame_is_whole_and_says_all_but_its_passwords() -> None:
    clean = masked(INFO_24S)
    assert b"4711" not in clean
    assert b"246810" not in clean
    frame = whole(clean)
    assert frame is not None
    kept = [n for n in range(299) if not any(first <= n < last for first, last in PLACES)]
    assert [clean[n] for n in kept] == [INFO_24S[n] for n in kept]
    assert told(clean).text(0, 16) == "JK-B2A24S15P"
