"""Frames of the legacy protocol, built from the facts and not by the library."""

from collections.abc import Mapping

from hypothesis import strategies as st

from wizard.protocol.legacy import Frame, Reading, read

WRITE, READ, PASSWORD, READ_ALL = 2, 3, 5, 6
BMS, PC = 0, 3
REQUEST, REPLY, UPLOAD = 0, 1, 2

CONTENT: Mapping[int, bytes] = {
    0x79: bytes.fromhex("0c 01 0ce4 02 0ce5 03 0ce6 04 0ce7"),
    0x80: (33).to_bytes(2),
    0x81: (28).to_bytes(2),
    0x82: (30).to_bytes(2),
    0x83: (1322).to_bytes(2),
    0x84: (0x8000 | 453).to_bytes(2),
    0x85: bytes([87]),
    0x86: bytes([2]),
    0x87: (25).to_bytes(2),
    0x89: (5850).to_bytes(4),
    0x8A: (4).to_bytes(2),
    0x8B: bytes(2),
    0x8C: bytes([0, 3]),
    0x90: (3650).to_bytes(2),
    0x93: (2600).to_bytes(2),
    0xA5: (0xFFEC).to_bytes(2),
    0xAB: b"\1",
    0xAC: b"\0",
    0xAE: b"\1",
    0xB2: b"Kwiat!7\0\0\0",
    0xB4: b"Solar 07",
    0xB5: b"2306",
    0xB6: (99_043).to_bytes(4),
    0xB7: b"11.XW_S11.26___",
    0xBA: b"Solar 07 attJK_B2A8S20P\0",
    0xC0: b"\1",
}
"""The ids of a small read-out, by number."""


def frame(content: bytes, command: int = READ_ALL, kind: int = REPLY, source: int = BMS) -> bytes:
    """Return a frame with this content."""
    body = b"NW" + (18 + len(content)).to_bytes(2) + bytes([0, 0, 0, 0, command, source, kind])
    body += content + bytes(4) + b"h"
    return body + bytes(2) + (sum(body) % 65536).to_bytes(2)


def content(changes: Mapping[int, bytes | None] | None = None) -> bytes:
    """Return the small read-out, with some ids changed or (None) left out."""
    found = {**CONTENT, **(changes or {})}
    return b"".join(bytes([code]) + data for code, data in found.items() if data is not None)


def reading(changes: Mapping[int, bytes | None] | None = None, behind: bytes = b"") -> Reading:
    """Return the reading of the small read-out, changed so, with bytes behind it."""
    return read(Frame(frame(content(changes) + behind)))


contents = st.binary(max_size=60)
frames = st.builds(frame, contents, st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
