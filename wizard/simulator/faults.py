"""Named faults of wiring, pack, board and line, as one table."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wizard.simulator import disturbances
from wizard.simulator.disturbances import Disturbance, undisturbed
from wizard.simulator.harness import Harness, cells_of_plug
from wizard.simulator.pack import Pack
from wizard.simulator.quirks import GOOD, Quirks

Kind = Literal["wire", "pack", "board", "line"]


def _as_it_is(harness: Harness) -> Harness:
    return harness


def _leave(_pack: Pack) -> None:
    return


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; what it does not name is in order.

    `least_cells` is the smallest pack that can have it; `deaf` is in seconds.
    """

    name: str
    kind: Kind
    sentence: str
    rewire: Callable[[Harness], Harness] = _as_it_is
    upset: Callable[[Pack], None] = _leave
    quirks: Quirks = GOOD
    disturb: Disturbance = undisturbed
    deaf: float = 0.0
    least_cells: int = 2


def _raise_a_cell(pack: Pack) -> None:
    pack.resting[2] += 150


def _wire(name: str, sentence: str, rewire: Callable[[Harness], Harness], cells: int) -> Fault:
    return Fault(name, "wire", sentence, rewire=rewire, least_cells=cells)


def _pack(name: str, sentence: str, upset: Callable[[Pack], None], cells: int = 2) -> Fault:
    return Fault(name, "pack", sentence, upset=upset, least_cells=cells)


def _board(name: str, sentence: str, quirks: Quirks, cells: int = 2) -> Fault:
    return Fault(name, "board", sentence, quirks=quirks, least_cells=cells)


def _line(name: str, sentence: str, disturb: Disturbance, deaf: float = 0.0) -> Fault:
    return Fault(name, "line", sentence, disturb=disturb, deaf=deaf)


FAULTS: tuple[Fault, ...] = (
    _wire(
        "swapped-wires",
        "The sense wires of cells 5 and 6 are in each other's place.",
        lambda harness: harness.swapped(5, 6),
        7,
    ),
    _wire(
        "open-wire",
        "The sense wire of cell 7 is joined to nothing.",
        lambda harness: harness.rejoined({7: None}),
        7,
    ),
    _wire(
        "doubled-wire",
        "The sense wire of cell 8 is joined to the plus of cell 7.",
        lambda harness: harness.rejoined({8: 7}),
        8,
    ),
    _wire(
        "reversed",
        "The sense wires were counted from the plus end of the pack.",
        Harness.reversed,
        2,
    ),
    _pack("uneven-cells", "Cell 3 stands 0.15 V above the others.", _raise_a_cell, 3),
    _pack(
        "current-flowing",
        "A charger pushes 5 A into the pack.",
        lambda pack: pack.drive(Decimal(5)),
    ),
    _board(
        "cell-missing",
        "The board sees no voltage at cell 9, though the wire carries it.",
        Quirks(blind=frozenset({9})),
        9,
    ),
    _board(
        "plug-out",
        "Plug 2 is not seated: the board sees nothing of cells 5 to 8.",
        Quirks(blind=cells_of_plug(2)),
        8,
    ),
    _board(
        "wrong-cell-count",
        "The board takes a cell count and keeps one less.",
        Quirks(skewed={"cell_count": Decimal(-1)}),
        3,
    ),
    _board(
        "ignored-write",
        "The board acknowledges a new capacity and keeps the old one.",
        Quirks(ignored=frozenset({"capacity"})),
    ),
    _board(
        "refused-write",
        "The board refuses a new capacity with exception 2.",
        Quirks(refused=frozenset({"capacity"})),
    ),
    _board(
        "preset-ignored",
        "The board acknowledges a preset and changes nothing.",
        Quirks(ignores_preset=True),
    ),
    _board(
        "frozen-charge",
        "A preset sets Charge UTP to -20 °C and its release to -10 °C.",
        Quirks(after_preset={"charge_utp": Decimal(-20), "charge_utpr": Decimal(-10)}),
    ),
    _board("no-trip", "No protection ever trips.", Quirks(never_trips=True)),
    _board(
        "trips-without-alarm",
        "A protection opens its MOS and raises no alarm.",
        Quirks(no_trip_alarm=True),
    ),
    _board("no-release", "A protection that tripped never lets go.", Quirks(never_releases=True)),
    _board(
        "forgets-restore",
        "The board acknowledges the write that restores Cell OVP, and loses the first one.",
        Quirks(forgets="cell_ovp"),
    ),
    _board("alarm", "The board reports MOS over-temperature.", Quirks(alarms=frozenset({1}))),
    _board("silent", "The board never answers.", Quirks(silent=True)),
    _line("echo", "The adapter returns every request before the reply.", disturbances.echoing),
    _line("noise", "Random bytes come before and behind every reply.", disturbances.noisy),
    _line("late-reply", "One reply in five comes after 600 ms.", disturbances.late),
    _line("lost-bytes", "One reply in eight lacks a byte.", disturbances.losing_bytes),
    _line("lost-replies", "One reply in six never comes.", disturbances.losing_replies),
    _line("garbled", "One reply in five has a bit flipped.", disturbances.garbling),
    _line(
        "foreign",
        "Another unit's reply and a native frame come before every reply.",
        disturbances.foreign,
    ),
    _line(
        "deaf",
        "No board hears a request within 30 ms of the last reply.",
        undisturbed,
        deaf=0.03,
    ),
)

FAULT: dict[str, Fault] = {fault.name: fault for fault in FAULTS}
NONE = Fault("", "board", "Everything is in order.")
