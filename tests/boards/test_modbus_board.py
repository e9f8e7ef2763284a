import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.boards.bench import Bench
from tests.boards.contract_rs485 import Rs485Contract
from tests.boards.peers import Peer, jumping, telling
from wizard.boards.board import Board
from wizard.boards.bus import Bus
from wizard.boards.modbus import ModbusBoard
from wizard.boards.reader import TRIES
from wizard.errors import NoAnswer, Refused
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import SETTING
from wizard.protocol.modbus import sealed


class TestModbusBoard(Rs485Contract):
    def board(self, link: MemoryLink) -> Board:
        return ModbusBoard(Bus(link), 1)

    def test_a_settings_table_that_ends_early_is_read_as_far_as_it_goes(self) -> None:
        async def work(bench: Bench) -> None:
            found, held = await bench.board.settings(), bench.simulation.board.all_settings()
            missing = {"heater_on", "heater_off", "smart_sleep_hours", *DISCHARGE_LIMITS}
            assert held.keys() - found.values.keys() == missing
            assert found["precharge_time"] == held["precharge_time"]
            assert not found.sensors_disabled

        self.run(work, "short-settings")


DISCHARGE_LIMITS = ("discharge_utp", "discharge_utpr")


def _registers(request: bytes) -> int:
    return int.from_bytes(request[4:6])


def _bench() -> Bench:
    return TestModbusBoard().bench()


@given(st.lists(st.booleans(), min_size=1, max_size=24))
def test_no_read_follows_a_failed_one_of_its_own_length(losses: list[bool]) -> None:
    bench, left = _bench(), iter(losses)
    bench.tap.swallow = lambda: next(left, False)

    async def work() -> None:
        for _ in range(2):
            try:
                await bench.board.settings()
                assert await bench.board.read_back(SETTING["cell_ovp"]) == Decimal("4.2")
            except NoAnswer:
                continue

    jumping(work)
    lengths = [_registers(request) for request in bench.tap.requests]
    for lost in bench.tap.lost:
        assert lengths[lost : lost + 1] != lengths[lost + 1 : lost + 2]


@pytest.mark.parametrize("key", ["cell_ovp", "capacity"])
def test_a_silent_board_is_asked_a_bounded_number_of_times(key: str) -> None:
    bench = _bench()
    bench.become_silent()

    async def work() -> None:
        with pytest.raises(NoAnswer, match=f"after {TRIES} tries"):
            await bench.board.read_back(SETTING[key])

    jumping(work)
    assert len(bench.tap.requests) == TRIES


def _at(peer: Peer) -> ModbusBoard:
    return ModbusBoard(Bus(MemoryLink("memory:peer", peer)), 1)


def test_a_read_that_the_board_refuses_says_where_and_is_not_repeated() -> None:
    peer = Peer([(0.04, sealed(b"\x01\x83\x02"))])

    async def work() -> None:
        with pytest.raises(Refused, match="0x100C with exception 2") as refusal:
            await _at(peer).read_back(SETTING["cell_ovp"])
        assert refusal.value.code == 2

    jumping(work)
    assert len(peer.requests) == 1


def test_a_cancelled_read_is_not_followed_by_one_of_its_own_length() -> None:
    peer = Peer([], [(0.04, telling(0, 1))], [(0.04, telling(4200, 1))])

    async def work() -> Decimal:
        board = _at(peer)
        task = asyncio.create_task(board.read_back(SETTING["cell_ovp"]))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait({task})
        return await board.read_back(SETTING["cell_ovp"])

    assert jumping(work) == Decimal("4.2")
    assert [_registers(request) for request in peer.requests] == [2, 1, 1]


def test_the_line_is_back_to_whole_reads_after_one_good_answer() -> None:
    bench, left = _bench(), iter([True])
    bench.tap.swallow = lambda: next(left, False)

    async def work() -> None:
        for _ in range(3):
            await bench.board.read_back(SETTING["cell_ovp"])

    jumping(work)
    assert [_registers(request) for request in bench.tap.requests] == [2, 1, 1, 2, 2]


def test_a_board_is_called_by_its_line_and_address() -> None:
    assert _at(Peer()).name == "memory:peer addr 1"
