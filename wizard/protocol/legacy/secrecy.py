"""What of a line's bytes may be kept: whole frames without the settings password.

A full read holds it in plain text. Bytes that are part of nothing whole are replaced
altogether: nobody can say where in them the password is.
"""

from wizard.protocol.legacy.framing import HEAD, MAGIC, SUM, Frame, LegacyStream, checksum
from wizard.protocol.legacy.reading import read

PASSWORD = "settings_password"  # noqa: S105  the key of its row


def is_request(data: bytes) -> bool:
    """Whether a request is one of this protocol."""
    return data.startswith(MAGIC)


def keepable(came: bytes) -> bytes:
    """Return what may be kept of bytes that came, as long as they are."""
    kept, stream = bytearray(len(came)), LegacyStream()
    for end in range(1, len(came) + 1):
        for frame in stream.feed(came[end - 1 : end]):
            kept[end - len(frame.data) : end] = masked(frame)
    return bytes(kept)


def masked(frame: Frame) -> bytes:
    """Return a frame with zeros for the password and its checksum made anew.

    One that cannot be read to its end keeps nothing of its content.
    """
    reading = read(frame)
    begin, end = reading.places.get(PASSWORD, (0, 0))
    if reading.stopped_at:
        begin, end = 0, len(frame.content)
    body = bytearray(frame.data[:-SUM])
    body[HEAD + begin : HEAD + end] = bytes(end - begin)
    return bytes(body) + checksum(bytes(body))
