"""Modbus RTU framing of the simulator's own: a CRC, and requests cut out of a stream."""

READ, WRITE = 3, 16
PLAIN_FRAME = 8  # bytes of a request that is no write of several registers
WRITE_HEAD = 7  # bytes of a write before its data
PLAIN_FUNCTIONS = range(1, 7)
LONGEST = 264  # bytes that are kept while a request is not whole


def crc(data: bytes) -> bytes:
    """Return the two CRC bytes of a frame, low byte first."""
    register = 0xFFFF
    for byte in data:
        register = register >> 8 ^ _SHIFTED[register & 0xFF ^ byte]
    return register.to_bytes(2, "little")


def _eight_times(low: int) -> int:
    """Return what eight steps of the polynomial make of a register's low byte."""
    for _ in range(8):
        low = low >> 1 ^ 0xA001 * (low & 1)
    return low


_SHIFTED = tuple(map(_eight_times, range(256)))


def frame(*parts: bytes) -> bytes:
    """Return parts as one frame with its CRC."""
    body = b"".join(parts)
    return body + crc(body)


class Requests:
    """Finds whole requests in bytes that come cut anywhere."""

    def __init__(self) -> None:
        self.heard = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes; return the requests that they complete."""
        self.heard += data
        found: list[bytes] = []
        while request := self._next():
            found.append(request)
        self.heard = self.heard[-LONGEST:]
        return found

    def _next(self) -> bytes:
        for start in range(len(self.heard)):
            request = _whole(self.heard[start:])
            if request:
                self.heard = self.heard[start + len(request) :]
                return request
        return b""


def _whole(data: bytes) -> bytes:
    if len(data) < PLAIN_FRAME:
        return b""
    size = PLAIN_FRAME if data[1] in PLAIN_FUNCTIONS else WRITE_HEAD + data[6] + 2
    known = data[1] in PLAIN_FUNCTIONS or data[1] == WRITE
    request = data[:size]
    good = known and len(request) == size and crc(request[:-2]) == request[-2:]
    return request if good else b""
