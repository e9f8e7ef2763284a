"""Build packs with their boards on one line, with a named fault or without."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wizard.simulator.faults import FAULT, NONE, Fault
from wizard.simulator.firmware import Board, Nameplate
from wizard.simulator.harness import Harness
from wizard.simulator.line import TURNAROUND, SimulatedLine
from wizard.simulator.meter import SimulatedMeter
from wizard.simulator.pack import Chemistry, Pack


@dataclass(frozen=True, slots=True)
class Station:
    """One pack with what belongs to it."""

    pack: Pack
    harness: Harness
    board: Board
    meter: SimulatedMeter


@dataclass(frozen=True, slots=True)
class Simulation:
    """A line and its stations by unit address; `fault` sits in the first station."""

    line: SimulatedLine
    stations: dict[int, Station]
    fault: Fault

    @property
    def first(self) -> Station:
        """The station with the first unit address given."""
        return next(iter(self.stations.values()))

    @property
    def pack(self) -> Pack:
        """The first station's pack."""
        return self.first.pack

    @property
    def board(self) -> Board:
        """The first station's board."""
        return self.first.board

    @property
    def meter(self) -> SimulatedMeter:
        """A meter at the first station's pack."""
        return self.first.meter


def create(  # noqa: PLR0913  each is one property of the pack or the line, all with defaults
    fault: str | None = None,
    *,
    cells: int = 16,
    chemistry: Chemistry = "lifepo4",
    capacity: Decimal = Decimal(280),
    units: Sequence[int] = (1,),
    seed: int = 0,
    turnaround: float = TURNAROUND,
) -> Simulation:
    """Build a simulation. Raises KeyError for a fault that is not in the table.

    Raises ValueError where the pack has too few cells for the fault.
    """
    chosen = NONE if fault is None else FAULT[fault]
    if cells < chosen.least_cells:
        raise ValueError(f"{chosen.name} needs at least {chosen.least_cells} cells")
    stations = {
        unit: _station(Pack.of(cells, chemistry, capacity), unit, NONE if place else chosen)
        for place, unit in enumerate(units)
    }
    boards = {unit: station.board for unit, station in stations.items()}
    line = SimulatedLine(boards, chosen.disturb, turnaround=turnaround, deaf=chosen.deaf, seed=seed)
    return Simulation(line, stations, chosen)


def _station(pack: Pack, unit: int, fault: Fault) -> Station:
    fault.upset(pack)
    harness = fault.rewire(Harness.straight(pack.cells))
    board = Board(pack, harness, Nameplate(serial=f"5041{unit:07d}"), fault.quirks)
    board.set("device_address", Decimal(unit))
    return Station(pack, harness, board, SimulatedMeter(pack, harness))
