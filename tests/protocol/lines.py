"""What a line carries, built byte by byte for tests: frames, receipts, chunks."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import strategies as st

from wizard.protocol.framing import MAGIC, PAYLOAD, SIZE, Frame
from wizard.protocol.modbus import sealed

PAYLOAD_SIZE = SIZE - PAYLOAD - 1
MASTER_STATUS = bytes.fromhex("00101620 0001 059A")
MASTER_SETTINGS = bytes.fromhex("0010161E 0001 6456")
AT = b"AT\r\n"

payloads = st.binary(max_size=PAYLOAD_SIZE).filter(lambda data: MAGIC not in data)
noises = st.one_of(st.binary(max_size=40), st.just(AT), st.just(bytes(5))).filter(
    lambda noise: MAGIC[0] not in noise
)
cuts = st.lists(st.integers(0, 4000), max_size=20)


def native(kind: int, payload: bytes = b"", counter: int = 5) -> bytes:
    """Return a whole native frame; a short payload is filled up with 0."""
    body = MAGIC + bytes([kind, counter]) + payload.ljust(PAYLOAD_SIZE, b"\0")
    return body + bytes([sum(body) & 0xFF])


def receipt(unit: int, address: int) -> bytes:
    """Return the receipt of a write of one register."""
    return sealed(bytes([unit, 16]) + address.to_bytes(2) + b"\0\1")


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    """Return bytes in chunks that end at some places."""
    edges = [0, *sorted({min(place, len(data)) for place in places}), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def bytewise(data: bytes) -> list[bytes]:
    """Return bytes in chunks of one."""
    return [bytes([byte]) for byte in data]


def frame(data: bytes) -> Frame:
    """Return the frame that some good bytes are."""
    return Frame(data[4], data[5], data)


def kept(stream: object) -> int:
    """Return the most bytes that a stream keeps."""
    held = [each for each in vars(stream).values() if isinstance(each, bytes | bytearray)]
    return max(map(len, held))
