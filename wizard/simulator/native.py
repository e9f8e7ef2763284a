"""The 300-byte frames that a board also answers with on RS485, and how they are framed.

Head, type, counter, payload, sum of all bytes before. The payload is a table as Modbus
shows it with the bytes of every number turned round: both come from one memory.
Recorded: the counter stands at 5 in a slave's frames and at 0 in a master's.
"""

from wizard.protocol.layout import Table
from wizard.simulator.firmware import Board
from wizard.simulator.presets import PRESET_AT
from wizard.simulator.readings import table
from wizard.simulator.words import WORDS

HEAD = bytes.fromhex("55aaeb90")
PAYLOAD = 293  # bytes between counter and checksum
TYPE: dict[Table, int] = {Table.SETTINGS: 1, Table.STATUS: 2, Table.INFO: 3}
SLAVE, MASTER = 5, 0
INFO_FRAME, SETTINGS_FRAME, STATUS_FRAME = 0x161C, 0x161E, 0x1620
TRIGGERS: dict[int, Table] = {
    INFO_FRAME: Table.INFO,
    SETTINGS_FRAME: Table.SETTINGS,
    STATUS_FRAME: Table.STATUS,
}
_GAP = b"\0"


def frame(kind: int, counter: int, payload: bytes) -> bytes:
    """Return a frame of 300 bytes; a short payload is filled up with 0."""
    body = HEAD + bytes([kind, counter]) + payload[:PAYLOAD].ljust(PAYLOAD, b"\0")
    return body + bytes([sum(body) & 0xFF])


def turned(which: Table, data: bytes) -> bytes:
    """Return a table with its numbers in the other byte order."""
    found = bytearray(data)
    for word in WORDS[which]:
        size = word.place.kind.size
        for start in range(word.place.offset, word.place.end, size):
            found[start : start + size] = data[start : start + size][::-1]
    return bytes(found)


def framed(board: Board, which: Table, counter: int = SLAVE) -> bytes:
    """Return a table of a board as a frame."""
    data = turned(which, table(board, which))
    if which is Table.STATUS:
        board.pack.swing()
    return frame(TYPE[which], counter, data)


def around(board: Board, address: int) -> tuple[bytes, bytes]:
    """Return what a board sends before and behind the receipt of a write to an address."""
    if board.quirks.answers == "registers":
        return b"", b""
    if address in TRIGGERS:
        return framed(board, TRIGGERS[address]) + _GAP, _GAP
    return (framed(board, Table.SETTINGS), b"") if address in PRESET_AT else (b"", b"")
