"""`scan`: who is on a line, or on the lines of all serial adapters."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wizard.assembly import open_line
from wizard.boards.alarm_words import alarm_words
from wizard.boards.bus import Bus
from wizard.boards.survey import ADDRESSES, BAUDS, Found, Survey, survey
from wizard.commands.lines import OnTape, run, taping
from wizard.commands.output import out, say, talk
from wizard.commands.scan_bluetooth import scan_bluetooth
from wizard.commands.tables import table
from wizard.errors import LinkError, LinkUnavailable, WrongUsage
from wizard.links.discover import Port, hint, ports
from wizard.links.spec import LinkSpec, parse
from wizard.text import Text, listed, printable, text, words

FOUND, NOBODY, STOPPED = 0, 3, 130
HEAD = (
    text("address"),
    text("model"),
    text("hardware"),
    text("firmware"),
    text("serial"),
    text("alarms"),
    text("remark"),
)
NOT_KNOWN = "-"


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of one line: who is on it, or why it could not be looked at."""

    spec: LinkSpec
    port: Port | None
    survey: Survey | None = None
    trouble: tuple[Text, ...] = ()


def scan(given: argparse.Namespace) -> int:
    """Look for boards; 3 where none is found. Raises WrongUsage, BadFile, LinkUnavailable."""
    if given.bluetooth is not None:
        return scan_bluetooth(given)
    lines = _lines(given)
    with taping(given) as on:
        try:
            looked = [_look(each, on) for each in lines]
        except KeyboardInterrupt:
            talk(text("Stopped before every address was asked."))
            return STOPPED
    if given.json:
        out(json.dumps([_json(each) for each in looked], indent=2))
    else:
        for each in looked:
            _show(each)
    return FOUND if any(each.survey and each.survey.found for each in looked) else NOBODY


def _lines(given: argparse.Namespace) -> list[Looked]:
    known = {port.path: port for port in ports()}
    if given.link:
        spec = parse(given.link)
        if spec.kind == "ble":
            raise WrongUsage(
                text("Over Bluetooth there are no addresses: `scan --bluetooth` looks for boards.")
            )
        if spec.kind == "uart":
            raise WrongUsage(
                text("At a UART there is one board and no address: `status` asks who it is.")
            )
        places = {port.device: port for port in known.values()} | known
        return [Looked(spec, places.get(spec.place))]
    if not known:
        raise LinkUnavailable(
            text("There is no serial adapter. Plug one in; `ls /dev/serial/by-id` shows it.")
        )
    return [Looked(LinkSpec("serial", path, {}), port) for path, port in known.items()]


def _look(line: Looked, on: OnTape) -> Looked:
    spec = line.spec
    talk(text("Looking at {link}", link=str(spec)))
    addresses = (spec.address,) if "address" in spec.options else ADDRESSES
    bauds = (spec.baud,) if "baud" in spec.options else BAUDS
    try:
        found = run(spec, lambda: survey(_bus_at(spec, on), addresses, bauds, talk))
    except LinkError as error:
        advice = hint(line.port) if line.port else None
        return replace(line, trouble=(error.reason, *([advice] if advice else [])))
    return replace(line, survey=found)


def _bus_at(spec: LinkSpec, on: OnTape) -> Callable[[int], Bus]:
    line = open_line(spec)

    def at(baud: int) -> Bus:
        if line.simulation is not None:
            line.simulation.line.baud = baud
            return Bus(on(line.link))
        slowed = open_line(replace(spec, options={**spec.options, "baud": str(baud)}))
        memory = slowed.gap_memory()
        if memory.trouble is not None:
            talk(memory.trouble)
        return Bus(on(slowed.link), memory)

    return at


def _show(looked: Looked) -> None:
    out(_title(looked))
    for trouble in looked.trouble:
        out(say(trouble))
    found = looked.survey
    if found is None:
        return
    if found.found:
        table([[say(name) for name in HEAD], *(_cells(row) for row in found.found)])
    for remark in found.line:
        out(say(remark))
    if found.silent:
        out(say(text("Silent: {addresses}. For each, perhaps:", addresses=listed(found.silent))))
        for why in found.why_silent:
            out(f"  {say(why)}")


def _title(looked: Looked) -> str:
    port = looked.port
    if port is None or not port.usb:
        return str(looked.spec)
    adapter = port.adapter
    known = text(
        "{adapter} {usb}: {verdict}",
        adapter=adapter.name or port.product or text("adapter"),
        usb=port.usb,
        verdict=text(adapter.verdict.value),
    )
    told = listed([known, adapter.note], ". ") if adapter.note else known
    return f"{looked.spec}  {say(told)}"


def _cells(row: Found) -> Sequence[str]:
    who = row.identity
    known = (who.model, who.hardware, who.firmware, who.serial) if who else ("",) * 4
    raised = NOT_KNOWN if row.alarms is None else say(alarm_words(row.alarms))
    return (
        str(row.address),
        *(printable(name) or NOT_KNOWN for name in known),
        raised,
        " ".join(say(remark) for remark in _remarks(row)),
    )


def _remarks(row: Found) -> Sequence[Text]:
    """Return what is out of the ordinary about a board and how it answers."""
    usual = (
        (row.baud != BAUDS[0], text("Speaks at {baud} baud.", baud=row.baud)),
        (row.how == "frames", text("Answered by frames.")),
        (
            row.identity is not None and row.lost > 0,
            text("{lost} of {asked} requests unanswered.", lost=row.lost, asked=row.asked),
        ),
    )
    return (*row.remarks, *(remark for holds, remark in usual if holds))


def _json(looked: Looked) -> dict[str, Any]:
    port, found = looked.port, looked.survey
    return {
        "link": str(looked.spec),
        "adapter": port
        and {
            "usb": port.usb,
            "device": port.device,
            "name": port.adapter.name,
            "verdict": port.adapter.verdict.value,
        },
        "trouble": [words(each) for each in looked.trouble],
        "boards": [_json_board(row) for row in found.found] if found else [],
        "silent": list(found.silent) if found else [],
        "why_silent": [words(why) for why in found.why_silent] if found else [],
        "line": [words(remark) for remark in found.line] if found else [],
    }


def _json_board(row: Found) -> dict[str, Any]:
    who = row.identity
    return {
        "address": row.address,
        "baud": row.baud,
        "how": row.how,
        "model": who and who.model,
        "hardware": who and who.hardware,
        "firmware": who and who.firmware,
        "serial": who and who.serial,
        "alarms": None if row.alarms is None else sorted(row.alarms),
        "asked": row.asked,
        "lost": row.lost,
        "remarks": [words(remark) for remark in row.remarks],
    }
