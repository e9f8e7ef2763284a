"""A status frame: from its bytes to every value, against one `struct.unpack` of all of it."""

import struct

from tests.bench.row import Row
from tests.bench.samples import layout, status_frame
from tests.bench.stopwatch import Take, shortest
from wizard.protocol.framing import FrameStream
from wizard.protocol.views import Status, status

MICRO = 1e6
CALLS = 2000


def measure() -> list[Row]:
    """Take turns, so that both know the same machine."""
    frame, form = status_frame(), layout()

    def decode() -> Status:
        (found,) = FrameStream().feed(frame)
        image = found.image()
        assert image is not None
        return status(image)

    assert decode().readings
    unpack = Take(lambda: struct.unpack(form, frame), CALLS)
    one, other = shortest(Take(decode, CALLS // 10), unpack, times=25)
    how = "300 bytes found, checked, 129 numbers as Decimal; one struct.unpack of all numbers"
    return [Row("status frame, all fields", one * MICRO, other * MICRO, "us", 60, how)]
