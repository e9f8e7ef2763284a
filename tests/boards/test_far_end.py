"""The far end of an RS485 line: its board, other addresses, a master that is heard."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from wizard.boards.far_end import Rs485FarEnd
from wizard.clock import JumpClock
from wizard.errors import NoAnswer
from wizard.links.memory import MemoryLink
from wizard.simulator.create import Simulation, create
from wizard.simulator.hands import Hands

T = TypeVar("T")


def jumping(work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        return await work()

    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        return runner.run(run())


def at(simulation: Simulation, address: int = 1) -> Rs485FarEnd:
    return Rs485FarEnd(MemoryLink("memory:far", simulation.line), address, "far:{}".format)


def restarted_at(address: int) -> Simulation:
    simulation = create()
    hands = Hands(simulation)
    hands.dip(address)
    hands.switch_off()
    hands.switch_on()
    return simulation


def test_the_board_of_the_link_is_the_one_at_its_address() -> None:
    simulation = create(units=(1, 2))
    found = jumping(at(simulation, 2).board().identity)
    assert found.serial == simulation.stations[2].board.nameplate.serial


def test_a_board_that_moved_answers_at_its_new_address_only() -> None:
    end = at(restarted_at(5))

    async def both() -> str:
        with pytest.raises(NoAnswer):
            await end.board().identity()
        return (await end.at(5).identity()).serial

    assert jumping(both).startswith("5041")


def test_a_master_is_known_by_the_settings_it_tells() -> None:
    simulation = restarted_at(0)
    heard = jumping(lambda: at(simulation).master(20))
    assert heard is not None
    assert heard["cell_ovp"] == simulation.board.setting("cell_ovp")
    assert heard["cell_count"] == simulation.board.setting("cell_count")


def test_the_link_to_another_address_can_be_written() -> None:
    assert at(create()).written(7) == "far:7"


def test_no_master_is_heard_where_none_speaks() -> None:
    assert jumping(lambda: at(create()).master(20)) is None
