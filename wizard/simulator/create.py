"""Build a pack with its board, or several on one line, with a named fault or without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from wizard.errors import BadFile
from wizard.simulator import eeprom
from wizard.simulator.faces import BAUD, Clash, Port
from wizard.simulator.fault import NONE, Fault
from wizard.simulator.faults import KNOWN
from wizard.simulator.firmware import Board
from wizard.simulator.harness import Harness
from wizard.simulator.line import TURNAROUND, SimulatedLine
from wizard.simulator.makes import PB, Make
from wizard.simulator.master import CYCLE
from wizard.simulator.meter import SimulatedMeter
from wizard.simulator.nameplate import Nameplate
from wizard.simulator.pack import Chemistry, Pack, volts
from wizard.text import text

_FIRST, _RIVAL, _MASTER = "5041", "5042", "5040"  # with which serial numbers begin


@dataclass(frozen=True, slots=True)
class Station:
    """One pack with what belongs to it."""

    pack: Pack
    harness: Harness
    board: Board
    meter: SimulatedMeter


@dataclass(frozen=True, slots=True)
class Simulation:
    """A line and its stations by the address they were built at; the first has the `fault`.

    `rivals` are second stations at an address, `master` the one at DIP 0. Where a board
    stands now, after its DIP switches moved, the line knows.
    """

    line: SimulatedLine
    stations: dict[int, Station]
    fault: Fault
    rivals: dict[int, Station]
    master: Station | None
    make: Make = PB

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

    def keep(self, path: Path) -> None:
        """Let the first board outlive the process in a file, with its memory and address.

        Raises BadFile, also where it holds the address of another board of the line.
        """
        eeprom.keep(self.board, path)
        address = int(self.board.setting("device_address"))
        if self.line.boards.get(address) is not self.board:
            self._seat(address, path)

    def _seat(self, address: int, path: Path) -> None:
        try:
            self.line.seat(self.board, address)
        except ValueError as error:
            raise BadFile(text("{file}: {why}", file=str(path), why=str(error))) from error


def create(  # noqa: PLR0913  each is one property of the pack or the line, all with defaults
    fault: str | None = None,
    *,
    cells: int = 16,
    chemistry: Chemistry = "lifepo4",
    capacity: Decimal = Decimal(280),
    units: Sequence[int] = (1,),
    seed: int = 0,
    turnaround: float = TURNAROUND,
    baud: int = BAUD,
    firmwares: Mapping[int, str] | None = None,
    rivals: Sequence[int] = (),
    clash: Clash = "garbled",
    master: bool = False,
    cycle: float = CYCLE,
    port: Port = "uart1",
    make: Make = PB,
) -> Simulation:
    """Build a simulation. Raises KeyError for a fault that is not in `faults.KNOWN`.

    `firmwares` are versions by unit, `rivals` units with a second board, whose replies
    meet as `clash` says; `master` puts a board at DIP 0 on the line, which speaks every
    `cycle` seconds; `port` is the jack of the boards that the line ends in, `baud` the
    speed of the computer's end. Raises ValueError where the pack has too few cells for
    the fault, or more than its `make` of board carries. A unit 0 answers like any other,
    as it does on UART1.
    """
    chosen = NONE if fault is None else KNOWN[fault]
    if cells < chosen.least_cells:
        raise ValueError(f"{chosen.name} needs at least {chosen.least_cells} cells")
    if make is not PB and cells > make.cells:  # a PB table has room for more than it carries
        raise ValueError(f"a board of this make has {make.cells} cells")

    def station(unit: int, mark: str, fault: Fault = NONE) -> Station:
        firmware = (firmwares or {}).get(unit, make.plate.firmware)
        plate = replace(make.plate, serial=f"{mark}{unit:07d}", firmware=firmware)
        return station_of(Pack.of(cells, chemistry, capacity), unit, plate, fault, make)

    stations = {
        unit: station(unit, _FIRST, NONE if place else chosen) for place, unit in enumerate(units)
    }
    doubled = {*rivals, units[0]} if chosen.clash else rivals
    others = {unit: station(unit, _RIVAL) for unit in doubled}
    leader = station(0, _MASTER) if master or chosen.master else None
    line = SimulatedLine(
        _boards(stations),
        chosen.disturb,
        turnaround=turnaround,
        deaf=chosen.deaf,
        seed=seed,
        baud=baud,
        rivals=_boards(others),
        clash=chosen.clash or clash,
        master=leader and leader.board,
        cycle=cycle,
    )
    line.move_adapter(port)
    return Simulation(line, stations, chosen, others, leader, make)


def _boards(stations: Mapping[int, Station]) -> dict[int, Board]:
    return {unit: station.board for unit, station in stations.items()}


def station_of(
    pack: Pack, unit: int, plate: Nameplate, fault: Fault = NONE, make: Make = PB
) -> Station:
    """Return a pack with its board at an address, harness and meter."""
    fault.upset(pack)
    harness = fault.rewire(Harness.straight(pack.cells))
    board = Board(pack, harness, plate, make.quirks(fault.quirks))
    if make.set_up:
        board.preset(pack.chemistry)
    board.set("device_address", Decimal(unit))
    # Whoever delivered a board for cells this low gave it a limit that keeps it awake.
    if volts(max(pack.resting)) < board.setting("power_off_voltage"):
        board.set("power_off_voltage", make.presets[pack.chemistry]["power_off_voltage"])
    fault.prepare(board)
    return Station(pack, harness, board, SimulatedMeter(pack, harness))
