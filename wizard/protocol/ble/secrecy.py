"""Where an information frame holds passwords, for whoever keeps bytes.

The places are the same in every dialect; a JK04 leaves the second one empty.
"""

from wizard.protocol.fields import PASSWORDS
from wizard.protocol.framing import MAGIC, PAYLOAD, TYPE_OF, checksum
from wizard.protocol.layout import Table

INFO_HEAD = MAGIC + bytes([TYPE_OF[Table.INFO]])
PLACES = tuple((PAYLOAD + row.offset, PAYLOAD + row.offset + row.size) for row in PASSWORDS)


def passwords_in(data: bytes) -> tuple[tuple[int, int], ...]:
    """Return where passwords lie in a frame, each from first to behind the last byte.

    `data` is a frame from its head on, whole or cut; other frames hold none.
    """
    if not data.startswith(INFO_HEAD):
        return ()
    return tuple((first, min(last, len(data))) for first, last in PLACES if first < len(data))


def masked(data: bytes) -> bytes:
    """Return a whole frame with zeros for passwords and its checksum made anew."""
    found = bytearray(data)
    for first, last in passwords_in(data):
        found[first:last] = bytes(last - first)
    found[-1] = checksum(bytes(found))
    return bytes(found)
