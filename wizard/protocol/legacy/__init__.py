"""JK boards by the legacy protocol `4E 57`, over a TTL UART, the GPS port or its adapter.

**Stream** (`framing`). `LegacyStream().feed(chunk)` returns the `Frame`s that are whole
now; `AnswerStream(request).feed(chunk)` the frame that answers a request.

**Requests** (`requests`), a closed list; a constructor raises NotEncodable (a ValueError):

    ReadAll()          everything, in one frame of some 300 bytes
    ReadOne(row)       one id; documented, and recorded by nobody
    Unlock()           the password's frame, without one; 100 ms or more before a write
    Turn(row, on)      the charge or the discharge switch; no other id can be written

`encode(request)` gives the bytes.

**Reading** (`reading`). `read(frame)` cuts the ids of a frame apart (`table` has them all);
at an unknown id it stops and says which. **Views** (`views`) of a reading: `identity`,
`settings`, `status`, `secrets`, as of every other way to talk, and `age`, which only grows.

**Sign of the current.** Protocol version 1 (id 0xC0): bit 15 is charging, the rest 10 mA.
Version 0, or none: 10000 is none, more is charging. Another version is not believed.

**Passwords** (`secrecy`). `keepable(came)` is what of a line's bytes may be kept.
**Names** (`shown`). `said(data)` is what `describe` shows.
"""

from wizard.protocol.legacy.answers import AnswerStream
from wizard.protocol.legacy.framing import Frame, LegacyStream
from wizard.protocol.legacy.reading import Reading, read
from wizard.protocol.legacy.requests import (
    SWITCHES,
    ReadAll,
    ReadOne,
    Request,
    Turn,
    Unlock,
    encode,
)
from wizard.protocol.legacy.views import Age, age, identity, secrets, settings, status

__all__ = [
    "SWITCHES",
    "Age",
    "AnswerStream",
    "Frame",
    "LegacyStream",
    "ReadAll",
    "ReadOne",
    "Reading",
    "Request",
    "Turn",
    "Unlock",
    "age",
    "encode",
    "identity",
    "read",
    "secrets",
    "settings",
    "status",
]
