"""The one tree of errors, grouped by who must act.

CommissionError                what went wrong, as a `Text` that says what to do
├── WrongUsage                 the person at the keyboard: command line, files
│   ├── BadInput               an answer that cannot be taken; ask again
│   └── BadFile                a checklist, answers or journal file, with its place
├── LinkError                  the line between this computer and the board
│   ├── LinkUnavailable        it cannot be opened: absent, busy, not permitted
│   ├── LinkLost               it was open and is gone
│   └── NoAnswer               it is open and nobody answers
├── BoardError                 the board, or what it said
│   ├── Refused                it answered with an exception
│   ├── NotBelievable          it answered what cannot be true
│   └── OtherBoard             another serial number than the session's
├── NotAllowed                 this program refuses: a gate, a limit, an order
└── RecordError                the disk: nothing may be written to the board now
"""

from wizard.text import Text


class CommissionError(Exception):
    """Base of all errors of this program; `reason` is the sentence for the technician."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class WrongUsage(CommissionError):
    """A command line or file of the user's cannot be used."""


class BadInput(WrongUsage):
    """An answer cannot be taken; the reason says what is wrong and what goes in."""


class BadFile(WrongUsage):
    """A file cannot be used; the reason names file and place."""


class LinkError(CommissionError):
    """The line between this computer and the board."""


class LinkUnavailable(LinkError):
    """The link cannot be opened."""


class LinkLost(LinkError):
    """The link was open and is gone."""


class NoAnswer(LinkError):
    """The link is open and no believable answer came, retries included."""


class BoardError(CommissionError):
    """The board, or what it said."""


class Refused(BoardError):
    """The board answered a request with a Modbus exception; `code` is its number."""

    def __init__(self, reason: Text, code: int) -> None:
        super().__init__(reason)
        self.code = code


class NotBelievable(BoardError):
    """The board said what cannot be true, or two reads disagree."""


class OtherBoard(BoardError):
    """The board has another serial number than the session's."""


class NotAllowed(CommissionError):
    """This program refuses, because a gate, a limit or an order would be broken."""


class RecordError(CommissionError):
    """The record cannot be kept; nothing may be written to the board."""
