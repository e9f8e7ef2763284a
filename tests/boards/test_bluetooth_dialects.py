"""Boards of every dialect: told apart by what they send, and told nothing while in doubt."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.bench import Bench
from tests.boards.bluetooth_bench import bench_of
from tests.boards.peers import jumping
from wizard.boards.bluetooth import BluetoothBoard
from wizard.errors import BoardError, NotAllowed
from wizard.protocol.ble.views import Balancer
from wizard.protocol.catalogue import (
    ACTIONS,
    CALIBRATION,
    CALIBRATIONS,
    SETTING,
    WRITABLE,
    Evidence,
    Switch,
)
from wizard.simulator.bluetooth import Dialect
from wizard.simulator.bluetooth_create import USUAL, create_bluetooth

CONFUSED: list[tuple[Dialect, Dialect]] = [
    ("32S", "24S"),
    ("32S", "JK04"),
    ("24S", "32S"),
    ("JK04", "32S"),
]
"""The dialect of the frames, and that of the software version: below 11 it decides nothing."""


def _bench(dialect: Dialect, cells: int = 16) -> tuple[Bench, BluetoothBoard]:
    bench = bench_of(create_bluetooth(dialect, cells=cells))
    assert isinstance(bench.board, BluetoothBoard)
    return bench, bench.board


def _everything_told(board: BluetoothBoard) -> Iterator[Callable[[], Awaitable[None]]]:
    """Yield every write, calibration and action of the catalogue, with good values."""
    for row in WRITABLE.values():
        value = Decimal(row.only is not False) if isinstance(row, Switch) else row.low
        yield lambda row=row, value=value: board.write(row, value)
    for row in CALIBRATIONS:
        yield lambda row=row: board.calibrate(row, row.low)
    for action in ACTIONS:
        yield lambda action=action: board.act(action)


async def _nothing_is_told(bench: Bench, board: BluetoothBoard, why: str) -> None:
    for tell in _everything_told(board):
        with pytest.raises(NotAllowed, match=why):
            await tell()
    assert bench.writes == []


@pytest.mark.parametrize(("spoken", "named"), CONFUSED)
def test_a_board_that_contradicts_itself_is_read_and_told_nothing(
    spoken: Dialect, named: Dialect
) -> None:
    bench, board = _bench(spoken)

    async def work() -> None:
        plate = bench.simulation.board.nameplate
        bench.simulation.board.nameplate = replace(plate, firmware=USUAL[named])
        found = (await board.picture()).reading
        assert len([cell for cell in found.cells if cell > 3]) == 16
        await _nothing_is_told(bench, board, "Nothing is written")

        # A board in doubt is told nothing here or by any other road that this program names.
        assert [row for row in WRITABLE.values() if board.untold(row)] == []

    jumping(work)


def test_a_balancer_shows_its_cells_and_is_told_nothing() -> None:
    bench, board = _bench("JK04")

    async def work() -> None:
        picture = await board.picture()
        found = picture.reading
        assert picture.identity.firmware == USUAL["JK04"]
        assert isinstance(found, Balancer)
        assert [round(cell, 3) for cell in found.cells] == list(bench.simulation.board.inputs())
        assert (await board.settings())["cell_count"] == 16
        for ask in (board.status, board.secrets):
            with pytest.raises(BoardError, match="JK04 balancer"):
                await ask()
        await _nothing_is_told(bench, board, "JK04 balancer is only read")

    jumping(work)


def test_a_board_for_24_cells_is_read_and_set_by_its_own_commands() -> None:
    bench, board = _bench("24S")

    async def work() -> None:
        simulated = bench.simulation.board
        assert (await board.identity()).serial == simulated.nameplate.serial
        found = await board.every_setting()
        assert found.values == {key: simulated.setting(key) for key in found.values}
        assert (found.switches, found.options) == ({}, {})
        bench.simulation.pack.drive(Decimal(-4))
        status = await board.status()
        assert (status.cells, status.current) == (simulated.inputs(), -4)
        await board.write(SETTING["cell_ovp"], Decimal("4.3"))
        assert await board.read_back(SETTING["cell_ovp"]) == Decimal("4.3")
        await board.calibrate(CALIBRATION["voltage_calibration"], Decimal("53.1"))
        assert bench.writes[-1].address == 0x21
        assert abs((await board.status()).pack_voltage - Decimal("53.1")) < Decimal("0.02")

    jumping(work)
    assert bench.face is not None
    assert bench.face.harms == []


def test_what_24_cell_boards_have_no_command_for_is_left_to_the_app() -> None:
    bench, board = _bench("24S")
    own = {"cell_count", "capacity", "cell_ovp"}

    async def work() -> None:
        assert board.untold(ACTIONS[0]) is None
        await board.identity()
        assert [key for key in own if board.untold(SETTING[key])] == []
        assert [row for row in CALIBRATIONS if board.untold(row)] == []
        for action in ACTIONS:
            assert "Set it in the vendor's app" in str(board.untold(action))
            with pytest.raises(NotAllowed, match=r"Set it in the vendor's app"):
                await board.act(action)
        for row in WRITABLE.values():
            if row.code > SETTING["capacity"].code and row.key not in own:
                assert "Set it in the vendor's app" in str(board.untold(row))
                with pytest.raises(NotAllowed, match=r"Set it in the vendor's app"):
                    await board.write(row, Decimal(1))
        with pytest.raises(NotAllowed, match="more than JK02_24S has"):
            await board.write(SETTING["cell_count"], Decimal(25))

    jumping(work)
    assert bench.writes == []


def test_what_nobody_recorded_is_not_sent_to_a_32_cell_board() -> None:
    bench, board = _bench("32S")
    unknown = [row for row in WRITABLE.values() if row.evidence is Evidence.NONE]
    assert unknown

    async def work() -> None:
        await board.identity()
        for row in unknown:
            with pytest.raises(NotAllowed):
                await board.write(row, Decimal(1))

    jumping(work)
    assert bench.writes == []
