"""The vendor's app in a person's hands: it sets what this program has no command for."""

from decimal import Decimal

from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.pack import Chemistry


class App:
    """A phone beside the board. A board serves one client at a time.

    Every call raises BlockingIOError while another client is joined, as a phone finds no
    board then.
    """

    def __init__(self, face: BluetoothFace) -> None:
        self._face = face

    def set(self, key: str, value: Decimal) -> None:
        """Set one of the settings, in the unit of its row; the board may leave it as it was."""
        self._require_free()
        self._face.board.take(key, value)
        self._face.board.settle()

    def press(self, chemistry: Chemistry) -> None:
        """Press the button of a preset: the board rewrites its settings."""
        self._require_free()
        self._face.board.preset(chemistry)

    def _require_free(self) -> None:
        if self._face.joined:
            raise BlockingIOError("the board serves another client")
