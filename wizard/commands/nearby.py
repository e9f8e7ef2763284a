"""What the start page needs to look for boards over Bluetooth."""

import sys

from wizard.commands import scan_bluetooth
from wizard.engine.search import Found, Search
from wizard.links.bluetooth_scan import STARTING_S, Seen, scan
from wizard.procedure.questions import Option
from wizard.text import Text, printable, text

KEY = "look ble"
SYSTEMS = frozenset({"linux", "darwin", "win32"})
"""Where bleak can look for boards."""

NAMELESS = "-"
LONGEST_NAME = 20


def nearby() -> tuple[Search, ...]:
    """Return the search for boards in radio range; none where this system has no way to it.

    Nothing of Bluetooth is touched before it is started: what is missing is said then.
    """
    if sys.platform not in SYSTEMS:
        return ()
    search = Search(
        KEY,
        text("Look for boards over Bluetooth"),
        text("Looking for boards over Bluetooth"),
        round(scan_bluetooth.LOOKING_S + STARTING_S),
        scan_bluetooth.NOBODY_SHOWS,
        _look,
    )
    return (search,)


async def _look() -> tuple[Found, ...]:
    seen = await scan(scan_bluetooth.LOOKING_S)
    width = max((len(_called(each)) for each in seen), default=0)
    return tuple(_found(each, width) for each in seen)


def _found(seen: Seen, width: int) -> Found:
    told = text(
        "{name}  {address}  {signal}",
        name=f"{_called(seen):<{width}}",
        address=seen.address,
        signal=_signal(seen),
    )
    return Found(Option(f"ble:{seen.address}", told), (seen.name, seen.address))


def _called(seen: Seen) -> str:
    """Return a board's name; of one that is too long its end, which tells boards apart."""
    name = printable(seen.name) or NAMELESS
    return name if len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]


def _signal(seen: Seen) -> Text:
    if seen.rssi is None:
        return text("signal {verdict}", verdict=seen.reach.value)
    return text("{rssi} dBm, {verdict}", rssi=seen.rssi, verdict=seen.reach.value)
