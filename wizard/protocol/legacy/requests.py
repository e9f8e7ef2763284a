"""What may be sent to a board by the legacy protocol, as values, and their bytes.

**Allow list.** A request that is not allowed cannot exist. Two ids can be written, charge
and discharge switch: those are proven in the field. All else is documented at most: the
balance switch is refused by firmware 11, calibration, battery type, factory restore and
upgrade are dangerous, and none can be built. A password is never asked for by itself.
"""

from dataclasses import dataclass

from wizard.protocol.legacy.framing import PC, Command, Kind, sealed
from wizard.protocol.legacy.table import BY_KEY, ROW, Form, Row
from wizard.protocol.requests import NotEncodable

SWITCHES: tuple[Row, ...] = (BY_KEY["charge_switch"], BY_KEY["discharge_switch"])
"""All that may be written."""

EVERY_ID = b"\0"
NO_PASSWORD = bytes(2)  # id 0, value 0: tested boards look at neither


@dataclass(frozen=True, slots=True)
class ReadAll:
    """Ask for everything."""


@dataclass(frozen=True, slots=True)
class ReadOne:
    """Ask for one id. Documented, and recorded by nobody."""

    row: Row

    def __post_init__(self) -> None:
        """Refuse other rows, those that are only written, and a password."""
        _require(ROW.get(self.row.id) == self.row, "not a row of the table")
        _require(self.row.readable, f"{self.row.key}: it can only be written")
        _require(self.row.form is not Form.SECRET, f"{self.row.key}: never asked for by itself")


@dataclass(frozen=True, slots=True)
class Unlock:
    """What comes 100 ms or more before a write: the frame of the password, without one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn the charge or the discharge switch on or off."""

    row: Row
    on: bool

    def __post_init__(self) -> None:
        """Refuse every other row."""
        _require(self.row in SWITCHES, f"{self.row.key}: not proven in the field")


Request = ReadAll | ReadOne | Unlock | Turn

COMMANDS: dict[type[Request], Command] = {
    ReadAll: Command.READ_ALL,
    ReadOne: Command.READ,
    Unlock: Command.PASSWORD,
    Turn: Command.WRITE,
}


def encode(request: Request) -> bytes:
    """Return the bytes of a request."""
    return sealed(COMMANDS[type(request)], PC, Kind.REQUEST, _content(request))


def _content(request: Request) -> bytes:
    match request:
        case ReadAll():
            return EVERY_ID
        case ReadOne():
            return bytes([request.row.id])
        case Unlock():
            return NO_PASSWORD
        case _:
            return bytes([request.row.id, request.on])


def _require(holds: bool, rule: str) -> None:  # noqa: FBT001  the rule's name follows
    if not holds:
        raise NotEncodable(rule)
