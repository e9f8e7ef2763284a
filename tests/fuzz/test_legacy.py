"""Whatever comes over the UART of an older board: read, or said what is missing."""

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.support import raises_only, shared, spoilt
from tests.protocol.ble import boards
from tests.protocol.legacy import frames
from tests.protocol.lines import cut, cuts, kept
from wizard.protocol.describe import describe
from wizard.protocol.legacy import framing, views
from wizard.protocol.legacy.reading import read
from wizard.protocol.legacy.secrecy import keepable
from wizard.protocol.legacy.shown import shown
from wizard.protocol.reading import Incomplete

pytestmark = pytest.mark.timeout(7200)  # the deep profile takes its time

FULL = frames.frame(frames.content())
LINE = st.lists(spoilt(FULL, frames.frame(b"\x85\x57", command=3)), max_size=3).map(b"".join)
CONTENT = spoilt(frames.content()).map(lambda content: content[: framing.LONGEST - 20])
VIEWS = (views.identity, views.secrets, views.settings, views.status, shown)


@shared
@given(LINE, cuts)
def test_the_stream_of_an_older_board_takes_any_bytes(data: bytes, places: list[int]) -> None:
    stream = framing.LegacyStream()
    for chunk in cut(data, places):
        stream.feed(chunk)
        assert kept(stream) <= framing.LONGEST
    assert len(keepable(data)) == len(data)


@shared
@given(CONTENT)
def test_any_content_is_read_or_incomplete(content: bytes) -> None:
    frame = framing.whole(frames.frame(content))
    assert frame is not None
    reading = read(frame)
    for view in VIEWS:
        raises_only(partial(view, reading), Incomplete)


@shared
@given(CONTENT.map(frames.frame) | spoilt(FULL, boards.INFO_24S, boards.STATUS_JK04))
def test_any_recorded_frame_is_described_in_json(data: bytes) -> None:
    json.dumps(dict(describe(data).values), allow_nan=False)
