"""Every command that can exist, found by trying every row in every dialect."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from wizard.protocol.ble import Command, Dialect, Do, NotEncodable, Put, SetTime, Tune
from wizard.protocol.catalogue import ACTIONS, CALIBRATIONS, PARAMETER, SWITCHES

LAST_SECOND = 0xFFFFFFFF
OFF, ON = Decimal(0), Decimal(1)


def _tries(dialect: Dialect) -> Iterator[tuple[str, Callable[[], Command]]]:
    """Yield a key and what builds a command of it, at and beside the ends of its range."""
    for row in PARAMETER.values():
        for value in (row.low - row.scale, row.low, row.high, row.high + row.scale):
            yield row.key, lambda row=row, value=value: Put(dialect, row, value)
    for switch in SWITCHES:
        for value in (OFF, ON):
            yield switch.key, lambda row=switch, value=value: Put(dialect, row, value)
    for row in CALIBRATIONS:
        for value in (row.low - row.scale, row.low, row.high, row.high + row.scale):
            yield row.key, lambda row=row, value=value: Tune(dialect, row, value)
    for action in ACTIONS:
        yield action.key, lambda action=action: Do(dialect, action)
    for seconds in (-1, 0, LAST_SECOND, LAST_SECOND + 1):
        yield "clock", lambda seconds=seconds: SetTime(dialect, seconds)


def every(dialect: Dialect) -> list[tuple[str, Command]]:
    """Return the commands that a dialect can be told, with the key of what they mean."""
    found: list[tuple[str, Command]] = []
    for key, build in _tries(dialect):
        try:
            found.append((key, build()))
        except (NotEncodable, ValueError):
            continue
    return found
