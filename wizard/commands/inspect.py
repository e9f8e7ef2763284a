"""`status` and `settings` of one board, in lines or as JSON keyed by our keys."""

import argparse
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from wizard.assembly import open_line
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.board import Board
from wizard.commands.lines import named_link, run, taping, typed_code
from wizard.commands.output import out, talk
from wizard.protocol import alarms, fields
from wizard.protocol.ble.views import Balancer, implausible
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCHES
from wizard.protocol.views import Identity, Settings, Status
from wizard.text import printable, text

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
    identity, found = _read(given, _seen)
    if isinstance(found, Status) and (doubt := implausible(found)):
        talk(text("Careful: {why}. A sense wire may be off.", why=doubt))
    return _show(given, "status", identity, list(_status_rows(found)))


def settings(given: argparse.Namespace) -> int:
    """Show all settings of a board. Raises LinkError, BoardError, WrongUsage."""
    identity, found = _read(given, lambda board: board.every_setting())
    return _show(given, "settings", identity, list(_setting_rows(found)))


async def _seen(board: Board) -> Status | Balancer:
    """Return the status, of a balancer what it measures."""
    return await (board.reading() if isinstance(board, BluetoothBoard) else board.status())


def _read(
    given: argparse.Namespace, ask: Callable[[Board], Awaitable[View]]
) -> tuple[Identity, View]:
    spec = named_link(given)
    with taping(given) as on:
        line = open_line(spec, ask=typed_code)
        board = replace(line, link=on(line.link)).far_end().board()

        async def work() -> tuple[Identity, View]:
            try:
                return await board.identity(), await ask(board)
            finally:
                await board.close()

        return run(spec, work)


def _status_rows(found: Status | Balancer) -> Iterator[Row]:
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
    if isinstance(found, Status):
        yield Row("alarm_names", "Alarms", alarms.named(found.alarms))


def _setting_rows(found: Settings) -> Iterator[Row]:
    for row in (*SETTINGS, *OPTIONS):
        value = found.values.get(row.key, found.options.get(row.key))
        if value is not None:
            yield Row(row.key, row.label, _number(value), row.unit)
    switched = found.switches
    for switch in SWITCHES:
        if switch.key in switched:
            yield Row(switch.key, switch.label, switched[switch.key])


def _show(given: argparse.Namespace, what: str, identity: Identity, rows: list[Row]) -> int:
    who = {key: getattr(identity, key) for key in IDENTITY_KEYS}
    if given.json:
        told = {row.key: {"value": row.value, "unit": row.unit} for row in rows}
        out(json.dumps({"identity": who, what: told}, indent=2))
        return 0
    out("  ".join(f"{key} {printable(word) or '-'}" for key, word in who.items()))
    for row in rows:
        out(row.line)
    return 0


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _word(value: Told) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
