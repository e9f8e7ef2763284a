"""Simulated boards on the air, and how each shows itself."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.qemu.board import Board
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.bluetooth_32s import PRESETS
from wizard.simulator.bluetooth_air import Deliver
from wizard.simulator.bluetooth_create import BluetoothSimulation


@dataclass(frozen=True)
class OnAir:
    """A simulated board, and how it shows itself."""

    simulation: BluetoothSimulation
    board: Board

    @property
    def link(self) -> str:
        """How the program is told of it."""
        return f"ble:{self.board.address}"

    @property
    def presets(self) -> int:
        """How many presets it was sent."""
        return sum(each.number in PRESETS for each in self.simulation.peer.commands)


class LostAtPreset:
    """A face that loses its connection right after the preset was sent, once."""

    def __init__(self, face: BluetoothFace) -> None:
        self.lose: Callable[[], None] | None = None
        self._face = face

    def plugged(self, deliver: Deliver) -> None:
        """Take up a connection."""
        self._face.plugged(deliver)

    def heard(self, data: bytes) -> None:
        """Pass it on."""
        before = len(self._face.commands)
        self._face.heard(data)
        heard = self._face.commands[before:]
        if self.lose and any(each.number in PRESETS for each in heard):
            lose, self.lose = self.lose, None
            lose()

    def unplugged(self) -> None:
        """End the connection."""
        self._face.unplugged()
