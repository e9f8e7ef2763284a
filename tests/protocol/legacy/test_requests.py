"""What can be sent is a closed list, and only its answer is taken for one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.legacy.frames import (
    BMS,
    PASSWORD,
    PC,
    READ,
    READ_ALL,
    REPLY,
    REQUEST,
    UPLOAD,
    WRITE,
    content,
    frame,
)
from tests.protocol.lines import bytewise, cut, cuts, noises
from wizard.protocol.legacy import (
    SWITCHES,
    AnswerStream,
    Frame,
    ReadAll,
    ReadOne,
    Request,
    Turn,
    Unlock,
    encode,
)
from wizard.protocol.legacy.requests import COMMANDS
from wizard.protocol.legacy.table import BY_KEY, ROWS, Form, Row
from wizard.protocol.requests import NotEncodable

FULL = frame(content())
CHARGE, DISCHARGE = SWITCHES
ONE = ReadOne(BY_KEY["soc"])
EVERYTHING: list[Request] = [
    ReadAll(),
    Unlock(),
    *(Turn(row, on) for row in SWITCHES for on in (False, True)),
    *(ReadOne(row) for row in ROWS if row.readable and row.form is not Form.SECRET),
]


def test_the_request_for_everything_is_the_recorded_one() -> None:
    assert encode(ReadAll()).hex(" ") == (
        "4e 57 00 13 00 00 00 00 06 03 00 00 00 00 00 00 68 00 00 01 29"
    )


@pytest.mark.parametrize(
    ("request_", "content_", "command"),
    [
        (Unlock(), b"\0\0", PASSWORD),
        (Turn(CHARGE, on=True), b"\xab\1", WRITE),
        (Turn(CHARGE, on=False), b"\xab\0", WRITE),
        (Turn(DISCHARGE, on=True), b"\xac\1", WRITE),
        (Turn(DISCHARGE, on=False), b"\xac\0", WRITE),
        (ONE, b"\x85", READ),
    ],
)
def test_every_other_request_has_the_documented_bytes(
    request_: Request, content_: bytes, command: int
) -> None:
    assert encode(request_) == frame(content_, command, REQUEST, PC)
    if len(content_) == 2:
        assert encode(request_)[2:4] == b"\0\x14"


def test_only_the_charge_and_the_discharge_switch_can_be_written() -> None:
    written = {encode(each)[11] for each in EVERYTHING if encode(each)[8] == WRITE}
    assert written == {0xAB, 0xAC}
    assert {encode(each)[8] for each in EVERYTHING} == set(COMMANDS.values())


@pytest.mark.parametrize("row", [row for row in ROWS if row not in SWITCHES], ids=lambda r: r.key)
def test_no_other_row_can_be_turned(row: Row) -> None:
    with pytest.raises(NotEncodable, match=f"{row.key}: not proven in the field"):
        Turn(row, on=True)


@given(st.integers(0, 255))
def test_a_row_that_is_none_of_the_table_is_neither_turned_nor_read(code: int) -> None:
    if code != CHARGE.id:
        with pytest.raises(NotEncodable):
            Turn(replace(CHARGE, id=code), on=True)
        with pytest.raises(NotEncodable, match="not a row"):
            ReadOne(replace(CHARGE, id=code))


@pytest.mark.parametrize("row", [row for row in ROWS if not row.readable], ids=lambda r: r.key)
def test_what_is_only_written_cannot_be_read(row: Row) -> None:
    with pytest.raises(NotEncodable, match="it can only be written"):
        ReadOne(row)


def test_a_password_is_never_asked_for_by_itself() -> None:
    with pytest.raises(NotEncodable, match="never asked for"):
        ReadOne(BY_KEY["settings_password"])


@pytest.mark.parametrize("request_", EVERYTHING[:8], ids=repr)
def test_an_answer_is_a_reply_of_a_board_to_this_command(request_: Request) -> None:
    sent = encode(request_)
    data, command = sent[11:-9], sent[8]
    answer = frame(data, command)
    passed_over = [
        sent,  # an echo
        frame(data, command, UPLOAD),
        frame(data, command, REPLY, PC),
        frame(data, command ^ 1),
    ]
    for line in passed_over:
        assert AnswerStream(request_).feed(line) is None
    found = AnswerStream(request_).feed(b"".join(passed_over) + answer)
    assert found == Frame(answer)


def test_the_answer_to_one_id_begins_with_it() -> None:
    assert AnswerStream(ONE).feed(frame(b"\x86\2", READ)) is None
    assert AnswerStream(ONE).feed(frame(b"", READ)) is None
    assert AnswerStream(ONE).feed(frame(b"\x85\x57", READ)) == Frame(frame(b"\x85\x57", READ))


@given(before=noises, places=cuts)
def test_an_answer_is_found_behind_noise_and_cut_anywhere(before: bytes, places: list[int]) -> None:
    for chunks in (cut(before + FULL, places), bytewise(before + FULL)):
        stream = AnswerStream(ReadAll())
        found = [each for each in map(stream.feed, chunks) if each is not None]
        assert Frame(FULL) in found
    assert Frame(FULL).source == BMS
    assert Frame(FULL).command == READ_ALL
