"""Build a pack with its board, heard over Bluetooth."""

from dataclasses import dataclass, replace
from decimal import Decimal

from wizard.simulator.bluetooth import BluetoothFace, Dialect, dialect_of
from wizard.simulator.bluetooth_air import Chunking, Noise, Radio
from wizard.simulator.bluetooth_frames import CELLS_24S
from wizard.simulator.create import Simulation, create
from wizard.simulator.firmware import Board
from wizard.simulator.hands import Hands
from wizard.simulator.meter import SimulatedMeter
from wizard.simulator.nameplate import recorded
from wizard.simulator.pack import Chemistry, Pack

USUAL: dict[Dialect, str] = {"32S": "15.41", "24S": "10.07", "JK04": "3.3.0"}
_CHUNKING: dict[Dialect, Chunking] = {"32S": "128+22", "24S": "150", "JK04": "20"}


NOT_ON_24S = frozenset({"soc_100_voltage", "soc_0_voltage", "cell_rcv", "cell_rfv"})
"""The settings that read 0 on every recorded board for 24 cells."""


@dataclass(frozen=True, slots=True)
class BluetoothSimulation:
    """A simulation whose first board is heard over Bluetooth; `peer` is its far end."""

    simulation: Simulation
    peer: BluetoothFace

    @property
    def board(self) -> Board:
        """The board."""
        return self.simulation.board

    @property
    def pack(self) -> Pack:
        """Its pack."""
        return self.simulation.pack

    @property
    def meter(self) -> SimulatedMeter:
        """A meter at the pack."""
        return self.simulation.meter

    @property
    def hands(self) -> Hands:
        """Hands at the pack."""
        return Hands(self.simulation)


def face(simulation: Simulation, radio: Radio | None = None) -> BluetoothFace:
    """Return the Bluetooth face of a simulation's first board.

    Its firmware decides on the dialect, and one for 24 cells lacks some settings. Raises
    ValueError where that has fewer cells.
    """
    found = BluetoothFace(simulation.board, radio)
    if found.dialect == "24S":
        _without(simulation.board, NOT_ON_24S)
    if found.dialect != "32S" and simulation.pack.cells > CELLS_24S:
        raise ValueError(f"a board of the dialect {found.dialect} has {CELLS_24S} cells")
    return found


def create_bluetooth(  # noqa: PLR0913  each is one property of the board or its module
    dialect: Dialect = "32S",
    *,
    fault: str | None = None,
    cells: int = 16,
    chemistry: Chemistry = "lifepo4",
    capacity: Decimal = Decimal(280),
    firmware: str | None = None,
    chunking: Chunking | None = None,
    noise: Noise = "none",
    radio: Radio | None = None,
) -> BluetoothSimulation:
    """Build a pack with a board of a dialect, as one with that firmware was recorded.

    `chunking` and `noise` are what is said most often of its module; `radio` says it all.
    Raises ValueError where the firmware speaks another dialect or the cells are too many.
    """
    version = firmware or USUAL[dialect]
    if dialect_of(version) != dialect:
        raise ValueError(f"firmware {version} speaks {dialect_of(version)}, not {dialect}")
    simulation = create(
        fault, cells=cells, chemistry=chemistry, capacity=capacity, firmwares={1: version}
    )
    board = simulation.board
    board.nameplate = recorded(version, board.nameplate.serial)
    usual = Radio(chunking=chunking or _CHUNKING[dialect], noise=noise)
    return BluetoothSimulation(simulation, face(simulation, radio or usual))


def _without(board: Board, keys: frozenset[str]) -> None:
    """Let settings read 0 whatever is written: the firmware does not have them."""
    nothing = dict.fromkeys(sorted(keys), Decimal(0))
    quirks = board.quirks
    board.quirks = replace(
        quirks,
        ignored=quirks.ignored | keys,
        after_preset={**quirks.after_preset, **nothing},
    )
    for key, zero in nothing.items():
        board.set(key, zero)
