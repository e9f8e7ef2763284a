"""A board read by frames keeps every promise of a board, and no late frame is believed."""

import asyncio
import struct
from decimal import Decimal

import pytest

from tests.boards.bench import Bench
from tests.boards.contract_rs485 import Rs485Contract
from tests.boards.peers import Answer, Peer, jumping
from wizard.boards.bus import QUIET_S, Bus
from wizard.boards.either import board_on
from wizard.boards.frame_reader import FRAME_REPLY_S
from wizard.boards.frames import FrameBoard
from wizard.boards.reader import TRIES
from wizard.boards.rs485 import Rs485Board
from wizard.errors import LinkLost, NoAnswer, Refused
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import FRAMES, SETTING
from wizard.protocol.framing import MAGIC, PAYLOAD, SIZE
from wizard.protocol.layout import Table
from wizard.protocol.modbus import sealed
from wizard.simulator.create import create
from wizard.simulator.pack import RESTING, Chemistry

CAPACITY = SETTING["capacity"]


class TestFrameBoard(Rs485Contract):
    def board(self, link: MemoryLink) -> Rs485Board:
        return FrameBoard(Bus(link), 1)

    @pytest.mark.parametrize("seconds", [0.0, 0.1, 1.0])
    def test_no_read_holds_bytes_of_two_boards(self, seconds: float) -> None:
        """One frame holds a whole table: only a retry could come from another board."""

        async def work(bench: Bench) -> None:
            def exchange_boards() -> None:
                bench.link.pull()
                bench.tap.peer = create(chemistry="lto").line

            bench.tap.swallow = lambda: len(bench.tap.requests) == 1
            bench.tap.after(1, seconds, exchange_boards)
            with pytest.raises(LinkLost):
                await bench.board.settings()

        self.run(work)


def _frame(capacity: int) -> bytes:
    """Return a settings frame in which only the capacity (mAh) is not 0."""
    body = bytearray(MAGIC + bytes([1, 5]) + bytes(SIZE - PAYLOAD - 1))
    at = PAYLOAD + CAPACITY.place.offset
    body[at : at + 4] = struct.pack("<I", capacity)
    return bytes(body) + bytes([sum(body) & 0xFF])


def _receipt(unit: int = 1) -> bytes:
    return sealed(struct.pack(">BBHH", unit, 16, FRAMES[Table.SETTINGS], 1))


def _answer(capacity: int, unit: int = 1) -> bytes:
    return _frame(capacity) + b"\0" + _receipt(unit) + b"\0"


def _at(peer: Peer) -> FrameBoard:
    return FrameBoard(Bus(MemoryLink("memory:peer", peer)), 1)


def _read(*answers: list[Answer]) -> Decimal:
    return jumping(lambda: _at(Peer(*answers)).read_back(CAPACITY))


LATE = pytest.mark.parametrize("late", [FRAME_REPLY_S + 0.01, 1.0, FRAME_REPLY_S + QUIET_S - 0.05])


@LATE
def test_a_frame_after_its_time_out_is_not_the_next_answer(late: float) -> None:
    assert _read([(late, _answer(111))], [(0.04, _answer(222))]) == Decimal("0.222")


@LATE
@pytest.mark.parametrize("cut", [1, SIZE // 2, SIZE, SIZE + 5])
def test_the_rest_of_a_frame_after_its_time_out_is_not_the_next_answer(
    late: float, cut: int
) -> None:
    head, rest = _answer(111)[:cut], _answer(111)[cut:]
    found = _read([(0.04, head), (late, rest)], [(0.04, _answer(222))])
    assert found == Decimal("0.222")


@pytest.mark.parametrize(
    "others",
    [
        _answer(111, unit=2),
        _answer(111, unit=0),
        _frame(111),
        _frame(111) + b"\0",
        _receipt(),
        _frame(111) + _receipt(2) + _receipt(),
        _answer(111)[1:],
        _answer(111).replace(b"\x6f", b"\x6e", 1),
    ],
    ids=["slave", "master", "no-receipt", "gap", "receipt", "foreign", "cut", "bent"],
)
def test_a_frame_belongs_to_whom_the_receipt_behind_it_names(others: bytes) -> None:
    assert _read([(0.04, others + _answer(222))]) == Decimal("0.222")
    assert _read([(0.04, others)], [(0.04, _answer(222))]) == Decimal("0.222")


@pytest.mark.parametrize("moment", [0.01, 0.3, 0.44])
def test_the_frame_of_a_cancelled_read_is_not_the_next_answer(moment: float) -> None:
    async def work() -> Decimal:
        board = _at(Peer([(0.45, _answer(111))], [(0.04, _answer(222))]))
        task = asyncio.create_task(board.read_back(CAPACITY))
        await asyncio.sleep(moment)
        task.cancel()
        await asyncio.wait({task})
        return await board.read_back(CAPACITY)

    assert jumping(work) == Decimal("0.222")


def test_a_trigger_that_is_refused_says_which_and_is_not_repeated() -> None:
    peer = Peer([(0.04, sealed(b"\x01\x90\x02"))])

    async def work() -> None:
        with pytest.raises(Refused, match="its settings frame with exception 2"):
            await _at(peer).read_back(CAPACITY)

    jumping(work)
    assert len(peer.requests) == 1


def test_a_board_that_refuses_its_information_frame_tells_no_passwords() -> None:
    peer = Peer([(0.04, sealed(b"\x01\x90\x02"))])

    async def work() -> None:
        with pytest.raises(NoAnswer, match="its info frame with exception 2"):
            await _at(peer).secrets()

    jumping(work)


def test_a_silent_board_is_triggered_a_bounded_number_of_times() -> None:
    peer = Peer()

    async def work() -> None:
        with pytest.raises(NoAnswer, match=f"after {TRIES} tries"):
            await _at(peer).status()

    jumping(work)
    assert len(peer.requests) == TRIES


@pytest.mark.parametrize("chemistry", RESTING)
def test_both_ways_give_the_same_views(chemistry: Chemistry) -> None:
    def told(read: str) -> tuple[object, ...]:
        simulation = create(chemistry=chemistry)
        simulation.board.preset(chemistry)
        board = board_on(Bus(MemoryLink("memory:same", simulation.line)), 1, read)

        async def work() -> tuple[object, ...]:
            return await board.identity(), await board.settings(), await board.status()

        return jumping(work)

    assert told("fc03") == told("frames") == told("auto")
