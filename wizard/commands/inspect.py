"""`status` and `settings` of one board, in lines or as JSON keyed by our keys."""

import argparse
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from wizard.assembly import open_line
from wizard.boards.alarm_words import alarm_words
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.board import Board
from wizard.commands.lines import named_link, run, taping, typed_code
from wizard.commands.output import out, say, talk
from wizard.protocol import alarms, fields
from wizard.protocol.ble.views import Balancer, implausible
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCHES
from wizard.protocol.views import Identity, Settings, Status
from wizard.quantity import Quantity
from wizard.text import Text, printable, text

View = TypeVar("View")
Told = bool | int | float | str | Sequence["Told"]
IDENTITY_KEYS = ("model", "hardware", "firmware", "serial")
BITS = frozenset({"cell_mask", "wire_mask", "sensor_mask", "alarms"})


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a board: our key, JK's label, the value and its unit.

    `told` is the value in words where those of the line are others than those of JSON.
    """

    key: str
    label: str
    value: Told
    unit: str = ""
    told: Text | None = None

    @property
    def line(self) -> str:
        """The row as a line of a table."""
        values = self.value if isinstance(self.value, list | tuple) else (self.value,)
        listed = " ".join(_word(value) for value in values)
        words = say(self.told) if self.told else listed or say(text("none"))
        return f"{self.label:<36} {words} {self.unit}".rstrip()


def status(given: argparse.Namespace) -> int:
    """Show the pack as a board sees it. Raises LinkError, BoardError, WrongUsage."""
    identity, found = _read(given, _seen)
    if isinstance(found, Status) and implausible(found):
        talk(
            text(
                "Careful: the cells add up to {cells}, but the pack is said to have {pack}. A "
                "sense wire may be off.",
                cells=Quantity(sum(found.cells, Decimal(0)), "V"),
                pack=Quantity(found.pack_voltage, "V"),
            )
        )
    return _show(given, "status", identity, list(_status_rows(found)))


def settings(given: argparse.Namespace) -> int:
    """Show all settings of a board. Raises LinkError, BoardError, WrongUsage."""
    identity, found = _read(given, _set)
    return _show(given, "settings", identity, list(_setting_rows(found)))


async def _seen(board: Board) -> tuple[Identity, Status | Balancer]:
    """Return who it is and its status, of a balancer what it measures."""
    if isinstance(board, BluetoothBoard):
        found = await board.picture()
        return found.identity, found.reading
    return await board.identity(), await board.status()


async def _set(board: Board) -> tuple[Identity, Settings]:
    """Return who it is and all that can be set of it."""
    if isinstance(board, BluetoothBoard):
        found = await board.picture()
        return found.identity, found.settings
    return await board.identity(), await board.every_setting()


def _read(
    given: argparse.Namespace, ask: Callable[[Board], Awaitable[tuple[Identity, View]]]
) -> tuple[Identity, View]:
    spec = named_link(given)
    with taping(given) as on:
        line = open_line(spec, ask=typed_code)
        board = replace(line, link=on(line.link)).far_end().board()

        async def work() -> tuple[Identity, View]:
            try:
                return await ask(board)
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
        names = alarm_words(found.alarms)
        yield Row("alarm_names", say(text("Alarms")), alarms.named(found.alarms), told=names)


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
    if not isinstance(value, bool):
        return str(value)
    return say(text("on") if value else text("off"))
