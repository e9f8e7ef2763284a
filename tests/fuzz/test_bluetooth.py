"""Whatever a Bluetooth module notifies: read in any dialect, or said what is missing."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.support import raises_only, shared, spoilt
from tests.protocol.ble import boards
from tests.protocol.lines import AT, PAYLOAD_SIZE, cut, cuts, kept, native
from wizard.boards import redaction
from wizard.protocol.ble import BleStream, Dialect, Put, encode, evidence, masked, passwords_in
from wizard.protocol.ble import views as ble
from wizard.protocol.ble.logbook import LOG_TYPE, entries
from wizard.protocol.ble.secrecy import PLACES
from wizard.protocol.ble.shown import shown
from wizard.protocol.ble.stream import RECEIPT
from wizard.protocol.catalogue import WRITABLE
from wizard.protocol.framing import PAYLOAD, Frame, whole
from wizard.protocol.layout import Image
from wizard.protocol.reading import Incomplete

pytestmark = pytest.mark.timeout(7200)  # the deep profile takes its time

FRAMES = (
    boards.SETTINGS_JK04, boards.SETTINGS_24S, boards.SETTINGS_32S,
    boards.STATUS_JK04, boards.STATUS_24S, boards.STATUS_32S,
    boards.INFO_JK04, boards.INFO_24S, boards.INFO_32S,
)  # fmt: skip
LINE = st.lists(spoilt(*FRAMES, RECEIPT, AT), max_size=4).map(b"".join)
KINDS = st.sampled_from([1, 2, 3, LOG_TYPE]) | st.integers(0, 255)
PAYLOADS = spoilt(*(frame[PAYLOAD:-1] for frame in FRAMES), b"\2\0\0\0\3" + bytes(range(40)))
DIALECTS = st.sampled_from(Dialect)


def _framed(kind: int, payload: bytes, counter: int) -> Frame | None:
    return whole(native(kind, payload[:PAYLOAD_SIZE], counter))


WHOLE = st.builds(_framed, KINDS, PAYLOADS, st.integers(0, 255))
"""Frames with a good sum, whatever is in them; None where there is a head in what is in it."""

OF_IMAGE: tuple[Callable[[Dialect, Image], Any], ...] = (
    ble.identity,
    ble.details,
    ble.secrets,
    ble.settings,
    ble.status,
    shown,
    lambda _dialect, image: ble.device_password(image),
    lambda _dialect, image: ble.balancer(image),
)


@shared
@given(LINE, cuts)
def test_the_stream_takes_any_bytes_and_keeps_few(data: bytes, places: list[int]) -> None:
    stream = BleStream()
    for chunk in cut(data, places):
        stream.feed(chunk)
        assert kept(stream) < BleStream.LONGEST


@shared
@given(WHOLE, DIALECTS)
def test_any_table_is_read_in_any_dialect_or_incomplete(
    frame: Frame | None, dialect: Dialect
) -> None:
    image = frame.image() if frame else None
    if image is None:
        return
    for view in OF_IMAGE:
        raises_only(partial(view, dialect, image), Incomplete)


@shared
@given(WHOLE, DIALECTS)
def test_what_is_shown_of_any_table_is_json(frame: Frame | None, dialect: Dialect) -> None:
    image = frame.image() if frame else None
    if image is not None:
        raises_only(lambda: json.dumps(shown(dialect, image), allow_nan=False), Incomplete)


@shared
@given(WHOLE, WHOLE, WHOLE)
def test_three_frames_are_of_a_dialect_or_in_doubt(
    info: Frame | None, settings: Frame | None, status: Frame | None
) -> None:
    if info and settings and status:
        raises_only(lambda: evidence(info, settings, status), ValueError)


@shared
@given(WHOLE)
def test_a_log_book_is_read_or_is_none(frame: Frame | None) -> None:
    if frame is not None and frame.kind == LOG_TYPE:
        assert all(entry.name for entry in entries(frame))


@shared
@given(WHOLE, LINE)
def test_passwords_in_any_frame_are_found_and_masked(frame: Frame | None, other: bytes) -> None:
    assert all(0 <= first < last <= len(other) for first, last in passwords_in(other))
    assert len(redaction.redact([], other)) == len(other)
    if frame is not None and passwords_in(frame.data):
        clean = masked(frame.data)
        assert whole(clean) is not None
        assert not any(clean[first:last].strip(b"\0") for first, last in PLACES)


@shared
@given(
    DIALECTS,
    st.sampled_from(sorted(WRITABLE)),
    st.decimals() | st.decimals(0, 100, places=3),
)
def test_what_a_dialect_cannot_be_told_is_refused_with_a_value_error(
    dialect: Dialect, key: str, value: Decimal
) -> None:
    raises_only(lambda: encode(Put(dialect, WRITABLE[key], value)), ValueError)
