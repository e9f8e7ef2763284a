"""Dialects are told apart by evidence that agrees; else the board is in doubt."""

import pytest

from tests.protocol.ble import boards
from tests.protocol.ble.boards import Parts, altered, framed
from wizard.protocol.dialects import Dialect, Doubt, evidence, likely

BOARDS = {
    Dialect.JK04: (boards.INFO_JK04, boards.SETTINGS_JK04, boards.STATUS_JK04),
    Dialect.JK02_24S: (boards.INFO_24S, boards.SETTINGS_24S, boards.STATUS_24S),
    Dialect.JK02_32S: (boards.INFO_32S, boards.SETTINGS_32S, boards.STATUS_32S),
}
INFO, SETTINGS, STATUS = 0, 1, 2


def _evidence(dialect: Dialect, which: int = INFO, parts: Parts | None = None) -> Dialect | Doubt:
    frames = list(BOARDS[dialect])
    frames[which] = altered(frames[which], parts or {})
    return evidence(*(framed(data) for data in frames))


@pytest.mark.parametrize("dialect", Dialect)
def test_a_board_whose_frames_agree_is_of_its_dialect(dialect: Dialect) -> None:
    assert _evidence(dialect) is dialect
    assert [likely(framed(data)) for data in BOARDS[dialect]] == [dialect] * 3


def test_the_hardware_version_decides_nothing() -> None:
    assert _evidence(Dialect.JK02_32S, INFO, {22: b"10.XW\0\0\0", 30: b"11.21h\0\0"}) is (
        Dialect.JK02_32S
    )


def test_a_jk04_whose_seconds_look_like_flags_is_a_jk04() -> None:
    assert _evidence(Dialect.JK04, STATUS, {287: b"\xfe"}) is Dialect.JK04
    assert _evidence(Dialect.JK04, STATUS, {287: b"\0"}) is Dialect.JK04


@pytest.mark.parametrize("version", [b"3.3.0\0\0\0", b"8.0.3M\0\0"])
def test_both_recorded_versions_of_a_jk04_are_of_one(version: bytes) -> None:
    assert _evidence(Dialect.JK04, INFO, {30: version}) is Dialect.JK04


DOUBTFUL: dict[str, tuple[Dialect, int, Parts, str]] = {
    "24S with newer software": (Dialect.JK02_24S, INFO, {30: b"11.17\0\0\0"}, "software is 11.17"),
    "32S with older software": (Dialect.JK02_32S, INFO, {30: b"10.07\0\0\0"}, "software is 10.07"),
    "JK04 with newer software": (Dialect.JK04, INFO, {30: b"15.41\0\0\0"}, "software is 15.41"),
    "no software version": (Dialect.JK02_32S, INFO, {30: bytes(8)}, "'' names no number"),
    "a version in words": (Dialect.JK02_24S, INFO, {30: b"beta\0\0\0\0"}, "'beta' names no"),
    "32S without a list": (Dialect.JK02_32S, INFO, {150: bytes(32)}, "list of commands"),
    "24S with a list": (Dialect.JK02_24S, INFO, {150: b"\2"}, "list of commands"),
    "32S info without flags": (Dialect.JK02_32S, INFO, {287: b"\0"}, "information frame"),
    "24S info with flags": (Dialect.JK02_24S, INFO, {287: b"\1"}, "information frame"),
    "JK04 with a serial number": (Dialect.JK04, INFO, {86: b"2041"}, "serial number"),
    "24S without one": (Dialect.JK02_24S, INFO, {78: bytes(24)}, "serial number"),
    "32S settings without flags": (Dialect.JK02_32S, SETTINGS, {287: b"\0"}, "not its settings"),
    "24S settings with flags": (Dialect.JK02_24S, SETTINGS, {287: b"\1"}, "not its settings"),
    "24S settings with a point": (Dialect.JK02_24S, SETTINGS, {9: b"\x3f"}, "numbers of its"),
    "JK04 settings without": (Dialect.JK04, SETTINGS, {9: b"\0"}, "numbers of its"),
    "24S counts another cell": (Dialect.JK02_24S, STATUS, {56: b"\1"}, "cells are not those"),
    "32S counts another cell": (Dialect.JK02_32S, STATUS, {70: b"\xfe"}, "cells are not those"),
    "24S status with flags": (Dialect.JK02_24S, STATUS, {287: b"\xfe"}, "like JK02_32S"),
    "32S status without": (Dialect.JK02_32S, STATUS, {287: b"\0"}, "like JK02_24S"),
    "JK04 status without mark": (Dialect.JK04, STATUS, {6: bytes(4)}, "like JK02_24S"),
    "24S status with mark": (Dialect.JK02_24S, STATUS, {9: b"\x40"}, "like JK04"),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_frames_that_disagree_leave_the_board_in_doubt(name: str) -> None:
    dialect, which, parts, words = DOUBTFUL[name]
    found = _evidence(dialect, which, parts)
    assert isinstance(found, Doubt)
    assert words in found.reason


def test_a_balancer_without_cells_is_not_taken_for_a_board_for_24() -> None:
    empty = altered(boards.STATUS_JK04, {6: bytes(96), 214: bytes(4), 286: bytes(4)})
    frames = (boards.INFO_JK04, boards.SETTINGS_JK04, empty)
    found = evidence(*(framed(data) for data in frames))
    assert isinstance(found, Doubt)
    assert found.likely is Dialect.JK02_24S


def test_a_board_in_doubt_is_read_as_its_status_looks() -> None:
    found = _evidence(Dialect.JK02_32S, INFO, {30: b"10.07\0\0\0"})
    assert isinstance(found, Doubt)
    assert found.likely is Dialect.JK02_32S


@pytest.mark.parametrize("one", Dialect)
@pytest.mark.parametrize("other", Dialect)
def test_frames_of_two_boards_are_never_taken_for_one(one: Dialect, other: Dialect) -> None:
    if one is other:
        return
    for which in (INFO, SETTINGS, STATUS):
        frames = list(BOARDS[one])
        frames[which] = BOARDS[other][which]
        assert isinstance(evidence(*(framed(data) for data in frames)), Doubt), which


def test_without_the_three_tables_there_is_no_evidence() -> None:
    info, settings, status = (framed(data) for data in BOARDS[Dialect.JK02_32S])
    for frames in ((info, settings, settings), (settings, info, status), (status, status, info)):
        with pytest.raises(ValueError, match="three tables"):
            evidence(*frames)
