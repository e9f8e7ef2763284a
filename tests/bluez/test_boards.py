"""The whole way in real time: board object, link, bleak, bluetoothd, a simulated board."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import ONE_FOR_BOTH, TWO_WITH_ONE_NAME, Char, Radio
from tests.bluez.support import link
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.errors import LinkLost
from wizard.protocol.catalogue import SETTING
from wizard.simulator.bluetooth import Dialect
from wizard.simulator.bluetooth_create import create_bluetooth

ROW = SETTING["cell_ovp"]


@pytest.mark.parametrize(("dialect", "chars"), [("32S", ONE_FOR_BOTH), ("24S", TWO_WITH_ONE_NAME)])
async def test_a_board_is_met_read_and_written(
    bluez: Bluetoothd, dialect: Dialect, chars: Sequence[Char]
) -> None:
    made = create_bluetooth(dialect)
    bluez.place(Radio(made.peer, chars=chars))
    board = BluetoothFarEnd(link()).board()
    assert (await board.identity()).serial == made.board.nameplate.serial
    assert (await board.status()).cells == made.board.inputs()
    await board.write(ROW, Decimal("4.21"))
    assert await board.read_back(ROW) == Decimal("4.21")
    await board.close()


async def test_a_board_that_is_lost_while_it_answers_is_met_again(bluez: Bluetoothd) -> None:
    made = create_bluetooth()
    radio = bluez.place(Radio(made.peer))
    board = BluetoothFarEnd(link()).board()
    asking = asyncio.create_task(board.identity())
    await bluez.called("WriteValue")
    bluez.drop(radio)
    with pytest.raises(LinkLost, match="the Bluetooth connection ended"):
        await asking
    assert (await board.identity()).serial == made.board.nameplate.serial
    await board.close()
