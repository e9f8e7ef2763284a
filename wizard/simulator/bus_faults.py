"""Named faults and differences of bus and firmware, for whoever looks at boards.

They stand apart from `faults.FAULTS`, which are those that a commissioning must end with
a verdict of its own; `faults.KNOWN` has both by name.
"""

from decimal import Decimal

from wizard.simulator.actions import PLAIN
from wizard.simulator.fault import Fault, on_board, on_pack
from wizard.simulator.firmware import Board
from wizard.simulator.nameplate import MODBUS_SLOW
from wizard.simulator.pack import Pack
from wizard.simulator.quirks import Quirks
from wizard.text import text

_EMERGENCY = 0x1610


def _heat_the_mos(pack: Pack) -> None:
    pack.mos_temperature = Decimal(95)


def _heat_the_cells(pack: Pack) -> None:
    pack.temperatures[1] = Decimal(75)


def _freeze_the_cells(pack: Pack) -> None:
    pack.temperatures[2] = Decimal(-5)


def _slow_down(board: Board) -> None:
    board.store.put("uart1_protocol", MODBUS_SLOW)


BUS_FAULTS: tuple[Fault, ...] = (
    Fault(
        "master", "bus", text("A board at DIP 0 polls the others and reports itself."), master=True
    ),
    Fault(
        "duplicate",
        "bus",
        text("Two boards stand at one address, and their replies overlap."),
        clash="garbled",
    ),
    Fault(
        "duplicate-in-turn",
        "bus",
        text("Two boards stand at one address and are heard in turn."),
        clash="alternating",
    ),
    Fault("slow-baud", "bus", text("UART1 speaks protocol 013: 9600 baud."), prepare=_slow_down),
    Fault(
        "powered-off",
        "board",
        text("The board is switched off and says nothing until it is woken."),
        prepare=Board.put_out,
    ),
    Fault(
        "emergency",
        "board",
        text("The emergency mode is on: no protection trips for half an hour."),
        prepare=PLAIN[_EMERGENCY],
    ),
    on_board(
        "frames-only",
        text("The board answers the frame triggers and never function 3."),
        Quirks(answers="frames"),
    ),
    on_board(
        "fc03-only",
        text("The board answers function 3 and sends no native frame."),
        Quirks(answers="registers"),
    ),
    on_board(
        "cold-bus",
        text("Every second read is lost until somebody writes."),
        Quirks(cold=True),
    ),
    on_board(
        "old-firmware",
        text("The board reports no capability bit at all."),
        Quirks(capability_bits=False),
    ),
    on_board(
        "slow-eeprom",
        text("A write is in force 1.5 s after its receipt."),
        Quirks(eeprom=1.5),
    ),
    on_board(
        "clamps",
        text("A value out of range is acknowledged and moved to the end of the range."),
        Quirks(clamps=True),
    ),
    on_board(
        "wrong-trigger",
        text("Actions want the value 1 where others want 0."),
        Quirks(trigger=1),
    ),
    on_board(
        "swapped-exceptions",
        text("Exception 3 answers a value across its neighbour, exception 2 one out of range."),
        Quirks(crossing_code=3, range_code=2),
    ),
    on_board(
        "short-reads",
        text("A read of more than 40 registers is refused."),
        Quirks(most_registers=40),
    ),
    on_board(
        "odd-reads",
        text("The board also answers reads from odd addresses."),
        Quirks(odd_reads=True),
    ),
    on_board(
        "short-info",
        text("The information table ends at byte 244."),
        Quirks(info_ends=0xF4),
    ),
    on_board(
        "short-settings",
        text("The settings table ends behind the switches, at byte 278."),
        Quirks(settings_end=0x116),
    ),
    on_pack("hot-mos", text("The MOS stand at 95 °C."), _heat_the_mos),
    on_pack("hot-cells", text("A probe between the cells shows 75 °C."), _heat_the_cells),
    on_pack("frozen-cells", text("A probe between the cells shows -5 °C."), _freeze_the_cells),
    on_pack(
        "over-current",
        text("A load draws 200 A from the pack."),
        lambda pack: pack.drive(Decimal(-200)),
    ),
    on_pack(
        "short-circuit",
        text("A short circuit draws 900 A from the pack."),
        lambda pack: pack.drive(Decimal(-900)),
    ),
)
