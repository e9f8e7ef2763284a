"""Two settings of one byte in one register: the other is read and sent back."""

from decimal import Decimal

import pytest

from tests.boards.bench import Bench, Rig
from wizard.boards.board import Board
from wizard.boards.bus import Bus
from wizard.boards.either import WAYS, board_on
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import SETTINGS, Evidence, Parameter

HALVES = [row for row in SETTINGS if row.is_half and row.evidence is not Evidence.NONE]


@pytest.mark.parametrize("read", WAYS)
@pytest.mark.parametrize("row", HALVES, ids=lambda row: row.key)
def test_one_half_is_set_and_the_other_stays(row: Parameter, read: str) -> None:
    class Chosen(Rig):
        def board(self, link: MemoryLink) -> Board:
            return board_on(Bus(link), 1, read)

    async def work(bench: Bench) -> None:
        if not (await bench.board.identity()).supports(row.code):
            pytest.skip("this firmware does not have it")
        before = (await bench.board.settings()).values
        wanted = row.high if before[row.key] != row.high else row.high - 1
        await bench.board.write(row, wanted)
        after = (await bench.board.settings()).values
        assert {key: value for key, value in after.items() if value != before[key]} == {
            row.key: Decimal(wanted)
        }

    Chosen().run(work)
