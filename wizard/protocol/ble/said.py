"""What some bytes of a board's Bluetooth say, for `describe`: commands, receipts, log, streams.

A command's number means different things to different dialects, and nothing in it names
the dialect: all of them are told.
"""

import struct

from wizard.protocol.ble.commands import ASKED, HEAD, SIZE
from wizard.protocol.ble.logbook import entries
from wizard.protocol.ble.registers import REGISTERS
from wizard.protocol.ble.stream import NOISE, RECEIPT, BleStream, Received
from wizard.protocol.ble.views import shortest
from wizard.protocol.framing import Frame
from wizard.protocol.names import Value, plain
from wizard.protocol.secret import DOTS

NUMBER, LENGTH, VALUE = 4, 5, 6
FORMS = {1: "<B", 2: "<H", 4: "<i"}
PASSWORDS = range(0x9B, 0xA1)  # what is near them was never recorded: none of it is shown
FIRST_POINTED = 0x38000000
"""A number from here on is one with a point: 4 bytes of a JK04. No other value is as large."""

Said = tuple[str, dict[str, Value], str | None]


def command(data: bytes) -> Said:
    """Return kind, values and error of the 20 bytes that a command or a receipt has."""
    head = data[:SIZE]
    if len(head) < SIZE or sum(head[:-1]) & 0xFF != head[-1]:
        return "corrupt", {}, f"a Bluetooth command of {len(head)} bytes, or its sum is wrong"
    if head == RECEIPT:
        return "ack", {"ack_command": head[NUMBER]}, None
    number, size = head[NUMBER], head[LENGTH]
    if number in ASKED.values():
        return "app_write", {"command": number, "data_length": size}, None
    if size > SIZE - 1 - VALUE:
        return "corrupt", {}, f"a Bluetooth command that says it holds {size} bytes"
    value = head[VALUE : VALUE + size]
    return "app_write", {"register": number, "data_length": size} | _told(number, value), None


def _told(number: int, value: bytes) -> dict[str, Value]:
    """Return the value of a command, and what its number means to each dialect."""
    found: dict[str, Value] = {"value": DOTS} if number in PASSWORDS else _value(value)
    for dialect, rows in REGISTERS.items():
        for key, row in rows.items():
            if row.code == number:
                found[f"to_{dialect}"] = key
    return found


def _value(value: bytes) -> dict[str, Value]:
    if len(value) not in FORMS:
        return {"value": value.hex()} if value else {}
    (raw,) = struct.unpack(FORMS[len(value)], value)
    if raw >= FIRST_POINTED:
        return {"value": plain(shortest(struct.unpack("<f", value)[0]))}
    return {"value": raw}


def log_book(frame: Frame) -> dict[str, Value]:
    """Return the entries of a log frame: seconds, code, name; ValueError for other frames."""
    found = entries(frame)
    told: dict[str, Value] = {"log_count": len(found)}
    for number, entry in enumerate(found, 1):
        name = entry.name[:1].upper() + entry.name[1:]
        told[f"log_{number}"] = [entry.seconds, entry.code, name]
    return told


def is_session(data: bytes) -> bool:
    """Whether bytes are a stretch of notifications: several things, or noise between them."""
    bare = data.replace(NOISE, b"")
    return len(bare) < len(data) or RECEIPT in data


def session(data: bytes) -> tuple[list[Frame], int]:
    """Return the frames of a stretch of notifications, and how many receipts are in it."""
    found = BleStream().feed(data)
    frames = [each for each in found if isinstance(each, Frame)]
    return frames, sum(isinstance(each, Received) for each in found)


def is_command(data: bytes) -> bool:
    """Whether bytes begin as a command or a receipt does."""
    return data.startswith(HEAD)
