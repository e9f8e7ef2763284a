"""A protocol's number with its name and speed, and for which firmware a list names it so."""

from wizard.procedure.inverters import Connection, speed
from wizard.protocol.ports import PROTOCOL, Bus, Protocol
from wizard.text import Text, listed, text


def label(bus: Bus, number: int, over: Connection | None = None) -> Text:
    """Return number, name and speed, `CAN 002 Pylon low-voltage, 500 kbit/s`."""
    row = PROTOCOL.get((bus, number))
    if row is None:
        return text("{bus} {n} (no list names it)", bus=str(bus), n=f"{number:03d}")
    return text(
        "{bus} {n} {name}, {speed}",
        bus=str(bus),
        n=f"{number:03d}",
        name=row.label,
        speed=speed(bus, number, over),
    )


def name_note(bus: Bus, number: int, firmware: str) -> Text:
    """Return whether a list of this firmware has the name, or only those of others."""
    row = PROTOCOL.get((bus, number))
    if row is None:
        return text("no list names it: compare with what the vendor's app shows")
    if any(_covers(each, firmware) for each in row.firmware):
        return text("name as in the list for firmware {firmware}", firmware=firmware)
    return text(
        "no list for firmware {firmware} is known; name as for {others}: compare with the "
        "vendor's app",
        firmware=firmware,
        others=_others(row),
    )


def _others(row: Protocol) -> Text:
    return listed(row.firmware) if row.firmware else text("no firmware that was seen")


def _covers(listed: str, firmware: str) -> bool:
    """Whether `15.30-15.41 PB` or `14.20 PB2A16S15P` covers a firmware."""
    first, _, last = listed.partition(" ")[0].partition("-")
    ends = [_version(each) for each in (first, last or first)]
    return ends[0] <= _version(firmware) <= ends[1]


def _version(firmware: str) -> tuple[int, ...]:
    """Return the leading numbers of a version, `11.288H` as 11, 288."""
    parts = ("".join(char for char in part if char.isdecimal()) for part in firmware.split("."))
    return tuple(int(part) for part in parts if part)
