"""Believing a board: what opens a gate is read until two reads in a row agree."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TypeVar

from wizard.errors import NotBelievable
from wizard.protocol.views import Status
from wizard.text import Text, text

T = TypeVar("T")

MOST_READS = 4
CELL_JITTER = Decimal("0.010")  # V between two reads of a resting cell


async def twice(
    read: Callable[[], Awaitable[T]],
    what: Text,
    alike: Callable[[T, T], bool] = lambda one, other: one == other,
) -> T:
    """Return what two reads in a row agree on. Raises NotBelievable after four reads."""
    last = await read()
    for _ in range(MOST_READS - 1):
        found = await read()
        if alike(last, found):
            return found
        last = found
    raise NotBelievable(
        text(
            "{what}: two reads never agreed. Check cable, termination and other masters.", what=what
        )
    )


def same_picture(one: Status, other: Status) -> bool:
    """Whether two readings of a resting pack tell the same."""
    return (
        len(one.cells) == len(other.cells)
        and all(abs(a - b) <= CELL_JITTER for a, b in zip(one.cells, other.cells, strict=True))
        and (one.alarms, one.charge_mos, one.discharge_mos, one.emergency)
        == (other.alarms, other.charge_mos, other.discharge_mos, other.emergency)
    )
