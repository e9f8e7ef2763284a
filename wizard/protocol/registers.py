"""What a whole Modbus frame says, for `describe`: requests, answers, receipts, exceptions.

An answer to a read does not say which registers it holds. The read before it tells; where
there is none, two lengths are taken for what they nearly always are: 4 bytes for the
alarm word, and a long run with believable limits for the start of the settings table.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.protocol.catalogue import NEVER_SENT, SETTINGS
from wizard.protocol.fields import SECRETS, STATUS
from wizard.protocol.layout import Image, Table
from wizard.protocol.modbus import ERROR_FLAG, EXCEPTION, READ, RECEIPT, WRITE, crc16
from wizard.protocol.names import Value
from wizard.protocol.reading import all_read
from wizard.protocol.secret import DOTS
from wizard.protocol.tables import shown

WRITE_HEAD, CRC = 7, 2
TRIGGER_SIZE = 11  # bytes of a request that writes one register
(ALARMS,) = (row.place for row in STATUS if row.key == "alarms")
TABLE_SPAN = 0x200  # addresses from one table to the next
BELIEVABLE = 0x70  # bytes of the settings table that hold all its limits

Spoken = tuple[str, dict[str, Value], str | None]
"""Kind, values, error."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A read that was heard: whatever its address, also one this library never sends."""

    unit: int
    address: int
    registers: int


def asked_by(data: bytes) -> Asked | None:
    """Return the read that some bytes are, if they are one."""
    if len(data) != RECEIPT or data[1] != READ or crc16(data):
        return None
    return Asked(data[0], int.from_bytes(data[2:4]), int.from_bytes(data[4:6]))


def spoken(data: bytes, asked: Asked | None) -> Spoken:
    """Say what a frame with a good checksum is."""
    unit, function = data[0], data[1]
    head: dict[str, Value] = {"address": unit, "function": function}
    if len(data) == EXCEPTION and function & ERROR_FLAG:
        return "exception", head | {"code": data[2]}, None
    if function == READ and len(data) == EXCEPTION + data[2]:
        return "fc03_response", head | _answer(data, asked), None
    if function in {READ, WRITE} and len(data) == RECEIPT:
        return "request" if function == READ else "ack", head | _place(data), None
    if function == WRITE and len(data) == WRITE_HEAD + sum(data[6:7]) + CRC:
        return "request", head | _place(data) | _written(data), None
    return "unknown", head, f"function {function} with {len(data)} bytes is not known"


def _place(data: bytes) -> dict[str, Value]:
    register = int.from_bytes(data[2:4])
    found: dict[str, Value] = {"register": register, "count": int.from_bytes(data[4:6])}
    return found | ({"never_sent": NEVER_SENT[register]} if register in NEVER_SENT else {})


def _written(data: bytes) -> dict[str, Value]:
    address, content = int.from_bytes(data[2:4]), data[WRITE_HEAD:-CRC]
    secret = any(address < last and first < address + len(content) for first, last in SECRETS)
    return {"value": DOTS if secret else int.from_bytes(content)}


def _answer(data: bytes, asked: Asked | None) -> dict[str, Value]:
    content = data[3:-CRC]
    found: dict[str, Value] = {"count": len(content) // 2}
    fits = asked is not None and (asked.unit, asked.registers) == (data[0], len(content) // 2)
    start = asked.address if asked is not None and fits else _likely(content)
    table = next((each for each in Table if 0 <= start - each < TABLE_SPAN), None)
    if table is None:
        return found
    image = Image(table)
    image.put(start - table, content)
    return found | shown(image) | _alarm_bits(image)


def _alarm_bits(image: Image) -> dict[str, Value]:
    bits = image.numbers(ALARMS) if image.table is Table.STATUS else None
    return {} if bits is None else {"alarm_bits": int(bits[0])}


def _likely(content: bytes) -> int:
    """Return the address that an answer without its read most likely begins at, or -1."""
    if len(content) == ALARMS.kind.size:
        return ALARMS.address
    image = Image(Table.SETTINGS)
    image.put(0, content)
    limits = all_read(image, [row for row in SETTINGS if row.place.end <= BELIEVABLE])
    believed = all(
        row.low <= limits[row.key][0] <= row.high for row in SETTINGS if row.key in limits
    )
    return Table.SETTINGS if len(content) >= BELIEVABLE and believed else -1


def polled(data: bytes, addresses: Iterable[int]) -> set[int]:
    """Return the units that were asked, somewhere in these bytes, at one of the addresses."""
    wanted = frozenset(addresses)
    found: set[int] = set()
    for start in range(len(data) - TRIGGER_SIZE + 1):
        piece = data[start : start + TRIGGER_SIZE]
        asks = piece[1] == WRITE and int.from_bytes(piece[2:4]) in wanted
        if asks and crc16(piece) == 0:
            found.add(piece[0])
    return found
