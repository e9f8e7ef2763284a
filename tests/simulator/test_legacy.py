"""A simulated board on its UART: what it hears, what it does, what it tells."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.simulator.legacy_talk import (
    CELLS,
    PASSWORD,
    READ_EVERYTHING,
    face,
    ids,
    number,
    request,
    talk,
    turn,
)
from tests.simulator.recordings import captures, needs_captures
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.nameplate import recorded
from wizard.simulator.quirks import Quirks

OFF, ON = 0, 1
CHARGE, DISCHARGE, BALANCE = 0xAB, 0xAC, 0x9D


def _told(at: LegacyFace) -> dict[int, bytes]:
    (answer,) = talk(at, READ_EVERYTHING)
    return ids(answer)


def test_everything_is_told_in_one_frame_with_its_length_and_sum() -> None:
    (answer,) = talk(face(), READ_EVERYTHING)
    assert answer[:2] == b"NW"
    assert number(answer[2:4]) == len(answer) - 2
    assert answer[8:11] == bytes([6, 0, 1])
    assert answer[-9:-4] == b"\0\0\0\0h"
    assert number(answer[-4:]) == sum(answer[:-4]) % 65536


@needs_captures
def test_its_ids_and_their_lengths_stand_in_the_recorded_order() -> None:
    own = _told(face())
    recordings = [each for each in captures("uart-4e57") if each["kind"] == "status"]
    assert recordings
    for each in recordings:
        other = ids(bytes.fromhex(each["hex"]))
        assert list(own) == list(other)
        fixed = {0x8C: 2, 0x92: 2, 0x96: 2, 0xA7: 2, 0xA8: 2, 0xAE: 1, 0xB0: 2, 0xB1: 1, 0xC0: 1}
        for code in fixed.keys() - {0x8C, 0x92}:
            assert own[code] == other[code]


def test_it_tells_the_pack_as_the_board_sees_it() -> None:
    at = face()
    at.board.pack.drive(Decimal(-20))
    found = _told(at)
    cells = [number(found[CELLS][n + 1 : n + 3]) for n in range(1, 25, 3)]
    assert cells == [int(cell * 1000) for cell in at.board.inputs()]
    assert found[CELLS][1::3] == bytes(range(1, 9))
    assert abs(number(found[0x83]) - sum(cells) / 10) < 1
    assert number(found[0x84]) == 2000
    assert number(found[0x85]) == at.board.soc
    assert number(found[0x90]) == at.board.setting("cell_ovp") * 1000


def test_charging_has_its_highest_bit_and_cold_stands_above_100() -> None:
    at = face()
    at.board.pack.drive(Decimal(15))
    at.board.pack.temperatures[0] = Decimal(-7)
    found = _told(at)
    assert number(found[0x84]) == 0x8000 | 1500
    assert (number(found[0x81]), number(found[0x82])) == (107, 21)


def test_a_board_without_a_load_has_no_current_and_no_sign() -> None:
    assert number(_told(face())[0x84]) == 0


def test_its_versions_and_its_model_stand_as_recorded() -> None:
    at = face()
    at.board.nameplate = replace(recorded("11.26", "x"), user_data="Solar 07 attic")
    found = _told(at)
    assert found[0xB7] == b"11.XW_S11.26___"
    assert found[0xBA] == b"Solar 07 attJK_B2A8S20P\0"
    assert found[0xB4] == b"Solar 07"
    assert found[0xB2] == b"123456\0\0\0\0"
    at.board.nameplate = recorded("11.26", "x")
    assert _told(at)[0xBA] == b"Input UserdaJK_B2A8S20P\0"


def test_an_over_voltage_opens_the_charge_mos_and_raises_its_bit() -> None:
    at = face()
    at.board.pack.drive(Decimal(5))
    at.board.pack.raise_cells(1000)
    *_, last = talk(at, *[READ_EVERYTHING] * 3, pause=3)
    found = ids(last)
    assert number(found[0x8B]) == 1 << 10
    assert number(found[0x8C]) & 3 == 2


def test_the_older_way_to_ask_for_everything_is_answered_with_its_own_command() -> None:
    (answer,) = talk(face(), request(3, b"\0"))
    assert answer[8:11] == bytes([3, 0, 1])
    assert len(ids(answer)) == 59


def test_one_id_is_told_alone_and_an_unknown_one_not_at_all() -> None:
    (answer,) = talk(face(), request(3, b"\x85"), request(3, b"\x88"))
    assert ids(answer).keys() == {0x85}


def test_requests_are_heard_cut_anywhere_with_noise_around_them() -> None:
    line = b"NW\0" + READ_EVERYTHING + b"N"
    assert len(talk(face(), *(line[n : n + 1] for n in range(len(line))))) == 1


@pytest.mark.parametrize(
    "line",
    [
        READ_EVERYTHING[:-1] + b"\x28",
        READ_EVERYTHING[:-1],
        READ_EVERYTHING[:10] + b"\1" + READ_EVERYTHING[11:-1] + b"\x2a",
        request(9, b"\0"),
    ],
)
def test_what_is_no_request_has_no_answer(line: bytes) -> None:
    assert talk(face(), line) == []


def test_a_request_right_behind_another_is_not_heard() -> None:
    at = face()
    assert len(talk(at, READ_EVERYTHING, READ_EVERYTHING, pause=0.09)) == 1
    assert len(talk(at, READ_EVERYTHING, READ_EVERYTHING, pause=0.11)) == 2


@pytest.mark.parametrize("delay", [0.05, 4.9])
def test_an_answer_takes_its_time(delay: float) -> None:
    at = face(delay=delay)
    assert talk(at, READ_EVERYTHING, pause=0.0, behind=delay - 0.01) == []
    assert len(talk(at, READ_EVERYTHING, pause=0.0, behind=delay + 0.01)) == 1


@pytest.mark.parametrize(
    ("code", "key"), [(CHARGE, "charge_switch"), (DISCHARGE, "discharge_switch")]
)
def test_a_switch_is_turned_behind_the_password(code: int, key: str) -> None:
    at = face()
    for value in (OFF, ON):
        came = talk(at, PASSWORD, turn(code, value), pause=0.15)
        assert [each[8] for each in came] == [5, 2]
        assert at.board.setting(key) == value
    assert [(each.address, each.value) for each in at.board.writes] == [(code, OFF), (code, ON)]


@pytest.mark.parametrize(
    "lines",
    [
        (turn(CHARGE, OFF),),
        (PASSWORD, READ_EVERYTHING, turn(CHARGE, OFF)),
        (PASSWORD, turn(CHARGE, ON), turn(CHARGE, OFF)),
        (PASSWORD, turn(CHARGE, 2)),
        (PASSWORD, request(2, bytes([CHARGE, 0, 0]))),
        (PASSWORD + turn(CHARGE, OFF),),
    ],
)
def test_without_the_password_right_before_nothing_is_turned(lines: tuple[bytes, ...]) -> None:
    at = face()
    talk(at, *lines)
    assert at.board.setting("charge_switch") == ON


def test_other_writes_are_answered_and_change_nothing() -> None:
    at = face()
    before = at.board.all_settings()
    assert len(talk(at, PASSWORD, turn(BALANCE, OFF))) == 2
    assert len(talk(at, PASSWORD, turn(0xAF, 2), PASSWORD, turn(0xBC, 1))) == 4
    assert at.board.all_settings() == before


def test_a_mute_board_does_not_answer_the_password_and_takes_it() -> None:
    at = face(mute=True)
    came = talk(at, PASSWORD, turn(CHARGE, OFF), pause=0.15)
    assert [each[8] for each in came] == [2]
    assert at.board.setting("charge_switch") == OFF


def test_a_board_that_is_off_or_silent_hears_nothing() -> None:
    at = face()
    at.board.put_out()
    assert talk(at, READ_EVERYTHING) == []
    at.board.wake()
    at.board.quirks = Quirks(silent=True)
    assert talk(at, READ_EVERYTHING, PASSWORD) == []
    assert at.requests == []


def test_nothing_is_heard_and_nothing_comes_while_it_is_not_plugged_in() -> None:
    at = face()
    at.heard(READ_EVERYTHING)
    assert talk(at, READ_EVERYTHING, pause=0.0, behind=0.1) == []
    assert len(talk(at, READ_EVERYTHING)) == 1


def test_its_working_time_grows_by_the_minute() -> None:
    first, last = talk(face(), READ_EVERYTHING, READ_EVERYTHING, pause=600)
    assert number(ids(last)[0xB6]) - number(ids(first)[0xB6]) == 10
