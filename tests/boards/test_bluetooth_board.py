"""A board for 32 cells over Bluetooth keeps every promise of a board."""

from decimal import Decimal

from tests.boards.bench import Bench
from tests.boards.bluetooth_bench import bluetooth_bench, board_on
from tests.boards.contract import BoardContract
from tests.boards.contract_told import FLOAT, SENSORS
from wizard.boards.board import Board
from wizard.links.memory import MemoryLink


class TestBluetoothBoard(BoardContract):
    tells_log = True

    def board(self, link: MemoryLink) -> Board:
        return board_on(link)

    def bench(self, fault: str | None = None) -> Bench:
        return bluetooth_bench(fault)

    def test_a_switch_stands_alone_and_turns_no_other(self) -> None:
        async def work(bench: Bench) -> None:
            store = bench.simulation.board.store
            store.put("switches", store.raw("switches") | 1 << SENSORS.bit)
            await bench.board.identity()
            await bench.board.write(FLOAT, Decimal(1))
            assert (store.switch(SENSORS.bit), store.switch(FLOAT.bit)) == (True, True)

        self.run(work)

    def test_a_board_is_called_by_its_link(self) -> None:
        assert self.bench().board.name == "memory:bench"
