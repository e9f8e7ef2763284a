"""Exception 2 or 3 on a write: the value or the address, told apart by the old value."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.bench import Bench, Rig
from wizard.boards.board import Board
from wizard.boards.bus import Bus
from wizard.boards.either import WAYS, board_on
from wizard.boards.refusals import why_refused
from wizard.errors import NoAnswer, Refused
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import SETTING
from wizard.simulator.quirks import Quirks

OVPR, CAPACITY = SETTING["cell_ovpr"], SETTING["capacity"]
ABOVE_OVP = Decimal("4.3")


@pytest.fixture(params=list(WAYS))
def rig(request: pytest.FixtureRequest) -> Rig:
    class Chosen(Rig):
        def board(self, link: MemoryLink) -> Board:
            return board_on(Bus(link), 1, request.param)

    return Chosen()


@pytest.mark.parametrize("code", [2, 3])
def test_a_value_that_crosses_its_neighbour_was_the_value(rig: Rig, code: int) -> None:
    async def work(bench: Bench) -> None:
        bench.simulation.board.quirks = Quirks(crossing_code=code)
        await bench.board.identity()
        present = await bench.board.read_back(OVPR)
        with pytest.raises(Refused) as refusal:
            await bench.board.write(OVPR, ABOVE_OVP)
        assert refusal.value.code == code
        assert "does not accept this value" in str(await why_refused(bench.board, OVPR, present))
        assert await bench.board.read_back(OVPR) == present

    assert len(rig.run(work).writes) == 2


def test_a_register_that_refuses_its_own_value_cannot_be_written(rig: Rig) -> None:
    async def work(bench: Bench) -> None:
        await bench.board.identity()
        present = await bench.board.read_back(CAPACITY)
        found = await why_refused(bench.board, CAPACITY, present)
        assert "cannot be written on this board" in str(found)
        assert "exception 2" in str(found)

    rig.run(work, "refused-write")


def test_a_value_that_may_not_be_sent_leaves_it_open(rig: Rig) -> None:
    async def work(bench: Bench) -> None:
        await bench.board.identity()
        found = await why_refused(bench.board, CAPACITY, Decimal(-1))
        assert "cannot be found out" in str(found)

    assert rig.run(work).writes == []


def test_silence_is_no_reason(rig: Rig) -> None:
    async def work(bench: Bench) -> None:
        board = bench.simulation.board
        await bench.board.identity()
        present = await bench.board.read_back(CAPACITY)
        board.quirks = replace(board.quirks, silent=True)
        with pytest.raises(NoAnswer):
            await why_refused(bench.board, CAPACITY, present)

    rig.run(work)
