"""A connection that ends, in every way that bleak notices and in those that it does not."""

import asyncio
import subprocess
from collections.abc import Callable
from itertools import repeat

import pytest

from tests.bluez import bluetoothd
from tests.bluez.bluetoothd import SILENT, Bluetoothd, served
from tests.bluez.daemon import system_bus
from tests.bluez.radios import Answering, Radio, command, frame
from tests.bluez.support import SHORT, Deaf, left_by_bleak, link
from tests.links.ptys import Ear
from wizard.errors import LinkLost

Ending = Callable[[Bluetoothd, Radio], None]
ENDINGS: dict[str, tuple[Ending, str]] = {
    "out of reach": (Bluetoothd.drop, "the Bluetooth connection ended. Go nearer"),
    "switched off": (lambda bluez, _: bluez.power_off(), "the Bluetooth connection ended"),
    "forgotten": (lambda bluez, radio: bluez.remove(radio.place), "was taken from the list"),
    "adapter pulled": (lambda bluez, _: bluez.unplug_adapter(), "adapter was pulled out"),
    "bluetoothd killed": (lambda bluez, _: bluez.bus.disconnect(), "systemctl start bluetooth"),
}


@pytest.mark.parametrize(("end", "sentence"), ENDINGS.values(), ids=list(ENDINGS))
async def test_the_end_of_a_connection_is_told_once_with_what_to_do(
    bluez: Bluetoothd, end: Ending, sentence: str
) -> None:
    board, ear, wanted = Answering(), Ear(), link()
    radio = bluez.place(Radio(board))
    await wanted.open(ear)
    board.say(frame(2, 0)[:150])
    assert len(await ear.hear(150)) == 150
    end(bluez, radio)
    assert sentence in await ear.hear_loss()
    with pytest.raises(LinkLost, match="is not open"):
        await wanted.send(command(0x96))
    await wanted.close()
    assert len(ear.reasons) == 1


async def test_the_end_of_the_system_bus_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with system_bus() as (address, daemon):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        bluez = await served(address)
        bluez.plug_adapter()
        bluez.place(Radio())
        ear, wanted = Ear(), link()
        await wanted.open(ear)
        _kill(daemon)
        assert "Bluetooth" in await ear.hear_loss()
        await wanted.close()
        await left_by_bleak()


def _kill(daemon: subprocess.Popen[str]) -> None:
    daemon.kill()
    daemon.wait()


async def test_a_link_that_was_lost_opens_again(bluez: Bluetoothd) -> None:
    radio, wanted = bluez.place(Radio()), link()
    for _ in range(3):
        ear = Ear()
        await wanted.open(ear)
        await wanted.send(command(0x97))
        await ear.hear(320)
        bluez.drop(radio)
        await ear.hear_loss()
    await wanted.close()
    assert not bluez.connected(radio)


async def test_a_link_opens_again_when_bluetoothd_is_back(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    ear, wanted = Ear(), link()
    await wanted.open(ear)
    await bluez.stop()
    await ear.hear_loss()
    again = await served(bluez.address)
    again.plug_adapter()
    radio = again.place(Radio())
    await wanted.open(Deaf())
    assert again.connected(radio)
    await wanted.close()
    await again.stop()


@pytest.mark.parametrize("fault", [SILENT, bluetoothd.IN_PROGRESS])
async def test_a_write_that_does_not_go_out_is_bounded_and_ends_the_link(
    bluez: Bluetoothd, fault: str
) -> None:
    radio = bluez.place(Radio())
    bluez.writes = repeat(fault)
    wanted = link(write=SHORT)
    await wanted.open(Deaf())
    with pytest.raises(LinkLost, match=r"took no command \(no answer in time\)"):
        await wanted.send(command(0x97))
    assert not bluez.connected(radio)


@pytest.mark.parametrize("fault", [bluetoothd.FAILED, bluetoothd.NOT_CONNECTED])
async def test_a_write_that_fails_ends_the_link(bluez: Bluetoothd, fault: str) -> None:
    bluez.place(Radio())
    bluez.writes = iter([fault])
    wanted = link()
    await wanted.open(Deaf())
    with pytest.raises(LinkLost, match=r"took no command \(le-connection-abort-by-remote\)"):
        await wanted.send(command(0x97))
    await wanted.open(Deaf())
    await wanted.send(command(0x97))
    await wanted.close()


async def test_a_write_that_is_busy_for_a_moment_goes_out(bluez: Bluetoothd) -> None:
    board, wanted = Answering(), link()
    bluez.place(Radio(board))
    bluez.writes = iter([bluetoothd.IN_PROGRESS] * 2)
    await wanted.open(Deaf())
    await wanted.send(command(0x97))
    assert board.heard_all == [command(0x97)]
    await wanted.close()


@pytest.mark.parametrize(("end", "sentence"), ENDINGS.values(), ids=list(ENDINGS))
async def test_a_write_under_way_fails_with_the_connection(
    bluez: Bluetoothd, end: Ending, sentence: str
) -> None:
    radio = bluez.place(Radio())
    bluez.writes = repeat(SILENT)
    wanted = link()
    await wanted.open(Deaf())
    sending = asyncio.create_task(wanted.send(command(0x97)))
    await bluez.called("WriteValue")
    end(bluez, radio)
    with pytest.raises(LinkLost, match=sentence):
        await sending
    await wanted.close()


async def test_a_bluetoothd_that_hangs_does_not_hold_the_closing(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    wanted = link(release=SHORT)
    await wanted.open(Deaf())
    bluez.disconnects = repeat(SILENT)
    async with asyncio.timeout(10):
        await wanted.close()
