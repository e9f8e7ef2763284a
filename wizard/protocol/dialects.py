"""Telling layouts of native frames apart, before a number is taken from one.

Source: recorded frames. Balancers of the JK04 kind carry numbers of four bytes with a
point, so their byte 9 is 0x40 (789 of 789). Boards for 24 cells leave byte 287 at 0 (341
of 341), where those for 32 cells have flags in all three tables (1208 of 1208 statuses).
"""

from wizard.protocol.framing import Frame
from wizard.protocol.layout import Table

JK04_BYTE, JK04_MARK = 9, 0x40
FLAGS_BYTE = 287


def foreign(frame: Frame) -> str | None:
    """Return why a frame has another layout than the one this library knows, if it has."""
    if frame.table is not Table.INFO and frame.data[JK04_BYTE] == JK04_MARK:
        return "a frame of a JK04 balancer, whose layout is another"
    if not frame.data[FLAGS_BYTE]:
        return "a frame of an older board (24 cells or JK04), whose layout is another"
    return None
