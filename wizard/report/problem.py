"""What does not fit in a report or a bundle."""

from dataclasses import dataclass

from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """A place (a file, or a field of the report) and what is wrong there."""

    place: str
    what: Text
