"""Whatever comes over a wire: decoders and streams take it, and raise nothing of their own."""

import json
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.support import raises_only, shared, spoilt
from tests.protocol.lines import cut, cuts, kept, native, receipt
from wizard.boards import redaction, traffic
from wizard.protocol import framing, tables, views
from wizard.protocol.catalogue import ACTION, FRAMES, PARAMETER, SETTING
from wizard.protocol.describe import describe
from wizard.protocol.dialects import likely
from wizard.protocol.framing import AnswerStream, BusEar, FrameStream
from wizard.protocol.layout import Image, Table
from wizard.protocol.modbus import Act, Read, ReplyStream, Request, Trigger, Write, encode, sealed
from wizard.protocol.reading import Incomplete
from wizard.protocol.registers import asked_by, polled

pytestmark = pytest.mark.timeout(7200)  # the deep profile takes its time

REQUESTS: tuple[Request, ...] = (
    Read(1, 0x1200, 40),
    Trigger(1, Table.INFO),
    Write(1, SETTING["cell_ovp"], Decimal("3.65")),
    Act(1, ACTION["preset_lifepo4"]),
)
PLATE = b"JK_PB2A16S20P\0\0\0" + b"15A\0\0\0\0\0" + b"15.41\0\0\0"
GOOD = (
    native(1, bytes(200)),
    native(2, bytes(range(250))) + b"\0" + receipt(1, FRAMES[Table.STATUS]),
    native(3, PLATE + b"\x1b[2J\xff" * 40) + receipt(1, FRAMES[Table.INFO]),
    sealed(bytes([1, 3, 80]) + bytes(80)),
    sealed(bytes([1, 0x83, 2])),
    *map(encode, REQUESTS),
)
WIRE = spoilt(*GOOD)
BIGGER = st.lists(WIRE, max_size=4).map(b"".join)
VIEWS = (views.identity, views.details, views.secrets, views.settings, views.status)


def _image(table: Table, order: str, blocks: list[tuple[int, bytes]]) -> Image:
    image = Image(table, order)
    for offset, data in blocks:
        image.put(offset, data)
    return image


IMAGES = st.builds(
    _image,
    st.sampled_from(Table),
    st.sampled_from("<>"),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=320)), max_size=3),
)


@shared
@given(BIGGER, cuts)
def test_streams_take_any_bytes_and_keep_few(data: bytes, places: list[int]) -> None:
    streams = (
        FrameStream(),
        BusEar(),
        AnswerStream(Trigger(1, Table.STATUS)),
        AnswerStream(Act(1, ACTION["preset_lifepo4"])),
    )
    for stream in streams:
        for chunk in cut(data, places):
            stream.feed(chunk)
            assert kept(stream) <= 2 * framing.LONGEST


@shared
@given(BIGGER, cuts, st.sampled_from(REQUESTS))
def test_reply_streams_take_any_bytes(data: bytes, places: list[int], request: Request) -> None:
    stream = ReplyStream(request)
    for chunk in cut(data, places):
        if stream.feed(chunk) is not None:
            return


@shared
@given(WIRE, WIRE)
def test_any_bytes_are_described(data: bytes, before: bytes) -> None:
    found = describe(data, asked_by(before))
    json.dumps(dict(found.values), allow_nan=False)
    polled(data, range(0x1000, 0x1700))


@shared
@given(st.lists(WIRE, max_size=2), BIGGER)
def test_any_bytes_are_told_apart_and_redacted(asked: list[bytes], came: bytes) -> None:
    assert len(redaction.redact(asked, came)) == len(came)
    for request in asked:
        traffic.residue(request, came)


@shared
@given(IMAGES)
def test_a_view_is_whole_or_says_what_is_missing(image: Image) -> None:
    for view in VIEWS:
        raises_only(partial(view, image), Incomplete)
    tables.shown(image)


@shared
@given(st.integers(0, 255), st.integers(0, 255), st.binary(max_size=293))
def test_the_tables_of_any_frame_are_read_or_incomplete(
    kind: int, counter: int, payload: bytes
) -> None:
    frame = framing.whole(native(kind, payload, counter))
    if frame is None:
        return
    likely(frame)
    image = frame.image()
    for view in VIEWS if image else ():
        raises_only(partial(view, image), Incomplete)


@shared
@given(
    st.integers(-5, 300),
    st.sampled_from(sorted(PARAMETER)),
    st.decimals() | st.decimals(0, 100, places=3),
    st.integers(-5, 20),
)
def test_what_cannot_be_sent_is_refused_with_a_value_error(
    unit: int, key: str, value: Decimal, more: int
) -> None:
    raises_only(lambda: encode(Write(unit, PARAMETER[key], value, more)), ValueError)
