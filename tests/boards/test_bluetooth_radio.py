"""Modules as they were met: cuts, noise, losses, silence. Reads get slower, never bent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.bench import Bench
from tests.boards.bluetooth_bench import bench_of
from tests.boards.peers import jumping
from wizard.boards.bluetooth import TRIES
from wizard.errors import LinkLost, NoAnswer
from wizard.protocol.ble.commands import ASKED
from wizard.protocol.catalogue import SETTING
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth_air import SIZES, Radio
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.simulator.create import create
from wizard.simulator.quirks import GOOD, Quirks

RADIOS = {
    **{chunking: Radio(chunking, "inside") for chunking in SIZES},
    "cut anywhere": Radio("any", "inside", seed=3),
    "losing": Radio("128+22", "between", lost=0.05, seed=5),
    "with a tail": Radio(tail=True),
    "answering the second only after the first": Radio(info_first=True),
}


def _bench(radio: Radio) -> Bench:
    return bench_of(create_bluetooth(radio=radio))


def _asked(bench: Bench) -> list[int]:
    return [request[4] for request in bench.tap.requests]


@pytest.mark.parametrize("name", RADIOS)
def test_a_bad_radio_slows_reads_and_never_bends_them(name: str) -> None:
    bench = _bench(RADIOS[name])

    async def work() -> None:
        board = bench.simulation.board
        for volts in ("4.20", "4.21", "4.22"):
            board.set("cell_ovp", Decimal(volts))
            assert (await bench.board.settings()).values == board.all_settings()
            assert (await bench.board.status()).cells == board.inputs()
            assert (await bench.board.identity()).serial == board.nameplate.serial

    jumping(work)


def test_each_status_is_another_frame() -> None:
    bench = _bench(Radio())

    async def work() -> None:
        found = [await bench.board.status() for _ in range(4)]
        times = [status.readings["run_time"][0] for status in found]
        assert times == sorted(times)
        assert times[-1] > times[0]

    jumping(work)


def test_the_order_is_that_of_the_vendors_app_in_each_opening() -> None:
    bench = _bench(Radio())

    async def work() -> None:
        for _ in range(2):
            await bench.board.status()
            await bench.board.status()
            bench.link.pull()

    jumping(work)
    assert _asked(bench) == [ASKED[Table.INFO], ASKED[Table.SETTINGS]] * 2


def test_a_stream_that_dried_up_is_started_again() -> None:
    bench = _bench(Radio())

    async def work() -> None:
        await bench.board.status()
        sent = len(bench.tap.requests)
        bench.tap.swallow = lambda: len(bench.tap.requests) == sent
        await bench.board.status()
        assert _asked(bench)[sent:] == [ASKED[Table.SETTINGS]]

    jumping(work)


def test_a_deaf_connection_is_given_up_and_a_new_one_answers() -> None:
    bench = _bench(Radio(deaf=1))

    async def work() -> None:
        with pytest.raises(NoAnswer, match="no phone connected"):
            await bench.board.identity()
        assert not bench.tap.plugged_in
        assert len(bench.tap.requests) == TRIES
        await bench.board.identity()

    jumping(work)


def test_a_lost_receipt_says_nothing_about_the_write() -> None:
    bench = _bench(Radio())
    capacity = SETTING["capacity"]

    async def work() -> None:
        await bench.board.identity()
        bench.tap.swallow = lambda: True
        with pytest.raises(NoAnswer):
            await bench.board.write(capacity, Decimal("280.5"))
        bench.tap.swallow = lambda: False
        assert await bench.board.read_back(capacity) == Decimal("280.5")

    jumping(work)


def test_a_receipt_is_no_proof() -> None:
    bench = _bench(Radio())
    bench.simulation.board.quirks = replace(GOOD, ignored=frozenset({"capacity"}))
    capacity = SETTING["capacity"]

    async def work() -> None:
        await bench.board.identity()
        before = await bench.board.read_back(capacity)
        await bench.board.write(capacity, before + 1)
        assert await bench.board.read_back(capacity) == before

    jumping(work)


@pytest.mark.parametrize("request_", [1, 2])
def test_no_read_holds_frames_of_two_boards(request_: int) -> None:
    bench = _bench(Radio())

    async def work() -> None:
        def exchange_boards() -> None:
            bench.link.pull()
            bench.tap.peer = create(chemistry="lto").line

        await bench.board.identity()
        bench.tap.after(request_, 0.0, exchange_boards)
        with pytest.raises(LinkLost):
            await bench.board.every_setting()

    jumping(work)


def test_a_board_that_goes_dark_is_lost() -> None:
    bench = _bench(Radio())

    async def work() -> None:
        await bench.board.identity()
        bench.simulation.board.put_out()
        with pytest.raises(LinkLost):
            await bench.board.settings()

    jumping(work)


def test_a_silent_board_is_asked_a_bounded_number_of_times() -> None:
    bench = _bench(Radio())
    bench.simulation.board.quirks = Quirks(silent=True)

    async def work() -> None:
        with pytest.raises(NoAnswer, match=f"after {TRIES} tries"):
            await bench.board.settings()

    jumping(work)
    assert len(bench.tap.requests) == TRIES
