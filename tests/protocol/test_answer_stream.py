"""A frame counts as an answer by the receipt behind it, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.lines import (
    AT,
    MASTER_SETTINGS,
    MASTER_STATUS,
    bytewise,
    cut,
    cuts,
    frame,
    kept,
    native,
    noises,
    payloads,
    receipt,
)
from wizard.protocol.catalogue import ACTION, FRAMES
from wizard.protocol.framing import (
    GAP,
    LONGEST,
    TYPE_OF,
    AnswerStream,
    BusEar,
    Frame,
    Heard,
)
from wizard.protocol.layout import Table
from wizard.protocol.modbus import Act, Exceptional, Trigger, encode, sealed

units = st.integers(1, 15)
tables = st.sampled_from(Table)
gaps = st.integers(0, GAP)
ASKED = Trigger(1, Table.STATUS)
PRESET = Act(1, ACTION["preset_lifepo4"])


def _answer(unit: int, table: Table, payload: bytes = b"", gap: int = 1) -> bytes:
    """Return what a board sends for a trigger: frame, zero bytes, receipt, zero byte."""
    told = native(TYPE_OF[table], payload)
    return told + bytes(gap) + receipt(unit, FRAMES[table]) + b"\0"


def _exception(unit: int, code: int) -> bytes:
    return sealed(bytes([unit, 0x90, code]))


def _first(request: Trigger | Act, chunks: list[bytes]) -> Frame | Exceptional | None:
    stream = AnswerStream(request)
    found = (stream.feed(chunk) for chunk in chunks)
    return next((each for each in found if each is not None), None)


def _heard(chunks: list[bytes]) -> list[Heard]:
    ear = BusEar()
    return [each for chunk in chunks for each in ear.feed(chunk)]


# ---- the answer to a request of ours


@given(
    asked=st.builds(Trigger, units, tables), payload=payloads, gap=gaps, places=cuts, lead=noises
)
def test_the_frame_with_the_receipt_of_the_unit_is_the_answer_in_any_chunks(
    asked: Trigger, payload: bytes, gap: int, places: list[int], lead: bytes
) -> None:
    line = encode(asked) + lead + _answer(asked.unit, asked.table, payload, gap)
    wanted = frame(native(TYPE_OF[asked.table], payload))
    assert _first(asked, [line]) == wanted
    assert _first(asked, cut(line, places)) == wanted
    assert _first(asked, bytewise(line)) == wanted


@given(
    line=st.lists(
        st.one_of(
            st.binary(max_size=320),
            noises,
            st.builds(_answer, units, tables, payloads, gaps),
            st.builds(_exception, units, units),
        ),
        max_size=5,
    ).map(b"".join),
    places=cuts,
)
def test_any_chunking_of_any_line_gives_the_same_answer(line: bytes, places: list[int]) -> None:
    found = _first(ASKED, bytewise(line))
    assert _first(ASKED, cut(line, places)) == found
    assert _first(ASKED, [line]) == found


@given(st.lists(st.binary(max_size=700), max_size=10))
def test_arbitrary_bytes_never_raise_and_are_not_kept(chunks: list[bytes]) -> None:
    stream, ear = AnswerStream(ASKED), BusEar()
    for chunk in chunks:
        stream.feed(chunk)
        ear.feed(chunk)
        assert max(kept(stream), kept(ear)) <= LONGEST
    assert stream.feed(_answer(1, Table.STATUS)) is not None
    assert ear.feed(_answer(1, Table.STATUS))


@pytest.mark.parametrize(
    "behind",
    [
        b"",
        MASTER_STATUS,
        MASTER_SETTINGS,
        receipt(2, 0x1620),
        receipt(1, 0x161E),
        receipt(1, 0x160C),
        receipt(1, 0x1620)[:-1],
        b"\x01" + receipt(1, 0x1620),
        bytes(GAP + 1) + receipt(1, 0x1620),
        AT + receipt(1, 0x1620),
    ],
    ids=[
        "none",
        "a master's",
        "a master's other",
        "another unit's",
        "another table's",
        "a preset's",
        "a cut one",
        "behind a foreign byte",
        "behind too many zeros",
        "behind noise",
    ],
)
def test_a_frame_without_its_own_receipt_is_not_ours(behind: bytes) -> None:
    assert _first(ASKED, [native(2) + behind]) is None


@pytest.mark.parametrize("kind", [0, 1, 3, 5, 6])
def test_a_frame_of_another_type_is_not_ours(kind: int) -> None:
    assert _first(ASKED, [native(kind) + receipt(1, 0x1620)]) is None


def test_a_receipt_alone_is_no_answer() -> None:
    assert _first(ASKED, [receipt(1, 0x1620)]) is None


@given(bit=st.integers(0, 8 * 308 - 1))
def test_a_flipped_bit_never_yields_an_answer(bit: int) -> None:
    line = bytearray(native(2, b"\1\2\3") + receipt(1, 0x1620))
    line[bit // 8] ^= 1 << bit % 8
    assert _first(ASKED, [bytes(line)]) is None


@given(place=st.integers(0, 307), count=st.sampled_from([0, 2]), payload=payloads)
def test_after_a_lost_or_doubled_byte_the_next_answer_is_found(
    place: int, count: int, payload: bytes
) -> None:
    bad = _answer(1, Table.STATUS, b"\1\2\3", gap=0)
    bad = bad[:place] + bad[place : place + 1] * count + bad[place + 1 :]
    good = _answer(1, Table.STATUS, payload)
    found = _first(ASKED, [bad, good])
    assert isinstance(found, Frame)
    assert found.data in {good[:300], _answer(1, Table.STATUS, b"\1\2\3")[:300]}


@given(foreign=st.integers(0, 15).filter(lambda unit: unit != 1), payload=payloads)
def test_answers_of_others_in_between_are_passed_over(foreign: int, payload: bytes) -> None:
    others = native(2, b"\7") + receipt(foreign, 0x1620)
    line = others + _answer(1, Table.STATUS, payload) + others
    assert _first(ASKED, [line]) == frame(native(2, payload))


@pytest.mark.parametrize("key", ["preset_li_ion", "preset_lifepo4", "preset_lto"])
def test_a_preset_is_answered_with_the_new_settings(key: str) -> None:
    action = ACTION[key]
    told = native(1, b"\x42\x0e")
    line = told + receipt(1, action.address)
    assert _first(Act(1, action), [line]) == frame(told)
    assert _first(Act(1, action), [told + receipt(1, 0x161E)]) is None


@pytest.mark.parametrize("request_", [ASKED, PRESET], ids=["trigger", "preset"])
@given(code=st.integers(1, 11), lead=noises)
def test_an_exception_is_an_answer_with_its_code(
    request_: Trigger | Act, code: int, lead: bytes
) -> None:
    line = encode(request_) + lead + _exception(1, code)
    assert _first(request_, [line]) == Exceptional(code)
    assert _first(request_, [_exception(2, code)]) is None


@given(code=st.integers(1, 11), places=cuts)
def test_bytes_of_a_frame_that_look_like_an_exception_are_none(
    code: int, places: list[int]
) -> None:
    look_alike = _exception(1, code) * 58
    line = _answer(1, Table.STATUS, look_alike)
    assert _first(ASKED, cut(line, places)) == frame(line[:300])


# ---- what others say


def test_a_masters_own_frames_are_heard_as_those_of_unit_0() -> None:
    line = native(2, b"\1", 0) + MASTER_STATUS + AT + native(1, b"\2", 0) + b"\0" + MASTER_SETTINGS
    assert _heard([line]) == [
        Heard(0, frame(native(2, b"\1", 0))),
        Heard(0, frame(native(1, b"\2", 0))),
    ]


@given(
    told=st.lists(st.tuples(st.integers(0, 15), tables, payloads, gaps), max_size=4),
    noise=noises,
    places=cuts,
)
def test_every_frame_is_heard_with_its_unit_in_any_chunks(
    told: list[tuple[int, Table, bytes, int]], noise: bytes, places: list[int]
) -> None:
    line = b"".join(noise + _answer(*each) for each in told)
    wanted = [Heard(unit, frame(native(TYPE_OF[table], data))) for unit, table, data, _ in told]
    assert _heard([line]) == wanted
    assert _heard(cut(line, places)) == wanted
    assert _heard(bytewise(line)) == wanted


@pytest.mark.parametrize(
    "behind",
    [b"", receipt(1, 0x161E), receipt(1, 0x1624), receipt(1, 0x1000), encode(ASKED)],
    ids=["none", "another table's", "a log's", "a setting's", "a request"],
)
def test_a_frame_without_its_receipt_is_not_heard(behind: bytes) -> None:
    assert _heard([native(2) + behind]) == []


def test_a_preset_pressed_by_somebody_else_is_heard_as_settings() -> None:
    assert _heard([native(1) + receipt(4, 0x160A)]) == [Heard(4, frame(native(1)))]
