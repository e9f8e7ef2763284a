"""The far end of a Bluetooth link: one board, wherever its DIP switches stand."""

from wizard.boards.alone import Alone
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.bluetooth_line import BluetoothLine
from wizard.boards.way import Way
from wizard.links.base import Link
from wizard.text import Text, text


class BluetoothFarEnd(Alone):
    """The board that a link names; it has no address there, and no other can be reached."""

    way: Way = "bluetooth"

    def __init__(self, link: Link) -> None:
        super().__init__(_no_addresses)
        self._line = BluetoothLine(link)

    def board(self) -> BluetoothBoard:
        """Return the board that the link names."""
        return BluetoothBoard(self._line)


def _no_addresses(address: int) -> Text:
    return text(
        "Over Bluetooth there is no address {n} to ask at: the board itself shows its "
        "address as Device Addr.",
        n=address,
    )
