"""What a board can be asked and told, whatever it is spoken to by."""

from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Protocol

from wizard.protocol.ble.logbook import Entry
from wizard.protocol.catalogue import Action, Calibration, Writable
from wizard.protocol.views import Identity, Secrets, Settings, Status
from wizard.text import Text

Tellable = Writable | Calibration | Action
"""What a board can be told at all: settings, options, switches, measured values, actions."""


class Board(Protocol):
    """A BMS. Every call may raise NoAnswer, LinkLost, LinkUnavailable, NotBelievable."""

    @property
    def name(self) -> str:
        """The link and address it is reached by."""
        ...

    @property
    def losses(self) -> int:
        """How many exchanges had no believable answer so far, retries included."""
        ...

    async def identity(self) -> Identity:
        """Read who it is."""
        ...

    async def settings(self) -> Settings:
        """Read all settings."""
        ...

    async def every_setting(self) -> Settings:
        """Read all settings and what of the information table can be set as well."""
        ...

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        ...

    async def every_reading(self) -> Status:
        """Read the pack with all the board tells: wires, every probe, times. Takes longer."""
        ...

    async def secrets(self) -> Secrets:
        """Read the passwords that it holds; NoAnswer where it sends no native frames.

        They are compared with what a person knows and kept nowhere.
        """
        ...

    async def log(self) -> tuple[Entry, ...] | None:
        """Read what it noted by itself, oldest first, as far as it tells that.

        None where this way of talking cannot read it, before `identity`, and where the
        board does not answer. Never raises: nothing depends on it.
        """
        ...

    def untold(self, row: Tellable) -> Text | None:
        """Return why it cannot be told this by this way of talking, None where it can.

        Such a row is set in the vendor's app instead and read back. Known after `identity`;
        None before. What the firmware lacks and a dialect in doubt are no such reasons:
        there a write raises NotAllowed.
        """
        ...

    async def read_back(self, row: Writable) -> Decimal:
        """Read one setting, option or switch."""
        ...

    async def write(self, row: Writable, value: Decimal) -> None:
        """Write one setting, option or switch; returning means receipt, not proof.

        Raises Refused, and NotAllowed where the dialect is in doubt, the capability bit
        is clear or the value must not be sent.
        """
        ...

    async def calibrate(self, row: Calibration, value: Decimal) -> None:
        """Tell it the measured volts or amperes (without sign); raises as `write` does."""
        ...

    async def act(self, action: Action) -> None:
        """Carry out an action; raises as `write` does."""
        ...

    def careful(self) -> AbstractContextManager[None]:
        """Within, nothing is tried out that may lose a request and cost its time-out."""
        ...

    async def close(self) -> None:
        """Let go of the link."""
        ...
