"""Changes of settings: planned, ordered, taken back. What sends them is the `Writer`.

A plan knows the value before and after each write and is arranged so that no order of
limits is broken between two writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards import order
from wizard.errors import NotAllowed
from wizard.measurement import Limit, Verdict
from wizard.protocol.catalogue import (
    SETTING,
    SWITCHES,
    WRITABLE,
    Calibration,
    Evidence,
    Switch,
    Writable,
)
from wizard.protocol.views import Identity, Settings
from wizard.quantity import Quantity
from wizard.text import text


@dataclass(frozen=True, slots=True)
class Change:
    """One setting, option or switch, before and after, in the unit of its row."""

    row: Writable
    before: Decimal
    wanted: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes in the order in which they are sent; `purpose` names them in the record."""

    purpose: str
    changes: tuple[Change, ...]

    def undo(self) -> "Plan":
        """Return the plan that takes it back, last first.

        A switch that may be written to one side only stays there: to turn it back would
        take a protection away.
        """
        back = tuple(
            Change(change.row, change.wanted, change.before)
            for change in reversed(self.changes)
            if not _is_one_way(change.row)
        )
        return Plan(f"undo of {self.purpose}", back)


def quantity(row: Writable | Calibration, value: Decimal) -> Quantity:
    """Return a value with its unit and the digits that its row has."""
    digits = value.quantize(row.scale)
    return Quantity(digits if digits == value else value, row.unit)


def plan(
    purpose: str,
    current: Settings,
    wanted: Mapping[str, Decimal],
    identity: Identity,
    windows: Mapping[str, Limit],
) -> Plan:
    """Return the plan from what is to what is wanted; what is so already is left out.

    Raises NotAllowed where a setting was not read, a capability bit is clear, a protocol
    number is not offered, a value is outside the chemistry's window or cannot be sent, or
    an order would be broken.
    """
    present = current.everything
    for key, value in wanted.items():
        _require_read(WRITABLE[key], present)
        _require_offered(WRITABLE[key], value, identity)
        _require_allowed(WRITABLE[key], value, identity, windows.get(key))
    return _arranged(purpose, current, wanted, identity)


def plan_by_hand(
    purpose: str,
    current: Settings,
    wanted: Mapping[str, Decimal],
    identity: Identity,
    windows: Mapping[str, Limit],
) -> Plan:
    """Return the plan of what a person is to set in the vendor's app, in that order.

    Raises NotAllowed as `plan` does, but for what only a write needs: capability bit and
    evidence.
    """
    for key, value in wanted.items():
        _require_read(WRITABLE[key], current.everything)
        _require_offered(WRITABLE[key], value, identity)
        _require_within(WRITABLE[key], value, windows.get(key))
    return _arranged(purpose, current, wanted, identity)


def _arranged(
    purpose: str, current: Settings, wanted: Mapping[str, Decimal], identity: Identity
) -> Plan:
    present = current.everything
    taking_part = {**participating(current, identity), **{key: present[key] for key in wanted}}
    keys = order.arrange(taking_part, _one_way_first(wanted))
    return Plan(purpose, tuple(Change(WRITABLE[key], present[key], wanted[key]) for key in keys))


def _one_way_first(wanted: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return what is wanted, the switches that guard a protection first, by their bits.

    While one of them is on the unsafe side, no other switch of the word can be sent.
    """
    guards = [row.key for row in SWITCHES if row.only is not None and row.key in wanted]
    return {key: wanted[key] for key in dict.fromkeys([*guards, *wanted])}


def _is_one_way(row: Writable) -> bool:
    return isinstance(row, Switch) and row.only is not None


def participating(current: Settings, identity: Identity) -> dict[str, Decimal]:
    """Return the settings that the firmware has: only they take part in an order."""
    return {
        key: value for key, value in current.values.items() if identity.supports(SETTING[key].code)
    }


def _require_read(row: Writable, present: Mapping[str, Decimal]) -> None:
    if row.key not in present:
        raise NotAllowed(text("{label} was not read: it is not written unseen.", label=row.label))


def _require_offered(row: Writable, value: Decimal, identity: Identity) -> None:
    """Of a protocol number, only those that the board says itself that it offers."""
    offered = identity.offered.get(row.key)
    if offered is not None and value not in offered:
        raise NotAllowed(
            text(
                "{label} = {value}: firmware {firmware} does not offer it.",
                label=row.label,
                value=quantity(row, value),
                firmware=identity.firmware,
            )
        )


def _require_allowed(
    row: Writable, value: Decimal, identity: Identity, window: Limit | None
) -> None:
    if not identity.supports(row.code):
        raise NotAllowed(
            text(
                "{label}: firmware {firmware} says that it does not have it.",
                label=row.label,
                firmware=identity.firmware,
            )
        )
    _require_within(row, value, window)
    require_sendable(row, value)


def _require_within(row: Writable, value: Decimal, window: Limit | None) -> None:
    if window is not None and window.judge(value) is Verdict.FAIL:
        raise NotAllowed(
            text(
                "{label} = {value} is outside what these cells bear: {window}.",
                label=row.label,
                value=quantity(row, value),
                window=window.said,
            )
        )


def require_sendable(row: Writable, value: Decimal) -> None:
    """Raise NotAllowed where no request can carry a value: no evidence, range, scale."""
    if row.evidence is Evidence.NONE:
        raise NotAllowed(text("{label} is not known well enough to be written.", label=row.label))
    try:
        row.raw(value)
    except ValueError as error:
        raise NotAllowed(text("{label}: {why}", label=row.label, why=text(str(error)))) from error
