"""Errors of Bluetooth and what is said of each; other systems than Linux among them."""

from types import SimpleNamespace

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
)

from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import Radio, command
from tests.bluez.support import link
from tests.links.ptys import Ear
from wizard.links import bluetooth_system
from wizard.links import bluetooth_words as say


@pytest.mark.parametrize("reason", BleakBluetoothNotAvailableReason)
def test_every_reason_that_is_known_has_a_remedy(reason: BleakBluetoothNotAvailableReason) -> None:
    sentence = say.of_computer(BleakBluetoothNotAvailableError("off", reason))
    assert (sentence is None) == (reason is BleakBluetoothNotAvailableReason.UNKNOWN)


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (BleakDBusError("org.freedesktop.DBus.Error.Spawn.ChildExited", []), "systemctl start"),
        (BleakDBusError("org.freedesktop.systemd1.NoSuchUnit", []), "systemctl start"),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", []), "usermod"),
        (ConnectionRefusedError(), "systemctl start"),
        (PermissionError(), "usermod"),
    ],
)
def test_what_is_wrong_with_the_computer_comes_with_a_command(
    error: Exception, remedy: str
) -> None:
    assert remedy in str(say.of_computer(error))


@pytest.mark.parametrize(
    "error",
    [BleakError("x"), TimeoutError(), BleakDBusError("org.bluez.Error.Failed", ["x"]), EOFError()],
)
def test_what_is_the_boards_is_not_the_computers(error: Exception) -> None:
    assert say.of_computer(error) is None
    assert not say.is_unpaired(error)
    assert say.why(error)


@pytest.mark.parametrize(("code", "unpaired"), [(0x05, True), (0x0F, True), (0x03, False)])
def test_att_errors_of_security_mean_pairing(code: int, unpaired: bool) -> None:  # noqa: FBT001
    assert say.is_unpaired(BleakGATTProtocolError(code)) is unpaired


async def test_on_other_systems_bleak_alone_is_asked(
    bluez: Bluetoothd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bluetooth_system, "sys", SimpleNamespace(platform="darwin"))
    radio = bluez.place(Radio())
    ear, wanted = Ear(), link()
    await wanted.open(ear)
    await wanted.send(command(0x97))
    await ear.hear(320)
    bluez.drop(radio)
    assert "the Bluetooth connection ended" in await ear.hear_loss()
    await wanted.close()
    assert "RegisterAgent" not in bluez.calls
