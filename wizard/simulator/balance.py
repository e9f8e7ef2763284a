"""Balancing: when a board moves charge between its cells.

It starts above its start voltage and beyond its trigger, and stays off while a sense
wire reads too much (manual). Unknown: the limit of a wire, and how states alternate;
the board here discharges the highest cell at its full current.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wizard.simulator.protections import Setting

USUAL_WIRE = (58, 55)  # mΩ, as recorded on a good harness, odd and even cells
WORST_WIRE = 200  # mΩ, ours
DISCHARGING = 2


@dataclass(frozen=True, slots=True)
class Balancing:
    """State (0 off, 2 discharging) and current in A."""

    state: int = 0
    current: Decimal = Decimal(0)


RESTING = Balancing()


def balancing(cells: Sequence[Decimal], setting: Setting, *, barred: bool) -> Balancing:
    """Return what the balancer does with these cells."""
    if barred or not cells or setting("balance_switch") != 1:
        return RESTING
    spread = max(cells) - min(cells)
    if max(cells) <= setting("balance_start") or spread <= setting("balance_trigger"):
        return RESTING
    return Balancing(DISCHARGING, -setting("max_balance_current"))
