"""Bytes to a board and back over real bleak and a stand-in for bluetoothd."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import (
    ACK,
    FFE1,
    ONE_FOR_BOTH,
    TWO_WITH_ONE_NAME,
    Answering,
    Char,
    Radio,
    command,
    frame,
)
from tests.bluez.support import Deaf, link
from tests.links.ptys import Ear
from wizard.errors import LinkLost, LinkUnavailable

ANSWER = frame(3, 0) + ACK
ONLY_REQUESTS = (Char(0x20, FFE1, ("write", "notify")),)
LISTENS_FIRST = (Char(0x03, FFE1, ("notify",)), Char(0x07, FFE1, ("write-without-response",)))


@pytest.mark.parametrize("mtu", [None, 131])
@pytest.mark.parametrize("chars", [ONE_FOR_BOTH, TWO_WITH_ONE_NAME, ONLY_REQUESTS, LISTENS_FIRST])
async def test_a_board_is_asked_and_heard_whatever_characteristics_it_has(
    bluez: Bluetoothd, chars: Sequence[Char], mtu: int | None
) -> None:
    board, ear, wanted = Answering(), Ear(), link()
    bluez.place(Radio(board, chars=chars, mtu=mtu))
    await wanted.open(ear)
    await wanted.send(command(0x97))
    assert await ear.hear(320) == ANSWER
    assert board.heard_all == [command(0x97)]
    await wanted.close()


@pytest.mark.parametrize("cut", [20, 80, 128, 244])
async def test_an_answer_arrives_whole_however_it_is_cut(bluez: Bluetoothd, cut: int) -> None:
    bluez.place(Radio(cut=cut))
    ear, wanted = Ear(), link()
    await wanted.open(ear)
    await wanted.send(command(0x97))
    await wanted.send(command(0x96))
    assert await ear.hear(640) == ANSWER + frame(1, 1) + ACK
    await wanted.close()


async def test_of_lost_notifications_the_others_arrive(bluez: Bluetoothd) -> None:
    bluez.place(Radio(cut=20, loses=lambda number: number == 3))
    ear, wanted = Ear(), link()
    await wanted.open(ear)
    await wanted.send(command(0x97))
    assert await ear.hear(300) == ANSWER[:60] + ANSWER[80:]
    await wanted.close()


async def test_what_is_longer_than_a_module_takes_goes_in_pieces(bluez: Bluetoothd) -> None:
    board, wanted = Answering(), link()
    bluez.place(Radio(board, mtu=None))
    await wanted.open(Deaf())
    await wanted.send(bytes(range(50)))
    assert [len(piece) for piece in board.heard_all] == [20, 20, 10]
    assert b"".join(board.heard_all) == bytes(range(50))
    await wanted.close()


async def test_what_a_board_says_by_itself_is_heard(bluez: Bluetoothd) -> None:
    board, ear, wanted = Answering(), Ear(), link()
    bluez.place(Radio(board))
    await wanted.open(ear)
    board.say(b"AT\r\n")
    assert await ear.hear(4) == b"AT\r\n"
    await wanted.close()


async def test_a_closed_link_frees_the_board_and_opens_again(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    wanted = link()
    for _ in range(3):
        ear = Ear()
        await wanted.open(ear)
        assert bluez.connected(radio)
        await wanted.send(command(0x96))
        await ear.hear(320)
        await wanted.close()
        await wanted.close()
        assert not bluez.connected(radio)
        assert ear.reasons == []


async def test_a_link_that_is_open_is_in_use(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    wanted = link()
    await wanted.open(Deaf())
    with pytest.raises(LinkUnavailable, match="in use by this program"):
        await wanted.open(Deaf())
    await wanted.close()


async def test_nothing_is_sent_on_a_link_that_is_not_open() -> None:
    with pytest.raises(LinkLost, match="ble:C8:47:80:12:34:56 is not open"):
        await link().send(b"x")


def test_the_libraries_log_nothing_to_the_terminal() -> None:
    code = (
        "import logging; from wizard.links.bluetooth_quiet import quiet; quiet(); "
        "logging.getLogger('bleak.backends').warning('smear')"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert done.stderr == b""
