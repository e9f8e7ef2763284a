"""The protections of a board: when each trips and when it lets go.

A voltage trip moves the board's own state of charge to an end of its scale, where it
stays (seen on firmware 11.17 frames; likely on PB). Voltages and temperatures have no
delay setting: theirs is the board's own, and unknown beyond a few seconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from operator import gt, lt
from typing import Literal

from wizard.protocol.catalogue import SETTING

Quantity = Literal["cells", "charge", "discharge", "battery", "mos"]
Setting = Callable[[str], Decimal]
SHORT_CIRCUIT = Decimal(300)  # A, fixed in PB boards
_SECONDS = {"s": Decimal(1), "µs": Decimal("0.000001")}


@dataclass(frozen=True, slots=True)
class Rule:
    """One protection as data.

    It trips when any value it `measures` is `beyond` the `limit` (a setting, or fixed)
    and lets go when the setting `relief` is beyond every value, or by time alone where it
    has none. `reaction` and `release` name the settings of its delays. A trip opens the
    MOS named, raises an alarm and makes a log entry; the entry of its release is the next
    number. Where there is a `cell_entry`, that of cell 1, the entry of the cell farthest
    beyond comes before that of its trip; that both are made is likely, not recorded.
    `charged` is the state of charge that a trip leaves.
    """

    name: str
    measures: Quantity
    beyond: Callable[[Decimal, Decimal], bool]
    limit: str | Decimal
    relief: str
    alarm: int
    opens: tuple[str, ...]
    entry: int
    reaction: str = ""
    release: str = ""
    countdown: str = ""
    charged: Decimal | None = None
    cell_entry: int = 0


def _voltage(  # noqa: PLR0913  one column of the table each
    name: str,
    beyond: Callable[[Decimal, Decimal], bool],
    limit: str,
    alarm: int,
    opens: str,
    entry: int,
    cell_entry: int,
    charged: int,
) -> Rule:
    countdown = f"{limit[-3:]}r_countdown"
    return Rule(
        name,
        "cells",
        beyond,
        limit,
        f"{limit}r",
        alarm,
        (opens,),
        entry,
        countdown=countdown,
        charged=Decimal(charged),
        cell_entry=cell_entry,
    )


def _over_current(way: Literal["charge", "discharge"], alarm: int, entry: int) -> Rule:
    return Rule(
        f"{way} over-current",
        way,
        gt,
        f"{way}_current",
        "",
        alarm,
        (way,),
        entry,
        f"{way}_ocp_delay",
        f"{way}_ocpr_time",
        f"{way}_ocpr_countdown",
    )


def _short_circuit(way: Literal["charge", "discharge"], alarm: int, entry: int) -> Rule:
    return Rule(
        f"{way} short circuit",
        way,
        gt,
        SHORT_CIRCUIT,
        "",
        alarm,
        (way,),
        entry,
        "scp_delay",
        "scpr_time",
        f"{way}_scpr_countdown",
    )


def _temperature(name: str, limit: str, alarm: int, opens: tuple[str, ...], entry: int) -> Rule:
    measures: Quantity = "mos" if limit.startswith("mos") else "battery"
    beyond = lt if limit.endswith("utp") else gt
    return Rule(name, measures, beyond, limit, f"{limit}r", alarm, opens, entry)


OVER_VOLTAGE = _voltage("over-voltage", gt, "cell_ovp", 4, "charge", 17, 100, 1)
UNDER_VOLTAGE = _voltage("under-voltage", lt, "cell_uvp", 11, "discharge", 29, 200, 0)
RULES = (
    OVER_VOLTAGE,
    UNDER_VOLTAGE,
    _over_current("charge", 6, 21),
    _over_current("discharge", 13, 33),
    _short_circuit("charge", 7, 23),
    _short_circuit("discharge", 14, 35),
    _temperature("charge over-temperature", "charge_otp", 8, ("charge",), 25),
    _temperature("charge under-temperature", "charge_utp", 9, ("charge",), 27),
    _temperature("discharge over-temperature", "discharge_otp", 15, ("discharge",), 37),
    _temperature("MOS over-temperature", "mos_otp", 1, ("charge", "discharge"), 11),
)


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds that a board takes where it has no setting for it.

    From the first value beyond its limit to a trip, from relief to release, and from the
    highest cell below Power Off Volt. to darkness.
    """

    reaction: float = 1.0
    release: float = 2.0
    power_off: float = 10.0


USUAL = Delays()


@dataclass(slots=True)
class Protection:
    """A rule at work. `since` is when the board first saw reason to change its state."""

    rule: Rule
    delays: Delays
    tripped: bool = False
    since: float | None = None

    def delay(self, setting: Setting) -> float:
        """Return the seconds that a reason must last."""
        key = self.rule.release if self.tripped else self.rule.reaction
        if key:
            return float(setting(key) * _SECONDS[SETTING[key].unit])
        return self.delays.release if self.tripped else self.delays.reaction

    def advance(self, now: float, setting: Setting, *, reason: bool) -> bool:
        """Take note of a reason at a time; tell whether the state has changed by it."""
        if not reason:
            self.since = None
            return False
        if self.since is None:
            self.since = now
        if now - self.since < self.delay(setting):
            return False
        self.tripped, self.since = not self.tripped, None
        return True

    def reason(self, values: Sequence[Decimal], setting: Setting) -> bool:
        """Return whether the values speak for a change of state."""
        rule = self.rule
        if self.tripped:
            relief = rule.relief
            return not relief or all(rule.beyond(setting(relief), value) for value in values)
        limit = setting(rule.limit) if isinstance(rule.limit, str) else rule.limit
        return any(rule.beyond(value, limit) for value in values)

    def countdown(self, now: float, setting: Setting) -> int:
        """Return the whole seconds to release, 0 where none is under way."""
        if not self.tripped or self.since is None:
            return 0
        return ceil(self.since + self.delay(setting) - now)
