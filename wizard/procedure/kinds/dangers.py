"""What must end a test of a protection at once, read off one status after another."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from wizard.boards.alarm_words import alarm_words
from wizard.measurement import Limit, Verdict
from wizard.procedure.checklist import ProtectionTest
from wizard.procedure.kinds.sides import Side
from wizard.procedure.kinds.watch import Dangers
from wizard.protocol.alarms import FACTORY_PASSWORD
from wizard.protocol.views import Status
from wizard.quantity import Quantity, volts
from wizard.text import Text, text


def outside(limit: Limit, value: Decimal) -> bool:
    """Whether a value fails a limit."""
    return limit.judge(value) is Verdict.FAIL


def of_any_test(side: Side, start: Status, mos: Limit) -> Dangers:
    """Return what ends every test: a board that does more, or gets hotter, than it should."""

    def found(status: Status) -> Iterator[Text]:
        alarms = status.alarms - start.alarms - side.alarms - {FACTORY_PASSWORD}
        if not side.other_conducts(status):
            yield text("the {mos} opened as well", mos=side.other_mos)
        if alarms:
            yield text("an alarm came up: {alarms}", alarms=alarm_words(alarms))
        if outside(mos, status.mos_temperature):
            yield _beyond(text("the MOS are at"), Quantity(status.mos_temperature, "°C"), mos)
        if status.emergency:
            yield text("Emergency was switched on")

    return found


def of_shifted_limits(step: ProtectionTest, side: Side, start: Status) -> Dangers:
    """Return what ends a test while limits are shifted."""
    common = of_any_test(side, start, step.abort_mos)

    def found(status: Status) -> Iterator[Text]:
        current, moved = Quantity(status.current, "A"), volts(most_moved(start, status))
        apart = volts(status.highest - status.lowest)
        if outside(step.abort_current, abs(current.value)):
            yield _beyond(text("a current flows of"), current, step.abort_current)
        if outside(step.abort_moved, moved.value):
            yield _beyond(text("a cell moved by"), moved, step.abort_moved)
        if outside(step.abort_apart, apart.value):
            yield _beyond(text("the cells are apart by"), apart, step.abort_apart)
        yield from common(status)

    return found


def most_moved(start: Status, status: Status) -> Decimal:
    """Return how far a cell moved at most, V; one that came or went moved by all of it."""
    cells = zip_longest(start.cells, status.cells, fillvalue=Decimal(0))
    return max((abs(before - now) for before, now in cells), default=Decimal(0))


class Lasting:
    """Whether something holds without a break for longer than some seconds."""

    def __init__(self, most_s: float) -> None:
        self._most_s = most_s
        self._since: float | None = None

    def too_long(self, *, holds: bool) -> bool:
        """Take note of a reading at this moment."""
        now = asyncio.get_running_loop().time()
        if not holds:
            self._since = None
        elif self._since is None:
            self._since = now
        return self._since is not None and now - self._since >= self._most_s


def _beyond(what: Text, found: Quantity, limit: Limit) -> Text:
    return text("{what} {found}, limit {limit}", what=what, found=found, limit=limit.said)
