"""`status` and `settings` of one board, in lines or as JSON keyed by our keys."""

import argparse
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from wizard.assembly import open_line
from wizard.boards.board import Board
from wizard.boards.bus import Bus
from wizard.boards.either import board_on
from wizard.commands.lines import named_link, run, taping
from wizard.commands.output import out
from wizard.protocol import alarms, fields
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCHES
from wizard.protocol.views import Identity, Settings, Status
from wizard.text import printable

View = TypeVar("View")
Told = bool | int | float | str | Sequence["Told"]
IDENTITY_KEYS = ("model", "hardware", "firmware", "serial")
BITS = frozenset({"cell_mask", "wire_mask", "sensor_mask", "alarms"})


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a board: our key, JK's label, the value and its unit."""

    key: str
    label: str
    value: Told
    unit: str = ""

    @property
    def line(self) -> str:
        """The row as a line of a table."""
        values = self.value if isinstance(self.value, list | tuple) else (self.value,)
        words = " ".join(_word(value) for value in values) or "none"
        return f"{self.label:<36} {words} {self.unit}".rstrip()


def status(given: argparse.Namespace) -> int:
    """Show the pack as a board sees it. Raises LinkError, BoardError, WrongUsage."""
    identity, found = _read(given, lambda board: board.status())
    return _show(given, "status", identity, list(_status_rows(found)))


def settings(given: argparse.Namespace) -> int:
    """Show all settings of a board. Raises LinkError, BoardError, WrongUsage."""
    identity, found = _read(given, lambda board: board.every_setting())
    return _show(given, "settings", identity, list(_setting_rows(found)))


def _read(
    given: argparse.Namespace, ask: Callable[[Board], Awaitable[View]]
) -> tuple[Identity, View]:
    spec = named_link(given)
    with taping(given) as on:
        board = board_on(Bus(on(open_line(spec).link)), spec.address, spec.read)

        async def work() -> tuple[Identity, View]:
            try:
                return await board.identity(), await ask(board)
            finally:
                await board.close()

        return run(spec, work)


def _status_rows(found: Status) -> Iterator[Row]:
    """Yield what was read, with the cells that are there and flags as numbers of bits."""
    for field in (*fields.STATUS, *fields.STATUS_MORE):
        values = found.readings.get(field.key)
        if values is None:
            continue
        value = [_number(each) for each in values]
        told: Told = value if len(value) > 1 else value[0]
        if field.key == "cell_voltages":
            told = [_number(cell) for cell in found.cells]
        elif field.key in BITS:
            told = sorted(alarms.raised(int(values[0])))
        yield Row(field.key, field.label or field.key, told, field.unit)
    yield Row("alarm_names", "Alarms", alarms.named(found.alarms))


def _setting_rows(found: Settings) -> Iterator[Row]:
    for row in (*SETTINGS, *OPTIONS):
        value = found.values.get(row.key, found.options.get(row.key))
        if value is not None:
            yield Row(row.key, row.label, _number(value), row.unit)
    for switch in SWITCHES:
        yield Row(switch.key, switch.label, found.is_on(switch.key))


def _show(given: argparse.Namespace, what: str, identity: Identity, rows: list[Row]) -> int:
    who = {key: getattr(identity, key) for key in IDENTITY_KEYS}
    if given.json:
        told = {row.key: {"value": row.value, "unit": row.unit} for row in rows}
        out(json.dumps({"identity": who, what: told}, indent=2))
        return 0
    out("  ".join(f"{key} {printable(text) or '-'}" for key, text in who.items()))
    for row in rows:
        out(row.line)
    return 0


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _word(value: Told) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
