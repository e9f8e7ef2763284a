"""No password of a board on its UART is kept, whatever the line did to the bytes around it."""

from hypothesis import given
from hypothesis import strategies as st

from wizard.boards.redaction import redact
from wizard.protocol.legacy import Frame, LegacyStream, ReadAll, encode
from wizard.simulator.create import create
from wizard.simulator.legacy import READ_ALL, framed
from wizard.simulator.legacy_content import contents
from wizard.simulator.makes import LEGACY

ASKED = (encode(ReadAll()),)
WORD = b"123456"
TOLD = framed(
    READ_ALL,
    b"".join(bytes([code]) + data for code, data in contents(create(cells=8, make=LEGACY).board)),
)


def test_a_read_out_is_kept_whole_but_for_its_password() -> None:
    kept = redact(ASKED, b"\0" + TOLD)
    (found,) = LegacyStream().feed(kept)
    at = TOLD.index(WORD)
    assert WORD in TOLD
    assert found.data[:at] == TOLD[:at]
    assert found.data[at : at + 10] == bytes(10)
    assert found.data[at + 10 : -4] == TOLD[at + 10 : -4]


@given(st.integers(0, len(TOLD)), st.integers(0, len(TOLD)), st.binary(max_size=20))
def test_a_read_out_that_is_cut_garbled_or_spoken_into_keeps_no_password(
    cut: int, at: int, noise: bytes
) -> None:
    for came in (TOLD[:cut], TOLD[cut:], TOLD[:at] + noise + TOLD[at:], TOLD[:cut] + TOLD):
        kept = redact(ASKED, came)
        assert len(kept) == len(came)
        assert WORD not in kept


def test_what_is_not_asked_by_this_protocol_is_kept_as_before() -> None:
    assert redact((), b"abc") == b"abc"
    assert Frame(TOLD).command == READ_ALL
