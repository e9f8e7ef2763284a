"""JK boards over Bluetooth: commands, frames and receipts of every dialect; bytes only.

**Dialects** (`wizard.protocol.dialects`). `evidence(info, settings, status)` takes the
three frames of a board and returns a `Dialect` (JK04, JK02_24S, JK02_32S) or a `Doubt`
with its `reason` in words and the `likely` dialect to read it in. No command but `Ask` can
be built for a `Doubt`.

**Stream** (`stream`). `BleStream().feed(chunk)` returns the `Frame`s and `RECEIVED`s that
are whole now, in their order. `RECEIVED` says that a command arrived, not that it was
taken: read again.

**Commands** (`commands`), a closed list; a constructor raises NotEncodable (a ValueError):

    Ask(Table.SETTINGS)      0x96: settings, then statuses without end; Table.INFO is 0x97
    AskLog(dialect)          0xA1: the log book, see `logbook`; 32S only
    Put(dialect, row, value) one setting, option or switch of the catalogue, in its unit
    Tune(dialect, row, value) a measured value: voltage or current calibration
    Do(dialect, action)      a preset; 32S only
    SetTime(dialect, seconds) the clock, s since the start of 2020, local time; 32S only

`encode(command)` gives its 20 bytes. `registers.REGISTERS[dialect]` maps the `key` of a
catalogue row to the command number, form and evidence that it has there; `writable(dialect)`
gives the command numbers *of the catalogue* that a dialect can be told, which is what
`Identity.supported` holds, so that `identity.supports(row.code)` answers for each dialect.

**Views** (`views`), from the image of a frame (`Frame.image()`):

    identity(dialect, info) -> Identity            settings(dialect, table) -> Settings
    status(dialect, table) -> Status               balancer(table) -> Balancer (JK04)
    details(dialect, info) -> Details              secrets(dialect, info) -> Secrets
    implausible(status) -> str | None              whether cells and pack contradict

What a dialect does not tell is absent: a JK04 tells no current, charge, alarms or MOS, so
it has no `Status` but a `Balancer`; 24S settings have no `switch_word` (None: `switches`
is empty) and its status no countdowns (None).

**Passwords** (`secrecy`). `passwords_in(data)` gives the byte ranges in a frame that hold
passwords, `masked(data)` the frame without them.
"""

from wizard.protocol.ble.commands import Ask, AskLog, Command, Do, Put, SetTime, Tune, encode
from wizard.protocol.ble.registers import REGISTERS, Register, writable
from wizard.protocol.ble.secrecy import masked, passwords_in
from wizard.protocol.ble.stream import RECEIVED, BleStream, Received
from wizard.protocol.dialects import Dialect, Doubt, evidence
from wizard.protocol.requests import NotEncodable

__all__ = [
    "RECEIVED",
    "REGISTERS",
    "Ask",
    "AskLog",
    "BleStream",
    "Command",
    "Dialect",
    "Do",
    "Doubt",
    "NotEncodable",
    "Put",
    "Received",
    "Register",
    "SetTime",
    "Tune",
    "encode",
    "evidence",
    "masked",
    "passwords_in",
    "writable",
]
