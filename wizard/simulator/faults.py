"""Named faults of wiring, pack, board and line; those of bench, bus and inverter join them."""

from decimal import Decimal

from wizard.simulator import disturbances
from wizard.simulator.bench_faults import BENCH_FAULTS
from wizard.simulator.bus_faults import BUS_FAULTS
from wizard.simulator.disturbances import undisturbed
from wizard.simulator.fault import Fault, on_board, on_line, on_pack, on_wires
from wizard.simulator.harness import Harness, cells_of_plug
from wizard.simulator.inverter_faults import INVERTER_FAULTS
from wizard.simulator.pack import Pack
from wizard.simulator.quirks import Quirks
from wizard.text import text


def _raise_a_cell(pack: Pack) -> None:
    pack.resting[2] += 150


FAULTS: tuple[Fault, ...] = (
    on_wires(
        "swapped-wires",
        text("The sense wires of cells 5 and 6 are in each other's place."),
        lambda harness: harness.swapped(5, 6),
        7,
    ),
    on_wires(
        "open-wire",
        text("The sense wire of cell 7 is joined to nothing."),
        lambda harness: harness.rejoined({7: None}),
        7,
    ),
    on_wires(
        "doubled-wire",
        text("The sense wire of cell 8 is joined to the plus of cell 7."),
        lambda harness: harness.rejoined({8: 7}),
        8,
    ),
    on_wires(
        "reversed",
        text("The sense wires were counted from the plus end of the pack."),
        Harness.reversed,
        2,
    ),
    on_pack("uneven-cells", text("Cell 3 stands 0.15 V above the others."), _raise_a_cell, 3),
    on_pack(
        "current-flowing",
        text("A charger pushes 5 A into the pack."),
        lambda pack: pack.drive(Decimal(5)),
    ),
    on_board(
        "cell-missing",
        text("The board sees no voltage at cell 9, though the wire carries it."),
        Quirks(blind=frozenset({9})),
        9,
    ),
    on_board(
        "plug-out",
        text("Plug 2 is not seated: the board sees nothing of cells 5 to 8."),
        Quirks(blind=cells_of_plug(2)),
        8,
    ),
    on_board(
        "wrong-cell-count",
        text("The board takes a cell count and keeps one less."),
        Quirks(skewed={"cell_count": Decimal(-1)}),
        3,
    ),
    on_board(
        "ignored-write",
        text("The board acknowledges a new capacity and keeps the old one."),
        Quirks(ignored=frozenset({"capacity"})),
    ),
    on_board(
        "refused-write",
        text("The board refuses a new capacity with exception 2."),
        Quirks(refused=frozenset({"capacity"})),
    ),
    on_board(
        "preset-ignored",
        text("The board acknowledges a preset and changes nothing."),
        Quirks(ignores_preset=True),
    ),
    on_board(
        "frozen-charge",
        text("A preset sets Charge UTP to -20 °C and its release to -10 °C."),
        Quirks(after_preset={"charge_utp": Decimal(-20), "charge_utpr": Decimal(-10)}),
    ),
    on_board("no-trip", text("No protection ever trips."), Quirks(never_trips=True)),
    on_board(
        "trips-without-alarm",
        text("A protection opens its MOS and raises no alarm."),
        Quirks(no_trip_alarm=True),
    ),
    on_board(
        "no-release", text("A protection that tripped never lets go."), Quirks(never_releases=True)
    ),
    on_board(
        "forgets-restore",
        text("The board acknowledges the write that restores Cell OVP, and loses the first one."),
        Quirks(forgets="cell_ovp"),
    ),
    on_board(
        "alarm", text("The board reports MOS over-temperature."), Quirks(alarms=frozenset({1}))
    ),
    on_board("silent", text("The board never answers."), Quirks(silent=True)),
    on_line(
        "echo", text("The adapter returns every request before the reply."), disturbances.echoing
    ),
    on_line("noise", text("Random bytes come before and behind every reply."), disturbances.noisy),
    on_line("late-reply", text("One reply in five comes after 600 ms."), disturbances.late),
    on_line("lost-bytes", text("One reply in eight lacks a byte."), disturbances.losing_bytes),
    on_line("lost-replies", text("One reply in six never comes."), disturbances.losing_replies),
    on_line("garbled", text("One reply in five has a bit flipped."), disturbances.garbling),
    on_line(
        "foreign",
        text("Another unit's reply and a native frame come before every reply."),
        disturbances.foreign,
    ),
    on_line(
        "deaf",
        text("No board hears a request within 30 ms of the last reply."),
        undisturbed,
        deaf=0.03,
    ),
)

FAULT: dict[str, Fault] = {fault.name: fault for fault in FAULTS}
KNOWN: dict[str, Fault] = FAULT | {
    fault.name: fault for fault in (*BENCH_FAULTS, *BUS_FAULTS, *INVERTER_FAULTS)
}
