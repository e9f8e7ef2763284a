"""Saying what some bytes of a line are, for people and programs that hold a recording.

One description for each run of bytes: a native frame with or without the receipt behind
it, a Modbus frame, a command over Bluetooth, a frame of the legacy protocol, or a stream
of several. The frames of boards for 32 cells are the same by wire and by Bluetooth, and are
told as those of a wire. What is not ours is named and not decoded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wizard.protocol import names
from wizard.protocol.ble import said
from wizard.protocol.ble.shown import shown
from wizard.protocol.catalogue import FRAMES
from wizard.protocol.dialects import Dialect, likely
from wizard.protocol.framing import GAP, MAGIC, SIZE, BusEar, Frame, FrameStream
from wizard.protocol.legacy import shown as uart
from wizard.protocol.modbus import RECEIPT, WRITE, crc16
from wizard.protocol.names import Value
from wizard.protocol.reading import Incomplete
from wizard.protocol.registers import Asked, polled, spoken

NATIVE, MODBUS, BLE, UNKNOWN = "rs485-55aa", "rs485-modbus", "ble", "unknown"
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
    if uart.is_legacy(data):
        return Description(uart.DIALECT, *uart.said(data))
    bare = data.removeprefix(said.NOISE)
    if said.is_command(bare):
        return Description(BLE, *said.command(bare))
    if MAGIC in data:
        return _native(data)
    return _modbus(data, asked)


def _modbus(data: bytes, asked: Asked | None) -> Description:
    """Describe bytes that can be nothing else than a Modbus frame."""
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
}


def _native(data: bytes) -> Description:
    """Describe bytes with at least one head of a native frame in them."""
    frames, receipts = said.session(data) if said.is_session(data) else ([], 0)
    if not frames:  # by Bluetooth nothing else was in a frame's way
        frames = FrameStream().feed(data)
    if data.count(MAGIC) > 1:
        return _several(frames, receipts) if receipts else _stream(data, frames)
    start = data.index(MAGIC)
    if frames:
        return _framed(frames[0], data[start + SIZE :], receipts)
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


def _framed(frame: Frame, behind: bytes, receipts: int) -> Description:
    kind, image = KINDS.get(frame.kind, "unknown"), frame.image()
    if image is None:
        return _tableless(frame, kind)
    dialect = likely(frame)
    acknowledged = {"ack_command": said.RECEIPT[said.NUMBER]} if receipts else _acknowledged(behind)
    try:
        told = shown(dialect, image) | acknowledged
    except Incomplete as error:
        return Description(BLE, kind, error=f"a frame that holds no number for {error}")
    if dialect is Dialect.JK02_32S:
        return Description(NATIVE, kind, told)
    return Description(BLE, kind, {"variant": str(dialect), **told})


def _tableless(frame: Frame, kind: str) -> Description:
    try:
        return Description(NATIVE, kind, said.log_book(frame))
    except ValueError:
        return Description(NATIVE, kind, error=_UNREAD)


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


def _several(frames: list[Frame], receipts: int) -> Description:
    kinds: Value = [frame.kind for frame in frames]
    return Description(BLE, "stream", {"frame_types_in_order": kinds, "acks": receipts})


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
