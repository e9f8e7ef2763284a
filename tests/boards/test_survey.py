"""A survey of simulated lines tells the truth, whoever is on them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.boards.peers import jumping
from wizard.boards.bus import Bus
from wizard.boards.survey import (
    BAUDS,
    DOUBLE_GARBLED,
    MASTER_HERE,
    MASTERED,
    NOISY,
    ONLY_HEARD,
    TRIES,
    WHY_ALL_SILENT,
    WHY_SILENT,
    Survey,
    survey,
)
from wizard.errors import LinkLost
from wizard.links.memory import MemoryLink
from wizard.protocol.modbus import sealed
from wizard.simulator.create import create
from wizard.simulator.disturbances import Disturbance, noisy, undisturbed
from wizard.simulator.faces import Clash
from wizard.simulator.firmware import Board
from wizard.simulator.line import SimulatedLine
from wizard.simulator.quirks import Answers, Quirks

UNITS = (1, 2, 4, 7, 15)


class Watched(SimulatedLine):
    """A simulated line that notes which addresses were asked, and how often."""

    asked: tuple[int, ...] = ()

    def heard(self, data: bytes) -> None:
        self.asked += (data[0],)
        super().heard(data)


def _boards(*units: int) -> dict[int, Board]:
    return {unit: station.board for unit, station in create(units=units or UNITS).stations.items()}


def _look(line: SimulatedLine, addresses: range = range(16)) -> Survey:
    def bus_at(baud: int) -> Bus:
        line.baud = baud
        return Bus(MemoryLink("memory:line", line))

    return jumping(lambda: survey(bus_at, addresses))


def _serials(found: Survey) -> dict[int, str | None]:
    return {row.address: row.identity.serial if row.identity else None for row in found.found}


def _plates(boards: dict[int, Board]) -> dict[int, str | None]:
    return {unit: board.nameplate.serial for unit, board in boards.items()}


@pytest.mark.parametrize("clash", ["garbled", "alternating"])
def test_five_boards_a_duplicate_and_a_master(clash: Clash) -> None:
    boards, rivals, (master,) = _boards(), _boards(9), _boards(3).values()
    line = Watched(boards, rivals={4: rivals[9]}, clash=clash, master=master)
    found = _look(line)
    assert [row.address for row in found.found] == [0, *UNITS]
    rows = {row.address: row for row in found.found}
    assert (rows[0].how, rows[0].remarks) == ("heard", (MASTER_HERE,))
    assert {_serials(found)[unit] for unit in UNITS if unit != 4} == {
        boards[unit].nameplate.serial for unit in UNITS if unit != 4
    }
    assert all(rows[unit].remarks == () for unit in UNITS if unit != 4)
    if clash == "garbled":
        assert (rows[4].how, rows[4].remarks) == ("garbled", (DOUBLE_GARBLED,))
    else:
        sentence = str(rows[4].remarks[0])
        assert boards[4].nameplate.serial in sentence
        assert rivals[9].nameplate.serial in sentence
    assert found.line == (MASTERED,)
    assert set(found.silent) == set(range(1, 16)) - set(UNITS)
    assert 0 not in line.asked


def test_a_quiet_line_with_five_boards() -> None:
    boards = _boards()
    line = Watched(boards)
    found = _look(line)
    assert _serials(found) == _plates(boards)
    assert {(row.how, row.baud, row.lost, row.remarks) for row in found.found} == {
        ("fc03", 115200, 0, ())
    }
    assert all(row.alarms == boards[row.address].alarms for row in found.found)
    assert found.line == ()
    assert found.why_silent == WHY_SILENT
    assert {line.asked.count(unit) for unit in found.silent} == {TRIES * len(BAUDS)}


def test_an_empty_line_says_what_to_look_at() -> None:
    found = _look(SimulatedLine({}))
    assert (found.found, found.silent) == ((), tuple(range(1, 16)))
    assert found.why_silent == (*WHY_SILENT, *WHY_ALL_SILENT)


@pytest.mark.parametrize(
    ("quirks", "how"),
    [
        (Quirks(answers="frames"), "frames"),
        (Quirks(answers="registers"), "fc03"),
        (Quirks(cold=True), "frames"),
    ],
)
def test_each_board_is_found_by_what_it_answers(quirks: Quirks, how: str) -> None:
    boards = _boards(3)
    boards[3].quirks = quirks
    found = _look(SimulatedLine(boards), range(3, 5))
    assert _serials(found) == _plates(boards)
    assert found.found[0].how == how


def test_a_line_that_garbles_everything_is_named_and_no_duplicate_is() -> None:
    boards = {unit: replace_quirks(board, silent=True) for unit, board in _boards().items()}
    found = _look(_Babble(boards), range(1, 4))
    assert (found.found, found.line) == ((), (NOISY,))


def replace_quirks(board: Board, **quirks: bool) -> Board:
    board.quirks = replace(board.quirks, **quirks)
    return board


class _Babble(SimulatedLine):
    """Answers everything with bytes that mean nothing."""

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self._say = deliver
        super().plugged(deliver)

    def heard(self, data: bytes) -> None:
        self._say(bytes([data[0] ^ 0x55, 0x81, 0x12]))


class _Tardy(SimulatedLine):
    """Its board at one address answers later than any usual one."""

    late: int

    def heard(self, data: bytes) -> None:
        self._turnaround = 0.4 if data[0] == self.late else 0.04
        super().heard(data)


@pytest.mark.parametrize("answers", ["both", "frames", "registers"])
def test_a_board_slower_than_its_neighbours_is_found_and_nobody_else(answers: Answers) -> None:
    boards = _boards(1, 3, 4)
    boards[3].quirks = Quirks(answers=answers)
    line = _Tardy(boards)
    line.late = 3
    found = _look(line, range(1, 7))
    assert _serials(found) == _plates(boards)
    assert found.line == ()
    assert found.silent == (2, 5, 6)


@pytest.mark.parametrize("disturb", [undisturbed, noisy])
def test_a_board_at_the_slow_speed_is_found_there(disturb: Disturbance) -> None:
    boards = _boards(5)
    boards[5].store.put("uart1_protocol", 13)
    found = _look(SimulatedLine(boards, disturb), range(4, 7))
    assert [(row.address, row.baud) for row in found.found] == [(5, 9600)]


def test_a_slave_that_answers_only_the_master_is_shown_as_overheard() -> None:
    class Lopsided(SimulatedLine):
        def heard(self, data: bytes) -> None:
            """Our sender is broken."""

    boards, (master,) = _boards(6), _boards(3).values()
    found = _look(Lopsided(boards, master=master), range(5, 8))
    rows = {row.address: row for row in found.found}
    assert sorted(rows) == [0, 6]
    assert rows[6].remarks == (ONLY_HEARD,)
    assert rows[6].alarms == boards[6].alarms


def test_a_cable_pulled_while_listening_is_told() -> None:
    link = MemoryLink("memory:line", SimulatedLine(_boards()))

    async def work() -> None:
        asyncio.get_running_loop().call_later(0.5, link.pull)
        with pytest.raises(LinkLost, match="pulled"):
            await survey(lambda _: Bus(link))

    jumping(work)


class _Answering(SimulatedLine):
    """Passes on what `lets` allows and answers the rest with an exception or not at all."""

    def __init__(self, boards: dict[int, Board], lets: Callable[[int], bool], code: int) -> None:
        super().__init__(boards)
        self._lets, self._code, self._count = lets, code, 0

    def heard(self, data: bytes) -> None:
        self._count += 1
        if self._lets(self._count):
            super().heard(data)
        elif self._code and self._deliver:
            self._deliver(sealed(bytes([data[0], data[1] | 0x80, self._code])))


def test_a_board_that_refuses_every_way_is_shown_with_its_refusal() -> None:
    found = _look(_Answering(_boards(3), lambda _: False, 1), range(3, 4))
    (row,) = found.found
    assert row.identity is None
    assert "exception 1" in str(row.remarks[0])


def test_a_board_that_falls_silent_after_its_name_is_shown_as_far_as_it_is_known() -> None:
    boards = _boards(3)
    found = _look(_Answering(boards, lambda count: count <= 3, 0), range(3, 4))
    (row,) = found.found
    assert _serials(found) == _plates(boards)
    assert row.alarms is None
    assert "does not answer" in str(row.remarks[0])
    assert row.lost == row.asked - 3


def test_a_cable_pulled_while_asking_is_told() -> None:
    line = SimulatedLine(_boards())
    link = MemoryLink("memory:line", line)

    async def work(seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, link.pull)
        with pytest.raises(LinkLost):
            await survey(lambda _: Bus(link), range(1, 3), (9600,))

    jumping(lambda: work(1.01))
    jumping(lambda: work(1.6))
