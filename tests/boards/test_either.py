"""A board read by what answers: both ways are tried, and the one that did is kept."""

import pytest

from tests.boards.bench import Bench
from tests.boards.contract_rs485 import Rs485Contract
from tests.boards.peers import Peer, jumping
from wizard.boards.bus import Bus
from wizard.boards.either import WAYS, EitherBoard, board_on
from wizard.boards.frames import FrameBoard
from wizard.boards.modbus import ModbusBoard
from wizard.boards.reader import TRIES
from wizard.errors import NoAnswer, Refused
from wizard.links.memory import MemoryLink
from wizard.links.spec import READS
from wizard.protocol.catalogue import SETTING
from wizard.protocol.modbus import sealed
from wizard.simulator.create import create
from wizard.simulator.line import SimulatedLine
from wizard.simulator.quirks import Quirks

CAPACITY = SETTING["capacity"]
READ, TRIGGER = 3, 16


class TestEitherBoard(Rs485Contract):
    def board(self, link: MemoryLink) -> EitherBoard:
        return EitherBoard(Bus(link), 1)


def _bench(quirks: Quirks) -> tuple[Bench, EitherBoard]:
    bench = TestEitherBoard().bench()
    bench.simulation.board.quirks = quirks
    assert isinstance(bench.board, EitherBoard)
    return bench, bench.board


def _functions(bench: Bench) -> list[int]:
    return [request[1] for request in bench.tap.requests]


@pytest.mark.parametrize(
    ("quirks", "answered"),
    [
        (Quirks(answers="both"), "fc03"),
        (Quirks(answers="registers"), "fc03"),
        (Quirks(answers="frames"), "frames"),
        (Quirks(cold=True), "frames"),
    ],
)
def test_the_way_that_answered_is_kept(quirks: Quirks, answered: str) -> None:
    bench, board = _bench(quirks)

    async def work() -> None:
        assert board.answered is None
        await board.identity()
        assert board.answered == answered
        asked = len(bench.tap.requests)
        await board.status()
        function = READ if answered == "fc03" else TRIGGER
        assert set(_functions(bench)[asked:]) == {function}

    jumping(work)


def test_no_answer_is_not_said_before_each_way_was_tried_more_than_once() -> None:
    bench, board = _bench(Quirks(silent=True))

    async def work() -> None:
        with pytest.raises(NoAnswer, match=f"addr 1 does not answer after {TRIES} tries"):
            await board.status()

    jumping(work)
    assert _functions(bench) == [READ, TRIGGER] * (TRIES // 2)


def test_one_lost_frame_does_not_make_a_board_silent() -> None:
    bench, board = _bench(Quirks(answers="frames"))
    bench.tap.swallow = lambda: len(bench.tap.lost) == 0
    jumping(board.status)
    assert board.answered == "frames"


def test_a_way_that_falls_silent_is_forgotten_and_the_other_found() -> None:
    bench, board = _bench(Quirks())

    async def work() -> None:
        await board.status()
        bench.simulation.board.quirks = Quirks(answers="frames")
        with pytest.raises(NoAnswer):
            await board.status()
        assert board.answered is None
        await board.status()
        assert board.answered == "frames"

    jumping(work)


def test_a_board_that_refuses_one_way_is_read_by_the_other() -> None:
    line = create().line

    class Fussy(SimulatedLine):
        """Refuses every read as an unknown function."""

        def heard(self, data: bytes) -> None:
            if data[1] == TRIGGER:
                super().heard(data)
            else:
                assert self._deliver is not None
                self._deliver(sealed(b"\x01\x83\x01"))

    board = EitherBoard(Bus(MemoryLink("memory:fussy", Fussy(line.boards))), 1)
    assert jumping(lambda: board.read_back(CAPACITY)) == line.boards[1].setting("capacity")
    assert board.answered == "frames"


def test_where_every_way_is_refused_the_refusal_is_told() -> None:
    no_function, no_address = sealed(b"\x01\x83\x01"), sealed(b"\x01\x90\x02")
    peer = Peer(*[[(0.04, reply)] for reply in (no_function, no_address) * TRIES])
    board = EitherBoard(Bus(MemoryLink("memory:peer", peer)), 1)

    async def work() -> None:
        with pytest.raises(Refused):
            await board.read_back(CAPACITY)

    jumping(work)
    assert len(peer.requests) == TRIES


def test_a_board_can_be_told_how_it_is_read() -> None:
    assert set(WAYS) == set(READS)
    bus = Bus(MemoryLink("memory:told", Peer()))
    found = [type(board_on(bus, 1, way)) for way in ("fc03", "frames", "auto")]
    assert found == [ModbusBoard, FrameBoard, EitherBoard]


@pytest.mark.parametrize("read", ["fc03", "frames"])
def test_a_board_that_was_told_how_keeps_to_it(read: str) -> None:
    bench, _ = _bench(Quirks(answers="frames" if read == "fc03" else "registers"))
    board = board_on(Bus(bench.link), 1, read)

    async def work() -> None:
        with pytest.raises(NoAnswer):
            await board.status()

    jumping(work)
    assert set(_functions(bench)) == {READ if read == "fc03" else TRIGGER}
