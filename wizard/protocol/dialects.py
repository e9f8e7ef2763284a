"""Telling the layouts of native frames apart, before a number is taken from one.

Source: recorded frames. Balancers of the JK04 kind carry numbers of four bytes with a
point, so byte 9 of a status is 0x40 (789 of 789, never on others). Boards for 24 cells
leave byte 287 at 0 (341 of 341), where those for 32 cells have flags in all three tables
(1208 of 1208 statuses); a JK04 counts its seconds there, so it is asked about first. The
cells of the mask are those with a voltage, on every recorded status. The hardware version
decides nothing.
"""

import re
import struct
from dataclasses import dataclass
from enum import StrEnum

from wizard.protocol.fields import IDENTITY, SUPPORTED
from wizard.protocol.framing import PAYLOAD, Frame
from wizard.protocol.layout import Table


class Dialect(StrEnum):
    """A layout of frames with the command numbers that go with it."""

    JK04 = "JK04"
    JK02_24S = "JK02_24S"
    JK02_32S = "JK02_32S"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against every dialect, as the end of a sentence.

    `likely` is the dialect in which the status can be read; nothing may be written in it.
    """

    reason: str
    likely: Dialect


JK04_BYTE, JK04_MARK = 9, 0x40
FLAGS_BYTE = 287
FIRST_32S = 11  # the major version of the first software for 32 cells
BORN = slice(78, 94)  # first-on date and serial number in an information frame: none on JK04
CAN = slice(PAYLOAD + SUPPORTED.offset, PAYLOAD + SUPPORTED.offset + SUPPORTED.size)
FIRMWARE = next(row for row in IDENTITY if row.key == "firmware")
CELLS = {Dialect.JK02_24S: "<24HI", Dialect.JK02_32S: "<32HI"}
"""The cell voltages at the start of a status and the mask behind them."""


def likely(frame: Frame) -> Dialect:
    """Return the dialect that the frame of a table looks like by itself: no evidence yet."""
    if frame.table is Table.STATUS and frame.data[JK04_BYTE] == JK04_MARK:
        return Dialect.JK04
    if frame.data[FLAGS_BYTE]:
        return Dialect.JK02_32S
    pointed = frame.table is Table.SETTINGS and frame.data[JK04_BYTE]
    unborn = frame.table is Table.INFO and not any(frame.data[BORN])
    return Dialect.JK04 if pointed or unborn else Dialect.JK02_24S


def evidence(info: Frame, settings: Frame, status: Frame) -> Dialect | Doubt:
    """Return the dialect that a board's three frames agree on, or why they do not.

    Raises ValueError where a frame carries another table.
    """
    tables = info.table, settings.table, status.table
    if tables != (Table.INFO, Table.SETTINGS, Table.STATUS):
        raise ValueError("not the three tables of a board")
    found = likely(status)
    for holds, against in _checks(info, settings, status, found):
        if not holds:
            return Doubt(against, found)
    return found


def _checks(info: Frame, settings: Frame, status: Frame, found: Dialect) -> list[tuple[bool, str]]:
    """Return what must hold of the dialect that the status looks like, each with its doubt."""
    firmware = _firmware(info)
    major = re.match(r"\d+(?=\.)", firmware)
    newer = major is not None and int(major[0]) >= FIRST_32S
    is_32s, is_jk04 = found is Dialect.JK02_32S, found is Dialect.JK04
    said = f"its status looks like {found}, but"
    return [
        (major is not None, f"its software version {firmware!r} names no number"),
        (newer == is_32s, f"{said} its software is {firmware}"),
        (is_jk04 != any(info.data[BORN]), f"{said} not its first-on date and serial number"),
        (is_32s == any(info.data[CAN]), f"{said} not the list of commands that it knows"),
        (is_32s == (info.data[FLAGS_BYTE] > 0), f"{said} not its information frame"),
        (is_32s == (settings.data[FLAGS_BYTE] > 0), f"{said} not its settings"),
        (is_jk04 == (settings.data[JK04_BYTE] > 0), f"{said} not the numbers of its settings"),
        (_is_seen(status, found), f"{said} its cells are not those that it counts"),
    ]


def _firmware(info: Frame) -> str:
    start = PAYLOAD + FIRMWARE.offset
    text = info.data[start : start + FIRMWARE.size].split(b"\0", 1)[0]
    return text.decode("ascii", errors="replace").strip()


def _is_seen(status: Frame, dialect: Dialect) -> bool:
    """Whether the cells with a voltage are those of the mask; JK04 has no such check."""
    if dialect is Dialect.JK04:
        return True
    *cells, mask = struct.unpack_from(CELLS[dialect], status.data, PAYLOAD)
    return mask == sum(1 << n for n, volts in enumerate(cells) if volts)
