"""The 20 bytes that a client writes to a board over Bluetooth, and the board's receipt.

Head, command number, length of the value, value with the low byte first, anything up to
byte 18, sum of all bytes before. The receipt names neither command nor outcome.
"""

from dataclasses import dataclass

HEAD = bytes.fromhex("aa5590eb")
SIZE = 20
LONGEST = 13  # bytes of a value
NUMBER_AT, LENGTH_AT, VALUE_AT = 4, 5, 6
RECEIPT = bytes.fromhex("aa5590ebc8010100000000000000000000000044")

STATUS_STREAM, INFO, LOG, ONE_STATUS = 0x96, 0x97, 0xA1, 0xC3


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it was heard: its number and the bytes of its value."""

    number: int
    value: bytes = b""

    @property
    def raw(self) -> int:
        """The value as an unsigned number, 0 without one."""
        return int.from_bytes(self.value, "little")

    @property
    def signed(self) -> int:
        """The value as a signed number, 0 without one."""
        return int.from_bytes(self.value, "little", signed=True)


def understood(data: bytes) -> Command | None:
    """Return the command that one write carries, None where it carries none."""
    if len(data) != SIZE or not data.startswith(HEAD) or sum(data[:-1]) & 0xFF != data[-1]:
        return None
    length = data[LENGTH_AT]
    if length > LONGEST:
        return None
    return Command(data[NUMBER_AT], data[VALUE_AT : VALUE_AT + length])
