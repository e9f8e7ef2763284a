"""What keeps a connection from coming up: tried again within bounds, or named."""

import asyncio
from dataclasses import replace
from itertools import repeat

import pytest
from dbus_fast import Variant

from tests.bluez import bluetoothd
from tests.bluez.bluetoothd import ADAPTER, GATT_CHAR, HCI, SILENT, Bluetoothd
from tests.bluez.daemon import system_bus
from tests.bluez.radios import ADDRESS, FFE2, ONE_FOR_BOTH, Char, Radio
from tests.bluez.support import SHORT, SURE, Deaf, left_by_bleak, link, refusal
from wizard.links import bluetooth_bluez
from wizard.links.bluetooth import BluetoothLink

OTHERS = (Char(0x12, FFE2, ("write", "notify")),)


@pytest.mark.parametrize(
    "fault", [bluetoothd.FAILED, bluetoothd.IN_PROGRESS, bluetoothd.ALREADY_CONNECTED]
)
async def test_a_connection_that_fails_is_tried_again(bluez: Bluetoothd, fault: str) -> None:
    radio = bluez.place(Radio())
    bluez.connects = iter([fault, fault])
    wanted = link()
    await wanted.open(Deaf())
    assert bluez.connected(radio)
    assert bluez.calls.count("Connect") == 3
    await wanted.close()


async def test_what_the_connecting_is_at_is_told_until_it_is_done(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.connects = iter([bluetoothd.FAILED])
    told: list[str] = []
    wanted = BluetoothLink(ADDRESS, patience=SURE, tell=lambda what: told.append(str(what or "")))
    await wanted.open(Deaf())
    await wanted.close()
    assert told == ["looking for the board", "connecting"] * 2 + [""]


async def test_nothing_is_told_any_more_where_there_is_no_board(bluez: Bluetoothd) -> None:
    told: list[str] = []
    bluez.connects = repeat(bluetoothd.FAILED)
    patience = replace(SURE, find=SHORT)
    wanted = BluetoothLink(
        ADDRESS, patience=patience, tell=lambda what: told.append(str(what or ""))
    )
    assert await refusal(wanted)
    assert told == ["looking for the board", ""]


async def test_a_connection_that_aborts_itself_is_no_loss(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    bluez.connects, bluez.why = iter([bluetoothd.FAILED]), bluetoothd.ABORTED
    wanted = link()
    await wanted.open(Deaf())
    assert bluez.connected(radio)
    assert (bluez.calls.count("Connect"), bluez.calls.count("StartDiscovery")) == (2, 1)
    await wanted.close()


async def test_a_board_that_does_not_connect_is_given_up_with_what_to_do(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.connects = repeat(bluetoothd.FAILED)
    assert await refusal(link()) == (
        "ble:C8:47:80:12:34:56 shows itself but did not connect (le-connection-abort-by-remote). "
        "Force-stop the JK app on every phone: a board takes one client at a time. "
        "Then try again."
    )
    assert bluez.calls.count("Connect") == 3


async def test_a_board_that_is_too_far_away_says_so(bluez: Bluetoothd) -> None:
    bluez.place(Radio(rssi=-88))
    bluez.connects = repeat(bluetoothd.FAILED)
    assert "is too far away: -88 dBm" in await refusal(link())


async def test_a_connection_that_never_comes_is_bounded(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.connects = repeat(SILENT)
    assert "did not connect (no answer in time)" in await refusal(link(connect=SHORT, attempts=2))
    assert bluez.calls.count("Connect") == 2


async def test_a_bluetoothd_that_hangs_while_it_connects_is_bounded(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.connects = bluez.disconnects = repeat(SILENT)
    short = link(connect=SHORT, release=SHORT, attempts=1)
    assert "did not connect (no answer in time)" in await refusal(short)


async def test_services_that_are_never_resolved_are_bounded(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    bluez.resolves = False
    assert "no answer in time" in await refusal(link(connect=SHORT, attempts=1))
    assert not bluez.connected(radio)


async def test_a_device_that_the_system_forgot_is_looked_for_again(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.forgets = 1
    wanted = link()
    await wanted.open(Deaf())
    assert bluez.calls.count("StartDiscovery") == 2
    await wanted.close()


async def test_a_board_that_does_not_advertise_is_named_with_what_to_do(bluez: Bluetoothd) -> None:
    bluez.place(Radio(seen=False), known=True)
    sentence = await refusal(link(find=SHORT))
    assert "does not show itself" in sentence
    assert "force-stop the JK app" in sentence
    assert "Connect" not in bluez.calls


@pytest.mark.parametrize("how", ["Notifying", "NotifyAcquired"])
async def test_a_board_that_another_program_listens_to_is_left_to_it(
    bluez: Bluetoothd, how: str
) -> None:
    radio = bluez.place(Radio(), known=True)
    bluez.come_up(radio)
    bluez.change(radio.path(ONE_FOR_BOTH[0]), GATT_CHAR, **{how: Variant("b", True)})
    sentence = await refusal(link())
    assert "in use by another program of this computer" in sentence
    assert "bluetoothctl disconnect C8:47:80:12:34:56" in sentence
    assert bluez.connected(radio)


async def test_a_board_that_a_killed_program_left_connected_is_freed(bluez: Bluetoothd) -> None:
    bluez.come_up(bluez.place(Radio(), known=True))
    wanted = link()
    await wanted.open(Deaf())
    assert bluez.calls.index("Disconnect") < bluez.calls.index("Connect")
    await wanted.close()


async def test_what_is_no_board_is_let_go(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio(chars=OTHERS))
    assert "no service FFE0 with characteristic FFE1" in await refusal(link())
    assert not bluez.connected(radio)


async def test_a_board_that_refuses_to_be_listened_to_is_named(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    bluez.notifies = repeat(bluetoothd.FAILED)
    assert "does not let itself be listened to (le-connection" in await refusal(link())
    assert not bluez.connected(radio)


async def test_what_bluetoothd_does_not_permit_for_other_reasons_is_not_pairing(
    bluez: Bluetoothd,
) -> None:
    bluez.place(Radio())
    bluez.notifies, bluez.why = iter([bluetoothd.NOT_PERMITTED]), "Notify acquired"
    assert "listened to (Notify acquired)" in await refusal(link())
    assert "Pair" not in bluez.calls


async def test_a_board_that_never_lets_itself_be_listened_to_is_bounded(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.notifies = repeat(SILENT)
    assert "listened to (no answer in time)" in await refusal(link(listen=SHORT))


async def test_a_board_that_leaves_while_it_is_opened_is_tried_again(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    bluez.notifies = iter([SILENT])
    wanted = link()
    opening = asyncio.create_task(wanted.open(Deaf()))
    await bluez.called("StartNotify")
    bluez.drop(radio)
    await opening
    assert bluez.calls.count("Connect") == 2
    await wanted.close()


async def test_an_opening_that_is_cancelled_frees_the_board(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    bluez.notifies = repeat(SILENT)
    wanted = link()
    opening = asyncio.create_task(wanted.open(Deaf()))
    await bluez.called("StartNotify")
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert not bluez.connected(radio)
    assert bluez.agent is None


# ---- this computer


async def test_without_adapter_it_says_so(empty: Bluetoothd) -> None:
    assert "has no Bluetooth adapter" in await refusal(link())
    assert empty.calls == ["GetManagedObjects"]


async def test_another_adapter_than_the_wanted_one_is_none(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    assert "has no Bluetooth adapter" in await refusal(link(adapter="hci1"))
    wanted = link(adapter="hci0")
    await wanted.open(Deaf())
    await wanted.close()


@pytest.mark.parametrize(
    ("blocked", "remedy"), [(False, "bluetoothctl power on"), (True, "rfkill unblock bluetooth")]
)
async def test_an_adapter_that_is_off_comes_with_its_remedy(
    empty: Bluetoothd, remedy: str, *, blocked: bool
) -> None:
    empty.plug_adapter(powered=False, blocked=blocked)
    assert remedy in await refusal(link())


async def test_an_adapter_that_goes_off_while_it_connects_is_named(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.connects = repeat(bluetoothd.NOT_READY)
    assert "bluetoothctl power on" in await refusal(link())
    assert bluez.calls.count("Connect") == 1


async def test_a_scan_that_is_refused_is_named(bluez: Bluetoothd) -> None:
    bluez.discoveries = repeat(bluetoothd.FAILED)
    assert "does not look for boards (le-connection" in await refusal(link())


async def test_a_service_that_does_not_run_comes_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with system_bus() as (address, _):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        assert "sudo systemctl start bluetooth" in await refusal(link())


async def test_a_computer_without_system_bus_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert "sudo systemctl start bluetooth" in await refusal(link())


async def test_a_user_without_permission_is_told_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    with system_bus(denied=True) as (address, _):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        bus = await bluetoothd.served(address)
        assert "sudo usermod -aG bluetooth $USER" in await refusal(link())
        await bus.stop()
        await left_by_bleak()


async def test_a_bluetoothd_that_hangs_is_bounded(
    bluez: Bluetoothd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bluetooth_bluez, "ASKING_S", SHORT)
    bluez.listings = repeat(SILENT)
    assert "does not look for boards (no answer in time)" in await refusal(link())


async def test_bluetooth_that_is_switched_on_again_works(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    bluez.power_off()
    wanted = link()
    assert "power on" in await refusal(wanted)
    bluez.change(HCI, ADAPTER, Powered=Variant("b", True))
    await wanted.open(Deaf())
    await wanted.close()


async def test_a_board_that_another_link_holds_is_refused_until_that_one_lets_go(
    bluez: Bluetoothd,
) -> None:
    bluez.place(Radio())
    first, second = link(), link()
    await first.open(Deaf())
    assert "is in use by process" in await refusal(second)
    assert bluez.calls.count("Connect") == 1
    await first.close()
    await second.open(Deaf())
    await second.close()
