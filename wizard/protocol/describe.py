"""Saying what some bytes of a line are, for people and programs that hold a recording.

One description for each run of bytes: a native frame with or without the receipt behind
it, a Modbus frame, or a stream of several. What is not ours is named and not decoded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wizard.protocol import names
from wizard.protocol.catalogue import FRAMES
from wizard.protocol.dialects import foreign
from wizard.protocol.framing import GAP, MAGIC, SIZE, BusEar, Frame, FrameStream
from wizard.protocol.modbus import RECEIPT, WRITE, crc16
from wizard.protocol.names import Value
from wizard.protocol.registers import Asked, polled, spoken
from wizard.protocol.tables import shown

NATIVE, MODBUS, UNKNOWN = "rs485-55aa", "rs485-modbus", "unknown"
KINDS = {1: "settings", 2: "cell_info", 3: "device_info", 5: "logbook", 6: "faults"}
SHORTEST = 4  # bytes of the shortest frame that has a checksum


@dataclass(frozen=True, slots=True)
class Description:
    """What some bytes are: dialect, kind, values by name; `error` where they are no use."""

    dialect: str
    kind: str
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether they could be decoded."""
        return self.error is None


def describe(data: bytes, asked: Asked | None = None) -> Description:
    """Say what bytes are; `asked` is the read that an answer of registers belongs to."""
    for head, (dialect, error) in NOT_OURS.items():
        if data.startswith(head):
            return Description(dialect, "foreign", error=error)
    if MAGIC in data:
        return _native(data)
    if len(data) < SHORTEST:
        return Description(UNKNOWN, "corrupt", error="too short for any frame")
    core = _trimmed(data)
    if crc16(core):
        return Description(
            UNKNOWN, "corrupt", error="no native frame, and as Modbus its checksum is wrong"
        )
    kind, values, error = spoken(core, asked)
    return Description(MODBUS, kind, values, error)


NOT_OURS: dict[bytes, tuple[str, str]] = {
    b"\xeb\x90": ("rs485-balancer", "the answer of a balancer (EB 90), which is no BMS"),
    b"\x4e\x57": ("uart-4e57", "a frame of the legacy protocol (4E 57), not decoded"),
    b"\xaa\x55\x90\xeb": ("ble", "a Bluetooth command or its receipt, not decoded"),
}


def _native(data: bytes) -> Description:
    """Describe bytes with at least one head of a native frame in them."""
    frames, start = FrameStream().feed(data), data.index(MAGIC)
    if data.count(MAGIC) > 1:
        return _stream(data, frames)
    if frames:
        return _framed(frames[0], data[start + SIZE :])
    return Description(NATIVE, "corrupt", error=_broken(len(data) - start))


def _broken(size: int) -> str:
    if size < SIZE:
        return f"a native frame of {size} bytes instead of {SIZE}"
    return "a native frame whose checksum is wrong"


def _receipt(behind: bytes) -> bytes | None:
    """Return the receipt behind a frame; the unit of a master's own is 0 like the gap."""
    for gap in range(GAP + 1):
        receipt = behind[gap : gap + RECEIPT]
        good = len(receipt) == RECEIPT and receipt[1] == WRITE and crc16(receipt) == 0
        if good and not any(behind[:gap]):
            return receipt
    return None


def _framed(frame: Frame, behind: bytes) -> Description:
    kind = KINDS.get(frame.kind, "unknown")
    image, error = frame.image(), foreign(frame)
    if error or image is None:
        return Description(NATIVE, kind, error=error or _UNREAD)
    return Description(NATIVE, kind, shown(image) | _acknowledged(behind))


_UNREAD = "a native frame that carries no table; its entries are not decoded"


def _acknowledged(behind: bytes) -> dict[str, Value]:
    receipt = _receipt(behind)
    if receipt is None:
        return {}
    register = int.from_bytes(receipt[2:4])
    found: dict[str, Value] = {"ack_address": receipt[0], "ack_register": register}
    if register in names.PRESET:
        found["chemistry_preset"] = names.PRESET[register]
    return found


def _stream(data: bytes, frames: list[Frame]) -> Description:
    requests, heard = polled(data, FRAMES.values()), BusEar().feed(data)
    if not frames and not requests:
        return Description(NATIVE, "corrupt", error="no whole frame in these bytes")
    values: dict[str, Value] = {
        "frame_types_in_order": [frame.kind for frame in frames],
        "addresses_polled": sorted(requests),
        "addresses_heard": sorted({each.unit for each in heard}),
    }
    return Description(NATIVE, "stream", values)


def _trimmed(data: bytes) -> bytes:
    """Leave out zero bytes behind a Modbus frame: its checksum is good with them, too."""
    for end in range(max(SHORTEST, len(data) - GAP), len(data)):
        if not any(data[end:]) and crc16(data[:end]) == 0:
            return data[:end]
    return data
