"""What a technician does with his hands at a simulated pack: button, DIP, charger, meter.

It has no clock: everything is so from the next moment that the board is asked on.
"""

from dataclasses import replace
from decimal import Decimal

from wizard.simulator.create import Simulation, Station
from wizard.simulator.faces import Port
from wizard.simulator.inverter import Inverter
from wizard.simulator.nameplate import TEXTS
from wizard.simulator.pack import ZERO

DIP = range(16)
INVERTER_CHARGES = Decimal(30)  # A


class Hands:
    """Hands at one station of a simulation, the first one unless told otherwise.

    `inverter` is the one that can be joined; `inverter_joined` says that it hangs at the
    output. A source, a load and an inverter stand for one another: the last one joined
    drives the pack. Amperes are magnitudes; volts and amperes read are `Decimal`, the
    current positive when charging.
    """

    def __init__(self, simulation: Simulation, station: Station | None = None) -> None:
        self._line = simulation.line
        self._station = station or simulation.first
        self._dip: int | None = None
        self.inverter = Inverter(simulation.fault.inverter)
        self.inverter_joined = False

    def switch_off(self) -> None:
        """Press the button of a board that is on: it is silent and lets nothing flow."""
        if self._station.board.awake:
            self._station.board.put_out()

    def switch_on(self) -> None:
        """Press the button of a board that is off: it starts at the address its DIP show.

        Raises ValueError where two boards stand at that address already.
        """
        board = self._station.board
        if not board.awake:
            self._take_up_address()
            board.wake()

    def dip(self, address: int) -> None:
        """Set the DIP switches, which the board looks at when it is switched on next.

        At 0 it is the bus's master from then on. Raises ValueError beyond 0 to 15.
        """
        if address not in DIP:
            raise ValueError(f"the DIP switches have no address {address}")
        self._dip = address

    def plug_adapter(self, port: Port) -> None:
        """Put the computer's adapter into another jack of the boards."""
        self._line.move_adapter(port)

    def charge(self, amperes: Decimal, rise: Decimal = ZERO) -> None:
        """Let a steady source charge; every cell rises by `rise` mV/s while it does."""
        self._station.pack.drive(amperes, rise=rise)

    def load(self, amperes: Decimal, fall: Decimal = ZERO) -> None:
        """Let a steady load draw; every cell falls by `fall` mV/s while it does."""
        self._station.pack.drive(-amperes, rise=-fall)

    def pulse(self, amperes: Decimal, ripple: Decimal) -> None:
        """Let a source charge whose current swings by `ripple` to both sides.

        The board reads another value each time; the clamp shows the mean.
        """
        self._station.pack.drive(amperes, ripple)

    def rest(self) -> None:
        """Take source and load off; an inverter that is joined stops charging."""
        self._station.pack.drive(ZERO)

    def join_inverter(self, amperes: Decimal = INVERTER_CHARGES) -> None:
        """Join an inverter to the output, which charges as far as the board lets it."""
        self.inverter_joined = True
        self.charge(amperes)

    def part_inverter(self) -> None:
        """Take the inverter off the output."""
        self.inverter_joined = False
        self.rest()

    def pull_data_cable(self) -> None:
        """Take the inverter's data cable out; one that notices stops charging."""
        if self.inverter.pull_data_cable():
            self.rest()

    def plug_data_cable(self) -> None:
        """Put the inverter's data cable back in; one that hears the board charges again."""
        if self.inverter.plug_data_cable():
            self.charge(INVERTER_CHARGES)

    def set_cells(self, millivolts: int) -> None:
        """Bring the highest cell to a resting voltage, the others as far below as before."""
        pack = self._station.pack
        pack.raise_cells(millivolts - max(pack.resting))

    def top_up(self, millivolts: int) -> bool:
        """Let what charges raise every cell; return whether it flows, else nothing moves."""
        return self._move(millivolts, flows=self.current() > 0)

    def draw_down(self, millivolts: int) -> bool:
        """Let what loads lower every cell; return whether it flows, else nothing moves."""
        return self._move(-millivolts, flows=self.current() < 0)

    def output_voltage(self) -> Decimal:
        """Return the volts from P- to pack plus, with a lamp across them."""
        return self._station.meter.output_voltage()

    def pack_voltage(self) -> Decimal:
        """Return the volts from B- to pack plus."""
        return self._station.meter.pack_voltage()

    def current(self) -> Decimal:
        """Return what the clamp shows around the cable at B-."""
        return self._station.meter.current()

    def cell(self, number: int) -> Decimal:
        """Return the volts at the terminals of a cell (from 1)."""
        return self._station.meter.cell(number)

    def change_passwords(self, connection: str | None = None, settings: str | None = None) -> None:
        """Change one password or both, as the vendor's app does; None leaves it.

        Raises ValueError for one that is empty, too long for the board or not ASCII.
        """
        board = self._station.board
        given = {"password": connection, "setting_password": settings}
        changed = {key: _fitting(key, word) for key, word in given.items() if word is not None}
        board.nameplate = replace(board.nameplate, **changed)
        board.settle()

    def _take_up_address(self) -> None:
        board = self._station.board
        if self._dip is not None and not board.quirks.dip_dead:
            self._line.seat(board, self._dip)
            board.set("device_address", Decimal(self._dip))

    def _move(self, millivolts: int, *, flows: bool) -> bool:
        if flows:
            self._station.pack.raise_cells(millivolts)
        return flows


def _fitting(key: str, word: str) -> str:
    if not word or not word.isascii() or len(word) > TEXTS[key][1]:
        raise ValueError("a password of the board has 1 to 16 ASCII characters")
    return word
