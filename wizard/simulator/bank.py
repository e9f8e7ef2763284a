"""The packs of one site, and what a person plugs together of them: cables and bars.

Delivered they all stand at address 1. Only the boards that are plugged in are on the line.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from wizard.errors import BadFile
from wizard.simulator import eeprom
from wizard.simulator.bank_faults import SOUND, BankFault
from wizard.simulator.create import Simulation, Station, station_of
from wizard.simulator.disturbances import undisturbed
from wizard.simulator.faces import Port
from wizard.simulator.fault import NONE, Fault
from wizard.simulator.line import SimulatedLine
from wizard.simulator.makes import PB, Make
from wizard.simulator.pack import Chemistry, Pack
from wizard.text import text

DELIVERED_AT = 1
PACKS = range(2, 17)
ODD_ONE = 2  # the pack that a fault of a single pack is put into
SERIALS = "5041"  # with which serial numbers begin
RAN_S = 100_000  # s by which each board has run longer than the one before


class Bank:
    """Packs in a row, counted from 1; `plugged` are those that are on the line now."""

    def __init__(
        self, line: SimulatedLine, stations: Sequence[Station], fault: BankFault, make: Make = PB
    ) -> None:
        self.line = line
        self.make = make
        self.stations = dict(enumerate(stations, 1))
        self.plugged: tuple[int, ...] = ()
        self.joined = False
        self._fault = fault
        self._bumped: dict[int, Decimal] = {}  # where the switches of a bumped pack had stood
        self._kept: Path | None = None

    def pack(self, number: int) -> Simulation:
        """Return what is simulated where one pack is looked at."""
        stations = {DELIVERED_AT: self.stations[number]}
        return Simulation(self.line, stations, NONE, {}, None, self.make)

    def plug_only(self, number: int) -> None:
        """Put the computer's adapter into RS485-1 of one pack that is in no chain."""
        self.line.disturb = undisturbed
        self._plug((number,), "uart1")

    def chain(self, numbers: Iterable[int]) -> None:
        """Join some packs by RS485-2 and put the adapter into that chain."""
        wanted = tuple(numbers)
        whole = len(wanted) == len(self.stations)
        if whole or not self._fault.at_last:
            self._bump(wanted)
        if whole:
            self._drift()
        several = len(wanted) > 1
        self.line.disturb = self._fault.disturb if several else undisturbed
        out = self._fault.left_out if several else frozenset[int]()
        self._plug(tuple(number for number in wanted if number not in out), "uart2")

    def join(self) -> None:
        """Join the packs at bars: from now on charge flows until they stand alike."""
        self.joined = True
        packs = {number: station.pack for number, station in self.stations.items()}
        common = sum((pack.voltage() for pack in packs.values()), Decimal(0)) / len(packs)
        for number, pack in packs.items():
            pack.join(pack.voltage() - common)
            pack.drive(-self._fault.draining.get(number, Decimal(0)))
        self._save()

    def turn_switches(self, number: int, address: int) -> None:
        """Set the DIP switches of a pack and switch it off and on."""
        self.stations[number].board.set("device_address", Decimal(address))
        self._plug(self.plugged, self.line.port)

    def mend(self) -> None:
        """Put right what is wrong with the chain."""
        for number, address in self._bumped.items():
            self.stations[number].board.set("device_address", address)
        self._fault = SOUND
        self._plug(self.plugged, self.line.port)

    def keep(self, path: Path) -> None:
        """Let the bank outlive the process: each board in a file, what is plugged in another.

        Raises BadFile.
        """
        for number, station in self.stations.items():
            eeprom.keep(station.board, path.with_name(f"{path.stem}-{number}{path.suffix}"))
        self._kept = path
        try:
            self._load(path)
            self._save()
        except OSError as error:
            raise BadFile(text("{file}: {why}", file=str(path), why=str(error.strerror))) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BadFile(
                text("{file} is not a bank's memory: {why}", file=str(path), why=str(error))
            ) from error

    def _plug(self, numbers: tuple[int, ...], port: Port) -> None:
        self.plugged = numbers
        self.line.move_adapter(port)
        self.line.carry(self.stations[number].board for number in numbers)
        self._save()

    def _bump(self, numbers: tuple[int, ...]) -> None:
        for number, address in self._fault.bumped.items():
            if number in numbers and number not in self._bumped:
                board = self.stations[number].board
                self._bumped[number] = board.setting("device_address")
                board.set("device_address", Decimal(address))

    def _drift(self) -> None:
        for number, more in self._fault.charged.items():
            board = self.stations[number].board
            board.charged += more if board.charged + more <= 1 else -more
        self._fault = replace(self._fault, charged={})

    def _load(self, path: Path) -> None:
        if not path.exists():
            return
        kept = json.loads(path.read_bytes())
        self._bumped = {int(number): Decimal(at) for number, at in kept["bumped"].items()}
        self._plug(tuple(map(int, kept["plugged"])), "uart2" if kept["chained"] else "uart1")
        if kept["joined"]:
            self.join()

    def _save(self) -> None:
        if self._kept is not None:
            kept = {
                "plugged": self.plugged,
                "chained": self.line.port == "uart2",
                "joined": self.joined,
                "bumped": {number: str(address) for number, address in self._bumped.items()},
            }
            self._kept.write_text(json.dumps(kept), "ascii")


def bank_of(  # noqa: PLR0913  each is one property of the bank, all with defaults
    packs: int,
    fault: BankFault = SOUND,
    of_pack: Fault = NONE,
    *,
    cells: int = 16,
    chemistry: Chemistry = "lifepo4",
    capacity: Decimal = Decimal(280),
    seed: int = 0,
    make: Make = PB,
) -> Bank:
    """Build a bank, the first pack plugged in. One pack has the fault `of_pack`.

    Raises ValueError where there are fewer than 2 packs or more than 16, or too few cells.
    """
    if packs not in PACKS:
        raise ValueError(f"a bank has {PACKS[0]} to {PACKS[-1]} packs")

    def station(number: int) -> Station:
        pack = Pack.of(cells + fault.cells.get(number, 0), chemistry, capacity)
        pack.raise_cells(fault.raised.get(number, 0))
        plate = replace(
            make.plate,
            serial=f"{SERIALS}{number:07d}",
            firmware=fault.firmware.get(number, make.plate.firmware),
        )
        odd = of_pack if number == ODD_ONE else NONE
        built = station_of(pack, DELIVERED_AT, plate, odd, make)
        built.board.run_time = float(RAN_S * number)
        return built

    stations = [station(number) for number in range(1, packs + 1)]
    bank = Bank(SimulatedLine({}, seed=seed), stations, fault, make)
    bank.plug_only(1)
    return bank
