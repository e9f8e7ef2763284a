"""The answer to one request, in whatever the line brings."""

from wizard.protocol.legacy.framing import BMS, Frame, Kind, LegacyStream
from wizard.protocol.legacy.requests import COMMANDS, ReadOne, Request


class AnswerStream:
    """Finds the answer to a request, in chunks of any size.

    It is a board's frame of the kind "reply" with the request's command; one to `ReadOne`
    begins with its id. An echo, what a board sends unasked, and late answers to another
    command are passed over.
    """

    def __init__(self, request: Request) -> None:
        self._command = COMMANDS[type(request)]
        self._begins = bytes([request.row.id]) if isinstance(request, ReadOne) else b""
        self._stream = LegacyStream()

    def feed(self, chunk: bytes) -> Frame | None:
        """Take bytes from the line; return the answer once it is there."""
        return next((each for each in self._stream.feed(chunk) if self._answers(each)), None)

    def _answers(self, frame: Frame) -> bool:
        return (frame.source, frame.kind, frame.command) == (
            BMS,
            Kind.REPLY,
            self._command,
        ) and frame.content.startswith(self._begins)
