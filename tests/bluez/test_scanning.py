"""Which boards are in range, and how well they are heard."""

from itertools import repeat

import pytest

from tests.bluez import bluetoothd
from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import Radio
from wizard.errors import LinkUnavailable
from wizard.links.bluetooth_scan import scan
from wizard.links.bluetooth_words import Reach, reach

LOOKING_S = 0.1
NEAR = Radio(address="C8:47:80:00:00:01", name="JK_PB2A16S20P", rssi=-50)
FAR = Radio(address="C8:47:80:00:00:02", name="JK-B2A8S20P-7321", rssi=-88, manufacturer={})
OLD = Radio(address="20:21:11:00:00:03", name="JK-B2A16S", rssi=-75, services=())
APPLE = Radio(address="20:21:11:00:00:04", name="AirPods", manufacturer={0x4C: b""}, services=())


@pytest.fixture
def range_(bluez: Bluetoothd) -> Bluetoothd:
    for radio in (FAR, APPLE, OLD, NEAR):
        bluez.place(radio)
    return bluez


async def test_boards_are_listed_by_their_signal_and_others_left_out(range_: Bluetoothd) -> None:
    seen = await scan(LOOKING_S)
    assert [(each.address[-2:], each.rssi, each.reach) for each in seen] == [
        ("01", -50, Reach.GOOD),
        ("03", -75, Reach.FAIR),
        ("02", -88, Reach.POOR),
    ]
    assert (seen[0].name, seen[0].manufacturer) == ("JK_PB2A16S20P", {0x0B65: b"\x88\xa0"})
    assert "StopDiscovery" in range_.calls


@pytest.mark.parametrize(
    ("digits", "found"), [("7321", "02"), ("0003", "03"), ("00:00:01", "01"), ("s20p", "01")]
)
async def test_a_board_is_picked_by_its_last_digits(
    range_: Bluetoothd, digits: str, found: str
) -> None:
    seen = await scan(LOOKING_S, ends=digits)
    assert [each.address[-2:] for each in seen] == [found]
    assert not [radio for radio in range_.radios.values() if range_.connected(radio)]


async def test_no_board_in_range_is_an_empty_list(bluez: Bluetoothd) -> None:
    bluez.place(APPLE)
    assert await scan(LOOKING_S) == ()


async def test_bluetooth_that_does_not_work_is_named(bluez: Bluetoothd) -> None:
    bluez.discoveries = repeat(bluetoothd.NOT_READY)
    with pytest.raises(LinkUnavailable, match="bluetoothctl power on"):
        await scan(LOOKING_S)
    bluez.unplug_adapter()
    with pytest.raises(LinkUnavailable, match="has no Bluetooth adapter"):
        await scan(LOOKING_S)


@pytest.mark.parametrize(
    ("rssi", "verdict"),
    [(-69, Reach.GOOD), (-70, Reach.FAIR), (-80, Reach.POOR), (None, Reach.UNKNOWN)],
)
def test_what_a_signal_promises(rssi: int | None, verdict: Reach) -> None:
    assert reach(rssi) is verdict
