"""A simulated board, a cable with a tap, and the board object under test."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from tests.boards.peers import jumping
from tests.boards.tap import Tap
from wizard.boards.board import Board
from wizard.links.memory import MemoryLink
from wizard.protocol.ble.commands import ASKED, LOG
from wizard.protocol.catalogue import FRAMES
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.create import Simulation, create
from wizard.simulator.firmware import Write
from wizard.simulator.quirks import Quirks

READS = frozenset({*ASKED.values(), LOG})


@dataclass(frozen=True, slots=True)
class Bench:
    """A board under test, the simulation at the far end and the cable between them.

    `face` is how the far end is heard where that is by Bluetooth.
    """

    simulation: Simulation
    tap: Tap
    link: MemoryLink
    board: Board
    face: BluetoothFace | None = None

    @property
    def writes(self) -> list[Write]:
        """What the board was asked to change; to ask for a frame changes nothing."""
        if self.face is not None:
            told = [command for command in self.face.commands if command.number not in READS]
            return [Write(command.number, command.raw) for command in told]
        asked = self.simulation.board.writes
        return [write for write in asked if write.address not in FRAMES.values()]

    def become_silent(self) -> None:
        """Let the board hear nothing and say nothing from now on."""
        self.simulation.board.quirks = Quirks(silent=True)
        self.tap.swallow = lambda: True


class Rig:
    """Builds benches; a subclass says how its board is built on a cable."""

    def board(self, link: MemoryLink) -> Board:
        """Return the board at unit address 1 of a cable."""
        raise NotImplementedError

    def bench(self, fault: str | None = None) -> Bench:
        simulation = create(fault)
        tap = Tap(simulation.line)
        link = MemoryLink("memory:bench", tap)
        return Bench(simulation, tap, link, self.board(link))

    def run(
        self, work: Callable[[Bench], Coroutine[Any, Any, None]], fault: str | None = None
    ) -> Bench:
        """Run work on a fresh bench on a jumping loop; return the bench."""
        bench = self.bench(fault)
        jumping(lambda: work(bench))
        return bench
