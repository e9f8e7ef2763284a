"""The exchange over Bluetooth: no frame that is older than its question is believed."""

import asyncio

import pytest

from tests.boards.peers import SLACK, Answer, Peer, jumping
from wizard.boards.bluetooth_line import (
    FRAME_S,
    LONGEST_QUIET_S,
    QUIET_S,
    RECEIPT_S,
    STATUS_S,
    BluetoothLine,
)
from wizard.errors import LinkLost, NoAnswer
from wizard.links.memory import MemoryLink
from wizard.protocol.ble import Dialect, Put, encode
from wizard.protocol.catalogue import SETTING
from wizard.protocol.framing import SIZE
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth_command import RECEIPT
from wizard.simulator.native import TYPE, frame

SETTINGS, STATUS, INFO = Table.SETTINGS, Table.STATUS, Table.INFO
WRITE = Put(Dialect.JK02_32S, SETTING["capacity"], SETTING["capacity"].high)


def framed(table: Table, number: int) -> bytes:
    return frame(TYPE[table], number, b"")


def answered(number: int, at: float = 0.04, table: Table = SETTINGS) -> list[Answer]:
    return [(at, framed(table, number)), (at + 0.1, RECEIPT)]


def near(seconds: float, wanted: float) -> bool:
    return abs(seconds - wanted) <= SLACK


def line_on(peer: Peer) -> tuple[BluetoothLine, MemoryLink]:
    link = MemoryLink("memory:ble", peer)
    return BluetoothLine(link), link


def counters(*asked: Table, peer: Peer) -> list[int]:
    """Ask for tables, each until it comes; return the counters of their frames."""

    async def work() -> list[int]:
        line, _ = line_on(peer)
        found: list[int] = []
        for table in asked:
            while True:
                try:
                    found.append((await line.ask(table, await line.opened())).counter)
                except NoAnswer:
                    continue
                break
        return found

    return jumping(work)


def test_a_table_is_the_frame_of_its_type_and_ends_with_its_receipt() -> None:
    first = [(0.03, framed(STATUS, 1)), *answered(2), (0.1, framed(INFO, 0xA5))]
    peer = Peer(first, answered(3, table=INFO))
    assert counters(SETTINGS, INFO, peer=peer) == [2, 3]
    assert near(peer.pauses[0], 0.14)


LATE = pytest.mark.parametrize("late", [0.01, 0.4, QUIET_S - 0.05])


@LATE
def test_a_frame_after_its_time_out_is_not_the_next_answer(late: float) -> None:
    peer = Peer(answered(1, FRAME_S + late), answered(2))
    assert counters(SETTINGS, peer=peer) == [2]


@LATE
def test_the_rest_of_a_frame_after_its_time_out_is_not_the_next_answer(late: float) -> None:
    old = framed(SETTINGS, 1)
    for cut in (1, SIZE // 2, SIZE - 1):
        peer = Peer([(0.04, old[:cut]), (FRAME_S + late, old[cut:])], answered(2))
        assert counters(SETTINGS, peer=peer) == [2]


@pytest.mark.parametrize("moment", [0.01, 0.2, 0.29])
def test_the_frame_of_a_cancelled_question_is_not_the_next_answer(moment: float) -> None:
    async def work() -> int:
        line, _ = line_on(Peer(answered(1, 0.3), answered(2)))
        opening = await line.opened()
        task = asyncio.create_task(line.ask(SETTINGS, opening))
        await asyncio.sleep(moment)
        task.cancel()
        await asyncio.wait({task})
        return (await line.ask(SETTINGS, opening)).counter

    assert jumping(work) == 2


def test_a_status_that_was_under_way_is_not_the_next_one() -> None:
    async def work() -> list[int]:
        peer = Peer()
        line, _ = line_on(peer)
        opening, loop = await line.opened(), asyncio.get_running_loop()
        old = framed(STATUS, 1)
        peer.say(framed(STATUS, 0) + old[:100])
        loop.call_later(0.05, peer.say, old[100:])
        for number in (2, 3):
            loop.call_later(0.4 * number, peer.say, framed(STATUS, number))
        return [(await line.status(opening)).counter for _ in range(2)]

    assert jumping(work) == [2, 3]


def test_firmware_without_receipts_is_read_and_only_slower() -> None:
    peer = Peer([(0.04, framed(SETTINGS, 1))], [(0.04, framed(SETTINGS, 2))])
    assert counters(SETTINGS, SETTINGS, peer=peer) == [1, 2]
    assert near(peer.pauses[0], 0.04 + RECEIPT_S)


def test_a_write_is_sent_once_and_its_silence_counted() -> None:
    peer = Peer([], answered(1), [(0.1, RECEIPT)])

    async def work() -> None:
        line, _ = line_on(peer)
        opening = await line.opened()
        with pytest.raises(NoAnswer):
            await line.tell(WRITE, opening)
        assert line.silences == 1
        await line.ask(SETTINGS, opening)
        await line.tell(WRITE, opening)

    jumping(work)
    assert [request == encode(WRITE) for request in peer.requests] == [True, False, True]
    assert near(peer.pauses[0], RECEIPT_S + QUIET_S)


def test_a_stream_of_statuses_does_not_keep_a_late_answer_waited_for() -> None:
    statuses: list[Answer] = [(0.5 * n, framed(STATUS, n)) for n in range(40)]
    peer = Peer(statuses, answered(77))
    assert counters(SETTINGS, peer=peer) == [77]
    assert near(peer.pauses[0], FRAME_S + QUIET_S)


def test_a_board_that_never_stops_answering_is_asked_again_in_the_end() -> None:
    peer = Peer([(0.5 * n, framed(INFO, n)) for n in range(40)], answered(77))
    assert counters(SETTINGS, peer=peer) == [77]
    assert near(peer.pauses[0], FRAME_S + LONGEST_QUIET_S)


def test_no_status_is_waited_for_in_vain() -> None:
    async def work() -> float:
        line, _ = line_on(Peer())
        opening, loop = await line.opened(), asyncio.get_running_loop()
        begun = loop.time()
        with pytest.raises(NoAnswer):
            await line.status(opening)
        return loop.time() - begun

    assert near(jumping(work), STATUS_S)


@pytest.mark.parametrize("what", ["ask", "tell", "status"])
def test_a_link_lost_under_way_ends_the_exchange_and_is_opened_anew(what: str) -> None:
    async def work() -> None:
        line, link = line_on(Peer())
        opening = await line.opened()
        asyncio.get_running_loop().call_later(0.2, link.pull)
        exchange = {
            "ask": lambda: line.ask(SETTINGS, opening),
            "tell": lambda: line.tell(WRITE, opening),
            "status": lambda: line.status(opening),
        }[what]
        with pytest.raises(LinkLost, match="pulled"):
            await exchange()
        assert await line.opened() == opening + 1
        with pytest.raises(LinkLost, match="nothing was sent"):
            await exchange()

    jumping(work)
