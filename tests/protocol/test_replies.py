"""Finding the reply: any chunks, any noise, never a wrong one."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.protocol.catalogue import (
    ACTION,
    ACTIONS,
    CALIBRATION,
    PARAMETER,
    SETTING,
    SWITCH,
    Evidence,
)
from wizard.protocol.layout import Table
from wizard.protocol.modbus import (
    Acknowledged,
    Act,
    Calibrate,
    Data,
    Exceptional,
    Read,
    Reply,
    ReplyStream,
    Request,
    SetClock,
    Trigger,
    Turn,
    Write,
    encode,
    sealed,
)

READ = Read(1, 0x100C, 2)
WRITE = Write(1, SETTING["cell_ovp"], Decimal("3.65"))
PRESET = Act(1, ACTION["preset_lifepo4"])
TURN = Turn(1, SWITCH["smart_sleep"], on=True, word=0x3210)
TELLING = (
    WRITE,
    PRESET,
    TURN,
    Write(1, SETTING["heater_on"], Decimal(-5), 10),
    Calibrate(1, CALIBRATION["voltage_calibration"], Decimal("52.8")),
    SetClock(1, 200_000_000),
    Trigger(1, Table.STATUS),
)
REQUESTS = (READ, Read(1, 0x1000, 40), Read(1, 0x1010, 8), *TELLING)

units = st.integers(1, 15)
reads = st.builds(Read, units, st.sampled_from([0x1000, 0x1200, 0x1490]), st.integers(1, 40))
requests = st.one_of(
    reads,
    st.builds(Write, units, st.just(SETTING["cell_ovp"]), st.just(Decimal("3.65"))),
    st.builds(Act, units, st.just(ACTION["preset_lifepo4"])),
    st.sampled_from(TELLING),
)
codes = st.integers(1, 11)


def _frame(request: Request, data: bytes = b"") -> bytes:
    """Return the good answer to a request, `data` cut or filled to its registers."""
    if not isinstance(request, Read):
        return sealed(encode(request)[:6])
    size = 2 * request.registers
    return sealed(bytes([request.unit, 3, size]) + data[:size].ljust(size, b"\x5a"))


def _exception(request: Request, code: int) -> bytes:
    function = 3 if isinstance(request, Read) else 16
    return sealed(bytes([request.unit, function | 0x80, code]))


def _first(request: Request, chunks: Iterable[bytes]) -> Reply | None:
    stream = ReplyStream(request)
    found = (stream.feed(chunk) for chunk in chunks)
    return next((reply for reply in found if reply is not None), None)


def _cut(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    edges = [0, *sorted({min(cut, len(data)) for cut in cuts}), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def _bytewise(data: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in data]


@pytest.mark.parametrize("request_", REQUESTS, ids=repr)
def test_each_request_gets_its_own_kind_of_reply(request_: Request) -> None:
    reply = _first(request_, [_frame(request_)])
    assert reply == (Data(_frame(request_)[3:-2]) if isinstance(request_, Read) else Acknowledged())


@given(request_=requests, code=codes)
def test_an_exception_is_a_reply_with_its_code(request_: Request, code: int) -> None:
    assert _first(request_, [_exception(request_, code)]) == Exceptional(code)


@given(
    request_=requests,
    before=st.binary(max_size=1500),
    data=st.binary(max_size=80),
    behind=st.binary(max_size=1500),
    cuts=st.lists(st.integers(0, 3100), max_size=20),
)
@example(READ, b"", b"", bytes(2000), [])
def test_any_chunking_gives_the_same_reply(
    request_: Request, before: bytes, data: bytes, behind: bytes, cuts: list[int]
) -> None:
    stream = before + _frame(request_, data) + behind
    reply = _first(request_, _bytewise(stream))
    assert reply is not None
    assert _first(request_, _cut(stream, cuts)) == reply
    assert _first(request_, [stream]) == reply


@given(request_=reads, inner=codes, before=st.binary(max_size=40), cut=st.integers(0, 130))
def test_data_that_look_like_an_exception_are_data(
    request_: Read, inner: int, before: bytes, cut: int
) -> None:
    frame = _frame(request_, _exception(request_, inner) * 16)
    stream = before + frame
    assert _first(request_, _cut(stream, [cut])) == Data(frame[3:-2])


@given(request_=requests, chunks=st.lists(st.binary(max_size=600), max_size=20))
def test_arbitrary_bytes_never_raise_and_are_not_kept(
    request_: Request, chunks: list[bytes]
) -> None:
    stream = ReplyStream(request_)
    for chunk in chunks:
        stream.feed(chunk)
        assert _kept(stream) <= ReplyStream.LONGEST
    assert stream.feed(_frame(request_)) is not None


def _kept(stream: ReplyStream) -> int:
    return max(len(value) for value in vars(stream).values() if isinstance(value, bytes))


@given(
    request_=requests,
    lead=st.binary(max_size=60),
    other=units,
    native=st.binary(min_size=300, max_size=300),
)
def test_echo_noise_native_frames_and_other_units_are_passed_over(
    request_: Request, lead: bytes, other: int, native: bytes
) -> None:
    unit = other if other != request_.unit else other % 15 + 1
    foreign = sealed(bytes([unit]) + _frame(request_)[1:-2])
    stream = encode(request_) + lead + foreign + b"\x55\xaa\xeb\x90" + native
    assert _first(request_, [stream]) is None
    assert _first(request_, [stream + _frame(request_) + lead]) is not None


def _every_write() -> Iterator[Write | Act]:
    for unit in range(1, 16):
        for row in PARAMETER.values():
            if row.evidence is not Evidence.NONE:
                half = 0 if row.is_half else None
                yield from (Write(unit, row, value, half) for value in (row.low, row.high))
        yield from (Act(unit, action) for action in ACTIONS)


def test_an_echo_is_never_taken_for_a_receipt_and_hides_none() -> None:
    for request in _every_write():
        assert _first(request, [encode(request)]) is None, request
        assert _first(request, [encode(request), _frame(request)]) == Acknowledged(), request


def test_a_receipt_that_an_echo_begins_with_is_not_believed_without_the_echo() -> None:
    doubtful = [each for each in _every_write() if _first(each, [_frame(each)]) is None]
    assert {each.row.key for each in doubtful if isinstance(each, Write)} == {"scpr_time"}
    assert {each.unit for each in doubtful} == {12}


@given(request_=requests, code=codes)
@example(Read(1, 0x1000, 8), 2)
def test_an_echo_hides_no_exception(request_: Request, code: int) -> None:
    echoed = encode(request_) + _exception(request_, code)
    assert _first(request_, [echoed]) == Exceptional(code)


@given(request_=requests, data=st.binary(max_size=80), place=st.integers(0, 10_000))
def test_a_flipped_bit_never_yields_a_reply(request_: Request, data: bytes, place: int) -> None:
    frame = bytearray(_frame(request_, data))
    bit = place % (8 * len(frame))
    frame[bit // 8] ^= 1 << bit % 8
    assert _first(request_, [bytes(frame)]) is None


@given(request_=requests, code=codes, place=st.integers(0, 39))
def test_an_exception_with_a_flipped_bit_is_none(request_: Request, code: int, place: int) -> None:
    frame = bytearray(_exception(request_, code))
    frame[place // 8] ^= 1 << place % 8
    assert _first(request_, [bytes(frame)]) is None


@given(asked=reads, registers=st.integers(1, 40), data=st.binary(max_size=80))
def test_a_reply_of_another_length_is_never_taken(asked: Read, registers: int, data: bytes) -> None:
    reply = _first(asked, [_frame(Read(asked.unit, 0x1000, registers), data)])
    assert (reply is None) == (registers != asked.registers)


@given(request_=requests, unit=units, data=st.binary(max_size=80))
def test_a_reply_of_another_unit_is_never_taken(request_: Request, unit: int, data: bytes) -> None:
    foreign = sealed(bytes([unit]) + _frame(request_, data)[1:-2])
    assert (_first(request_, [foreign]) is None) == (unit != request_.unit)


def test_a_receipt_for_another_setting_is_never_taken() -> None:
    other = Write(1, SETTING["cell_ovpr"], Decimal("3.65"))
    assert _first(WRITE, [_frame(other)]) is None
    assert _first(WRITE, [_frame(PRESET)]) is None
    assert _first(WRITE, [_frame(READ)]) is None
    assert _first(READ, [_frame(WRITE)]) is None


def test_a_stream_waits_until_the_reply_is_whole() -> None:
    stream, frame = ReplyStream(READ), _frame(READ)
    assert [stream.feed(byte) is not None for byte in _bytewise(frame)] == [False] * 8 + [True]
