"""Which settings must stay in order, as firmware 15.41 insists.

A value that crosses its neighbour is refused. A pair that is out of order already does
not stop other writes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Pair:
    """Two settings: `low` stays below `high`, or may touch it."""

    low: str
    high: str
    touching: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """A write that would have put a setting across its neighbour."""

    key: str
    value: Decimal
    pair: Pair


_APART = ("power_off_voltage", "cell_uvp", "soc_0_voltage", "cell_uvpr", "cell_ovpr")
_TOUCHING = ("cell_ovpr", "soc_100_voltage", "cell_rcv", "cell_ovp")

_ENDS: tuple[Pair, ...] = (
    Pair("cell_rfv", "cell_rcv", touching=True),
    Pair("charge_otpr", "charge_otp"),
    Pair("discharge_otpr", "discharge_otp"),
    Pair("charge_utp", "charge_utpr"),
    Pair("mos_otpr", "mos_otp"),
)


def _every(_key: str) -> bool:
    return True


def pairs(has: Callable[[str], bool] = _every) -> tuple[Pair, ...]:
    """Return the pairs of a firmware that has some settings; what it lacks is between none."""
    apart, touching = (tuple(filter(has, keys)) for keys in (_APART, _TOUCHING))
    return (
        *(Pair(low, high) for low, high in pairwise(apart)),
        *(Pair(low, high, touching=True) for low, high in pairwise(touching)),
        *(pair for pair in _ENDS if has(pair.low) and has(pair.high)),
    )


def crossed(
    setting: Callable[[str], Decimal],
    change: Mapping[str, Decimal],
    has: Callable[[str], bool] = _every,
) -> tuple[Pair, ...]:
    """Return the pairs that stand in order now and would not after a change.

    `has` tells which settings the firmware has.
    """

    def after(key: str) -> Decimal:
        return change.get(key, setting(key))

    return tuple(
        pair for pair in pairs(has) if _ordered(pair, setting) and not _ordered(pair, after)
    )


def _ordered(pair: Pair, setting: Callable[[str], Decimal]) -> bool:
    low, high = setting(pair.low), setting(pair.high)
    return low < high or (pair.touching and low == high)
