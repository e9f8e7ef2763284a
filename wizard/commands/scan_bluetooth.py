"""`scan --bluetooth`: which boards are in radio range, and how well they are heard."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from typing import Any

from wizard.commands.output import out, say, talk
from wizard.commands.tables import table
from wizard.links.bluetooth_scan import Seen, scan
from wizard.text import printable, text, words

FOUND, NOBODY = 0, 3
HEAD = (text("link"), text("name"), text("signal"), text("verdict"))
NOT_KNOWN = "-"
LOOKING_S = 8.0  # a board advertises about once a second, and some of it is not heard
NOBODY_SHOWS = text(
    "No board that was looked for shows itself. Wake it, go within 2 m of it, and force-stop the "
    "JK app on every phone: a board that is connected elsewhere is hidden."
)


def scan_bluetooth(given: argparse.Namespace) -> int:
    """Look for boards whose name or address ends in given digits; 3 where none is found.

    Raises LinkUnavailable.
    """
    talk(text("Looking for boards by Bluetooth"))
    seen = asyncio.run(scan(LOOKING_S, given.bluetooth))
    if given.json:
        out(json.dumps([_json(each) for each in seen], indent=2))
    elif seen:
        table([[say(name) for name in HEAD], *(_cells(each) for each in seen)])
    if not seen:
        talk(NOBODY_SHOWS)
    return FOUND if seen else NOBODY


def _cells(seen: Seen) -> Sequence[str]:
    signal = NOT_KNOWN if seen.rssi is None else f"{seen.rssi} dBm"
    name = printable(seen.name) or NOT_KNOWN
    return f"ble:{seen.address}", name, signal, say(seen.reach.value)


def _json(seen: Seen) -> dict[str, Any]:
    return {
        "link": f"ble:{seen.address}",
        "name": seen.name,
        "rssi_dbm": seen.rssi,
        "verdict": words(seen.reach.value),
        "manufacturer": {f"0x{key:04X}": data.hex() for key, data in seen.manufacturer.items()},
    }
