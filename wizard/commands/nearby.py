"""What the first page needs to look for boards: over Bluetooth, and on serial adapters."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from wizard.assembly import open_line
from wizard.boards import survey
from wizard.boards.bus import Bus
from wizard.commands import scan_bluetooth
from wizard.engine.search import Found, Search
from wizard.links.bluetooth_scan import STARTING_S, Seen, scan
from wizard.links.discover import Port
from wizard.links.spec import LinkSpec
from wizard.procedure.questions import Option
from wizard.protocol.framing import MASTER
from wizard.text import Text, printable, text

KEY, WIRED = "look ble", "look "
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
        text("Boards in radio range, the strongest first"),
        text(
            "Not among them? A board that a phone holds is hidden: force-stop the JK app there, "
            "then F5."
        ),
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


# ---- on a serial adapter

AROUND_S = 90
"""All addresses at both speeds of a line on which nobody answers, with time to listen."""

NOBODY = text(
    "No board answers on this adapter. Wake the board, swap A and B, and look that the cable is "
    "in RS485-1. `jk-commission scan` says more."
)


def wired(port: Port) -> Search:
    """Return the search for boards on the bus of a serial adapter."""
    return Search(
        f"{WIRED}{port.path}",
        text("Look for boards by RS485 at {port}", port=port.known_as),
        text("Asking every address at {port}", port=port.known_as),
        AROUND_S,
        NOBODY,
        partial(around, LinkSpec("serial", port.path, {})),
        text("Boards on the line"),
        text("A board at DIP 0 is the master: it is heard, and cannot be commissioned from here."),
    )


async def around(spec: LinkSpec) -> tuple[Found, ...]:
    """Ask every address. Raises LinkUnavailable, LinkLost."""
    there = await survey.survey(_bus_at(spec))
    return tuple(_at(spec, each) for each in there.found if each.address != MASTER)


def _bus_at(spec: LinkSpec) -> Callable[[int], Bus]:
    def at(baud: int) -> Bus:
        return Bus(open_line(replace(spec, options={**spec.options, "baud": str(baud)})).link)

    return at


def _at(spec: LinkSpec, found: survey.Found) -> Found:
    who = found.identity
    options = {**spec.options, "address": str(found.address)}
    if found.baud != survey.BAUDS[0]:
        options["baud"] = str(found.baud)
    told = text(
        "address {address}  {model} {firmware}  {serial}",
        address=found.address,
        model=who.model if who else NAMELESS,
        firmware=who.firmware if who else "",
        serial=who.serial if who else "",
    )
    return Found(
        Option(str(replace(spec, options=options)), told),
        (who.serial if who else "", str(found.address)),
    )
