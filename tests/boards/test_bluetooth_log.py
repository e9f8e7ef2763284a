"""The log book over Bluetooth: asked for where the board lists the command, never insisted on."""

import asyncio
from decimal import Decimal

import pytest

from tests.boards.bench import Bench
from tests.boards.bluetooth_bench import bench_of
from tests.boards.peers import jumping
from wizard.boards.bluetooth_line import FRAME_S, QUIET_S
from wizard.protocol.ble.commands import LOG
from wizard.protocol.catalogue import SETTING
from wizard.simulator import readings
from wizard.simulator.bluetooth import Dialect, dialect_of
from wizard.simulator.bluetooth_air import Radio
from wizard.simulator.bluetooth_create import create_bluetooth

A_RECEIPT_S = 1.0


def asked_for_log(bench: Bench) -> int:
    return sum(request[4] == LOG for request in bench.tap.requests)


@pytest.mark.parametrize("firmware", ["11.17", "11.55", "14.20", "15.41", "19.05", "19.27"])
def test_firmware_that_lists_the_command_tells_its_log(firmware: str) -> None:
    bench = bench_of(create_bluetooth(firmware=firmware))

    async def work() -> None:
        await bench.board.identity()
        found = await bench.board.log()
        assert found is not None
        assert [entry.name for entry in found] == ["boot"]

    jumping(work)


@pytest.mark.parametrize("dialect", ["24S", "JK04"])
def test_boards_of_other_dialects_are_not_asked(dialect: Dialect) -> None:
    bench = bench_of(create_bluetooth(dialect))

    async def work() -> None:
        await bench.board.identity()
        assert await bench.board.log() is None

    jumping(work)
    assert asked_for_log(bench) == 0


def test_firmware_that_does_not_list_the_command_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readings, "SUPPORTED", readings.SUPPORTED - {LOG})
    bench = bench_of(create_bluetooth())

    async def work() -> None:
        assert not (await bench.board.identity()).supports(LOG)
        await bench.board.write(SETTING["cell_ovp"], Decimal("3.65"))  # it is in no doubt
        assert await bench.board.log() is None

    jumping(work)
    assert asked_for_log(bench) == 0


def test_a_board_in_doubt_is_not_asked() -> None:
    made = create_bluetooth()
    made.peer.dialect = "24S"
    assert dialect_of(made.board.nameplate.firmware) == "32S"
    bench = bench_of(made)

    async def work() -> None:
        await bench.board.identity()
        assert await bench.board.log() is None

    jumping(work)
    assert asked_for_log(bench) == 0


def test_after_the_link_was_lost_the_board_says_who_it_is_before_it_is_asked() -> None:
    bench = bench_of(create_bluetooth())

    async def work() -> None:
        await bench.board.identity()
        bench.link.pull()
        await bench.board.status()
        assert await bench.board.log() is None
        assert asked_for_log(bench) == 0
        await bench.board.identity()
        assert await bench.board.log() is not None

    jumping(work)


def test_a_lost_answer_is_asked_for_once_more() -> None:
    bench = bench_of(create_bluetooth())

    async def work() -> None:
        await bench.board.identity()
        sent = len(bench.tap.requests)
        bench.tap.swallow = lambda: len(bench.tap.requests) == sent + 1
        assert await bench.board.log() is not None

    jumping(work)
    assert asked_for_log(bench) == 2


def test_a_board_that_never_tells_it_is_asked_twice_and_serves_on() -> None:
    bench = bench_of(create_bluetooth())
    plate = bench.simulation.board.nameplate

    async def work() -> None:
        await bench.board.identity()
        bench.tap.swallow = lambda: bench.tap.requests[-1][4] == LOG
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert await bench.board.log() is None
        assert loop.time() - began <= 2 * FRAME_S + QUIET_S + A_RECEIPT_S
        assert (await bench.board.identity()).serial == plate.serial
        assert bench.board.losses == 0

    jumping(work)
    assert asked_for_log(bench) == 2


def test_statuses_meanwhile_and_noise_do_not_bend_it() -> None:
    bench = bench_of(create_bluetooth(radio=Radio("any", "inside", seed=3)))

    async def work() -> None:
        for _ in range(5):
            await bench.board.identity()
            await bench.board.status()
            found = await bench.board.log()
            assert found is not None
            assert [entry.code for entry in found] == [1]
            await bench.board.status()

    jumping(work)


def test_of_a_long_log_the_newest_fifty_are_told() -> None:
    made = create_bluetooth()
    for number in range(70):
        made.board.note(number)
    bench = bench_of(made)

    async def work() -> None:
        await bench.board.identity()
        found = await bench.board.log()
        assert found is not None
        assert [entry.code for entry in found] == list(range(20, 70))

    jumping(work)
