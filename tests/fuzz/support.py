"""Bytes that were something once, and calls from which only this project's own errors come."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from tests.fuzz.shares import ALL, EXAMPLES
from wizard.errors import CommissionError
from wizard.text import STEERING

Edit = Callable[[bytes], bytes]
Test = TypeVar("Test", bound=Callable[..., None])
LONGEST = 400

NASTY = st.sampled_from([
    b"\0", b"\x1b]0;x\x07", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"-1", b"1e999999",
    b"NaN", b"Infinity", b"null", b"[" * 2000, b'{"":' * 2000, b"9" * 5000, b"{0.__class__}",
    b"9999-12-31T23:59:59-14:00", b"0001-01-01T00:00:00+14:00", b"\r\n", b"../../x", b"'''",
])  # fmt: skip
WHAT = st.binary(max_size=6) | NASTY
WHERE = st.integers(0, 5000)
FEW = st.integers(0, 40)


def _put(where: int, length: int, what: bytes) -> Edit:
    """Put something in the place of some bytes; with a length of 0, between them."""

    def edit(data: bytes) -> bytes:
        at = where % (len(data) + 1)
        return data[:at] + what + data[at + length :]

    return edit


def _cut(where: int) -> Edit:
    return lambda data: data[: where % (len(data) + 1)]


def _double(where: int, length: int) -> Edit:
    return lambda data: data[: where + length] + data[where:]


EDITS: st.SearchStrategy[Edit] = (
    st.builds(_put, WHERE, FEW, WHAT) | st.builds(_cut, WHERE) | st.builds(_double, WHERE, FEW)
)


def spoilt(*good: bytes) -> st.SearchStrategy[bytes]:
    """Return strategies for bytes of any kind, most of them good ones with a few edits."""
    edited = st.builds(_applied, st.sampled_from(good), st.lists(EDITS, max_size=4))
    return edited | st.binary(max_size=LONGEST)


def _applied(good: bytes, edits: list[Edit]) -> bytes:
    return reduce(lambda data, edit: edit(data), edits, good)


def raises_only(call: Callable[[], Any], *own: type[Exception]) -> None:
    """Call; nothing else is raised than these."""
    with suppress(*own):
        call()


def refuses(call: Callable[[], Any], most: int = 1000) -> CommissionError | None:
    """Call; what is refused must be refused in one printable sentence that is not endless."""
    try:
        call()
    except CommissionError as error:
        sentence = str(error.reason)
        assert not {unicodedata.category(char) for char in sentence} & STEERING
        assert 0 < len(sentence) <= most
        return error
    return None


def shared(test: Test) -> Test:
    """Give a test its share of the examples of a profile: more where one costs little."""
    own = EXAMPLES[test.__name__] * settings().max_examples // ALL
    return settings(max_examples=max(own, 1))(test)
