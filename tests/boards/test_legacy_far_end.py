"""At the far end of a UART there is one board, and nothing has an address."""

import asyncio

import pytest

from tests.boards.peers import jumping
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.boards.legacy_far_end import LegacyFarEnd
from wizard.boards.overheard import Overheard
from wizard.errors import NotAllowed
from wizard.links.memory import MemoryLink
from wizard.simulator.create import create
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.makes import LEGACY


def _link() -> MemoryLink:
    return MemoryLink("memory:uart", LegacyFace(create(cells=8, make=LEGACY).board))


def test_each_far_end_tells_by_which_way_its_boards_are_spoken_to() -> None:
    link = _link()
    ends: list[FarEnd] = [
        LegacyFarEnd(link),
        BluetoothFarEnd(link),
        Rs485FarEnd(link, 1, lambda n: f"{n}"),
    ]
    assert [(end.way, end.wired) for end in ends] == [
        ("uart", False),
        ("bluetooth", False),
        ("rs485", True),
    ]


def test_its_board_is_the_one_at_the_plug() -> None:
    far_end = LegacyFarEnd(_link())

    async def work() -> None:
        one, other = far_end.board(), far_end.board()
        assert await one.identity() == await other.identity()
        await one.close()

    jumping(work)


def test_no_other_board_can_be_asked_and_no_master_is_heard() -> None:
    far_end: FarEnd = LegacyFarEnd(_link())

    async def work() -> None:
        with pytest.raises(NotAllowed, match="no address 3"):
            far_end.at(3)
        with pytest.raises(NotAllowed, match="no address 3"):
            far_end.written(3)
        with pytest.raises(NotAllowed, match="no address 2"):
            await far_end.who((2, 3))
        with pytest.raises(NotAllowed, match="no address 4"):
            await far_end.answers(4, "fc03")
        before = asyncio.get_running_loop().time()
        assert await far_end.master(60) is None
        assert await far_end.overhear(60) == Overheard()
        assert asyncio.get_running_loop().time() < before + 1

    jumping(work)
