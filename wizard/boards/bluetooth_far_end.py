"""The far end of a Bluetooth link: one board, wherever its DIP switches stand."""

from typing import NoReturn

from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.bluetooth_line import BluetoothLine
from wizard.errors import NotAllowed
from wizard.links.base import Link
from wizard.text import text


class BluetoothFarEnd:
    """The board that a link names; it has no address there, and no other can be reached."""

    wired = False

    def __init__(self, link: Link) -> None:
        self._line = BluetoothLine(link)

    def board(self) -> BluetoothBoard:
        """Return the board that the link names."""
        return BluetoothBoard(self._line)

    def at(self, address: int) -> NoReturn:
        """Raise NotAllowed."""
        raise _no_addresses(address)

    def written(self, address: int) -> NoReturn:
        """Raise NotAllowed."""
        raise _no_addresses(address)

    async def master(self, seconds: int) -> None:
        """Return None: no master is heard over Bluetooth, the board itself is asked."""


def _no_addresses(address: int) -> NotAllowed:
    return NotAllowed(
        text(
            "Over Bluetooth there is no address {n} to ask at: the board itself shows its "
            "address as Device Addr.",
            n=address,
        )
    )
