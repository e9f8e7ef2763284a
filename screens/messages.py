"""What other threads tell the app; nothing else crosses from the engine to the screen."""

from textual.message import Message


class Wake(Message):
    """There is something new in the mailbox."""


class EngineEnded(Message):
    """The engine's work has ended, whatever way."""


class WantsOut(Message):
    """The person has nothing more to do on the screen."""
