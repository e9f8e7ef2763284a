"""The master as a board: what it tells of itself is its status, and nothing is sent to it."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.boards.peers import jumping
from tests.boards.tap import Tap
from tests.boards.test_overheard import chained
from wizard.boards.far_end import Rs485FarEnd
from wizard.boards.heard_master import HeardMaster
from wizard.errors import NoAnswer, NotAllowed
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import ACTION, CALIBRATIONS, SETTING
from wizard.simulator.bank import Bank

ASKED: dict[str, Callable[[HeardMaster], Awaitable[Any]]] = {
    "identity": HeardMaster.identity,
    "settings": HeardMaster.settings,
    "every setting": HeardMaster.every_setting,
    "secrets": HeardMaster.secrets,
    "read back": lambda board: board.read_back(SETTING["capacity"]),
    "write": lambda board: board.write(SETTING["capacity"], Decimal(100)),
    "calibrate": lambda board: board.calibrate(CALIBRATIONS[0], Decimal(52)),
    "act": lambda board: board.act(ACTION["preset_lifepo4"]),
}


def heard(bank: Bank) -> tuple[HeardMaster, Tap]:
    tap = Tap(bank.line)
    return HeardMaster(Rs485FarEnd(MemoryLink("memory:far", tap), 1, "far:{}".format)), tap


def with_master() -> Bank:
    bank = chained()
    bank.chain((1, 2, 3))
    return bank


@pytest.mark.parametrize("read", [HeardMaster.status, HeardMaster.every_reading])
def test_its_status_is_what_it_tells_next(read: Callable[[HeardMaster], Awaitable[Any]]) -> None:
    bank = with_master()
    board, tap = heard(bank)

    async def twice() -> list[Decimal]:
        before = await read(board)
        bank.stations[3].pack.drive(Decimal(12))
        return [before.current, (await read(board)).current]

    assert jumping(twice) == [0, 12]
    assert tap.requests == []


def test_where_no_master_is_heard_there_is_no_answer() -> None:
    bank = chained()
    bank.chain((1, 2))
    board, _ = heard(bank)

    async def ask() -> None:
        with pytest.raises(NoAnswer):
            await board.status()

    jumping(ask)


def test_its_log_is_not_told_and_not_asked_for() -> None:
    board, tap = heard(with_master())
    assert jumping(board.log) is None
    assert tap.requests == []


@pytest.mark.parametrize("name", ASKED)
def test_it_is_asked_nothing_and_told_nothing(name: str) -> None:
    board, tap = heard(with_master())

    async def ask() -> None:
        with pytest.raises(NotAllowed, match="only heard"):
            await ASKED[name](board)

    jumping(ask)
    assert tap.requests == []
    assert board.untold(SETTING["capacity"])


def test_it_lets_go_of_the_line() -> None:
    board, tap = heard(with_master())

    async def used() -> bool:
        await board.status()
        held = tap.plugged_in
        await board.close()
        return held

    assert jumping(used)
    assert not tap.plugged_in
