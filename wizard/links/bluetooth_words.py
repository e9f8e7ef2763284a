"""Why Bluetooth did not work, each as one sentence with what to do.

Names of D-Bus errors are those of bluetoothd (BlueZ 5) and of the bus itself.
"""

from collections.abc import Mapping
from enum import Enum

from wizard.text import Text, text

NO_ADAPTER = text(
    "This computer has no Bluetooth adapter that speaks Low Energy. Plug in a USB Bluetooth "
    "stick; `bluetoothctl list` shows it."
)
OFF = text("Bluetooth is switched off. Switch it on: `bluetoothctl power on`.")
BLOCKED = text("Bluetooth is blocked by a switch. Free it: `rfkill unblock bluetooth`.")
NOT_RUNNING = text(
    "The Bluetooth service of this computer is not running. Start it: "
    "`sudo systemctl start bluetooth`."
)
NOT_PERMITTED = text(
    "Bluetooth may not be used by this user. Run `sudo usermod -aG bluetooth $USER`, then log "
    "in again."
)
NOT_PERMITTED_HERE = text(
    "Bluetooth may not be used by this program. Allow it to the terminal in the system's "
    "privacy settings, then start again."
)
SERVICE_ENDED = text(
    "The Bluetooth service of this computer ended. Start it: `sudo systemctl start bluetooth`."
)
LOOKING = text("looking for the board")
CONNECTING = text("connecting")
PAIRING = text("connecting and pairing; the board or this computer may ask for a code")


WRONG_CODE = text("the code that was typed was not taken")


class Reach(Enum):
    """What a signal strength promises. A board was lost at -88 dBm; the steps are our own."""

    GOOD = text("good")
    FAIR = text("fair: may lose frames, go nearer")
    POOR = text("poor: go within 2 m, or use a USB Bluetooth stick")
    UNKNOWN = text("not known")


FAIR_DBM, POOR_DBM = -70, -80


def reach(rssi: int | None) -> Reach:
    """Return what a signal strength in dBm promises."""
    if rssi is None:
        return Reach.UNKNOWN
    if rssi > FAIR_DBM:
        return Reach.GOOD
    return Reach.FAIR if rssi > POOR_DBM else Reach.POOR


def not_looked(why: str) -> Text:
    """Say that the system does not scan."""
    return text(
        "Bluetooth does not look for boards ({why}). Restart it: "
        "`sudo systemctl restart bluetooth`.",
        why=why,
    )


def not_seen(board: str) -> Text:
    """Say that nobody advertises under this address."""
    return text(
        "{board} does not show itself. Wake the board, go within 2 m of it, and force-stop the "
        "JK app on every phone: a board that is connected elsewhere is hidden.",
        board=board,
    )


def not_connected(board: str, rssi: int | None, why: str) -> Text:
    """Say that it advertises, but no connection comes up."""
    if reach(rssi) is Reach.POOR:
        return text(
            "{board} is too far away: {rssi} dBm, and no connection came up ({why}). Go within "
            "2 m, or use a USB Bluetooth stick.",
            board=board,
            rssi=rssi or 0,
            why=why,
        )
    return text(
        "{board} shows itself but did not connect ({why}). Force-stop the JK app on every "
        "phone: a board takes one client at a time. Then try again.",
        board=board,
        why=why,
    )


def held_here(board: str, address: str) -> Text:
    """Say that another program of this computer listens to it."""
    return text(
        "{board} is in use by another program of this computer. End that program; "
        "`bluetoothctl disconnect {address}` takes the board from it.",
        board=board,
        address=address,
    )


def no_board(board: str, address: str) -> Text:
    """Say that it has not the characteristics of a board."""
    return text(
        "{board} has no service FFE0 with characteristic FFE1, so it is no JK board. If it is "
        "one, let this computer forget what it knew of it: `bluetoothctl remove {address}`.",
        board=board,
        address=address,
    )


def not_paired(board: str, address: str, why: str | Text) -> Text:
    """Say that pairing is needed or was refused."""
    return text(
        "{board} was not paired ({why}); firmware from 19.30 on asks for it. Pair by hand: "
        "`bluetoothctl`, then `scan on`, `pair {address}`, `trust {address}`. If the board "
        "refuses that too, commission it over RS485.",
        board=board,
        address=address,
        why=why,
    )


def code_wanted(board: str) -> Text:
    """Say that pairing asks for a code and got none."""
    return text(
        "{board} asks for a pairing code and got none. Start again where a question can be "
        "answered, or pair by hand with `bluetoothctl`.",
        board=board,
    )


def refused_to_speak(board: str, address: str, why: str) -> Text:
    """Say that its notifications cannot be switched on."""
    return text(
        "{board} does not let itself be listened to ({why}). Switch its Bluetooth off and on by "
        "restarting the board, or run `bluetoothctl remove {address}`, then try again.",
        board=board,
        address=address,
        why=why,
    )


def ended(board: str) -> Text:
    """Say that the connection is gone."""
    return text(
        "{board}: the Bluetooth connection ended. Go nearer, and see to it that the board is "
        "still awake.",
        board=board,
    )


def forgotten(board: str) -> Text:
    """Say that the device or the adapter was taken away."""
    return text(
        "{board} was taken from the list of devices, or the Bluetooth adapter was pulled out. "
        "Put the adapter back in.",
        board=board,
    )


def not_sent(board: str, why: str) -> Text:
    """Say that a write did not go out."""
    return text(
        "{board} took no command ({why}): the connection was closed. Go nearer and try again.",
        board=board,
        why=why,
    )


# ---- by name of the error

UNPAIRED = ("org.bluez.Error.Authentication", "org.bluez.Error.NotAuthorized")
PERMIT = "org.bluez.Error.NotPermitted"  # has other causes too; this one says
NOT_PAIRED = "Not paired"
BY_NAME: Mapping[str, Text] = {
    "org.bluez.Error.NotReady": OFF,
    "org.freedesktop.DBus.Error.AccessDenied": NOT_PERMITTED,
    "org.freedesktop.DBus.Error.AuthFailed": NOT_PERMITTED,
    "org.freedesktop.DBus.Error.ServiceUnknown": NOT_RUNNING,
    "org.freedesktop.DBus.Error.NameHasNoOwner": NOT_RUNNING,
    "org.freedesktop.DBus.Error.NoReply": SERVICE_ENDED,
    "org.freedesktop.DBus.Error.Disconnected": SERVICE_ENDED,
}
BEGINS: Mapping[str, Text] = {
    "org.freedesktop.DBus.Error.Spawn": NOT_RUNNING,
    "org.freedesktop.systemd1": NOT_RUNNING,
}
BY_REASON: Mapping[str, Text] = {
    "NO_BLUETOOTH": NO_ADAPTER,
    "NO_BLE_CENTRAL_ROLE": NO_ADAPTER,
    "POWERED_OFF": OFF,
    "DENIED_BY_USER": NOT_PERMITTED_HERE,
    "DENIED_BY_SYSTEM": NOT_PERMITTED,
    "DENIED_BY_UNKNOWN": NOT_PERMITTED_HERE,
}
UNPAIRED_ATT = frozenset({0x05, 0x08, 0x0C, 0x0F})
"""ATT errors: authentication, authorization, key size, encryption are insufficient."""


def of_computer(error: Exception) -> Text | None:
    """Return what is wrong with this computer's Bluetooth; None where it is the board's."""
    from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError

    if isinstance(error, BleakBluetoothNotAvailableError):
        return BY_REASON.get(error.reason.name)
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return NOT_RUNNING
    if isinstance(error, PermissionError):
        return NOT_PERMITTED
    name = error.dbus_error if isinstance(error, BleakDBusError) else ""
    begins = (sentence for start, sentence in BEGINS.items() if name.startswith(start))
    return BY_NAME.get(name) or next(begins, None)


def is_unpaired(error: Exception) -> bool:
    """Whether an error means that the board wants to be paired, or refused it."""
    from bleak.exc import BleakDBusError, BleakGATTProtocolError

    if isinstance(error, BleakGATTProtocolError):
        return int(error.code) in UNPAIRED_ATT
    if not isinstance(error, BleakDBusError):
        return False
    says_so = error.dbus_error == PERMIT and error.dbus_error_details == NOT_PAIRED
    return says_so or error.dbus_error.startswith(UNPAIRED)


def why(error: Exception) -> str:
    """Return an error in its own words, short."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "dbus_error_details", None) or str(error) or type(error).__name__
