"""What the start page needs to look for boards over Bluetooth."""

import sys

from wizard.commands import scan_bluetooth
from wizard.engine.search import Found, Search
from wizard.links.bluetooth_scan import STARTING_S, Seen, scan
from wizard.procedure.questions import Option
from wizard.text import Text, text

KEY = "look ble"
SYSTEMS = frozenset({"linux", "darwin", "win32"})
"""Where bleak can look for boards."""

NAMELESS = text("(no name)")


def nearby() -> Search | None:
    """Return the search for boards in radio range; None where this system has no way to it.

    Nothing of Bluetooth is touched before it is started: what is missing is said then.
    """
    if sys.platform not in SYSTEMS:
        return None
    return Search(
        Option(KEY, text("Look for boards over Bluetooth")),
        text("Looking for boards over Bluetooth"),
        round(scan_bluetooth.LOOKING_S + STARTING_S),
        scan_bluetooth.NOBODY_SHOWS,
        _look,
    )


async def _look() -> tuple[Found, ...]:
    return tuple(map(_found, await scan(scan_bluetooth.LOOKING_S)))


def _found(seen: Seen) -> Found:
    option = Option(
        f"ble:{seen.address}",
        text(
            "{name}  {address}  {signal}",
            name=seen.name or NAMELESS,
            address=seen.address,
            signal=_signal(seen),
        ),
    )
    return Found(option, (seen.name, seen.address))


def _signal(seen: Seen) -> Text:
    if seen.rssi is None:
        return text("signal {verdict}", verdict=seen.reach.value)
    return text("{rssi} dBm, {verdict}", rssi=seen.rssi, verdict=seen.reach.value)
