"""A board heard over Bluetooth, a cable with a tap, and the board object under test."""

from tests.boards.bench import Bench
from tests.boards.tap import Tap
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.bluetooth_line import BluetoothLine
from wizard.links.memory import MemoryLink
from wizard.simulator.bluetooth_create import BluetoothSimulation, create_bluetooth


def board_on(link: MemoryLink) -> BluetoothBoard:
    return BluetoothBoard(BluetoothLine(link))


def bench_of(made: BluetoothSimulation) -> Bench:
    """Return the bench of a simulation; a board that goes dark is lost."""
    tap = Tap(made.peer)
    link = MemoryLink("memory:bench", tap)
    made.peer.gone = link.pull
    return Bench(made.simulation, tap, link, board_on(link), made.peer)


def bluetooth_bench(fault: str | None = None) -> Bench:
    """Return a bench with a board for 32 cells."""
    return bench_of(create_bluetooth(fault=fault))
