"""The one place where the screens put sentences into words, in the one language they speak."""

from dataclasses import dataclass

from wizard import language
from wizard.procedure.pen import Pen
from wizard.text import ENGLISH, Text, Voice, words


@dataclass(slots=True)
class Mouth:
    """The language that the screens speak now; one terminal has one."""

    voice: Voice = ENGLISH


MOUTH = Mouth()


def speak(code: str) -> None:
    """Let the screens speak a language from the next drawing on.

    Raises:
        BadInput: there is no such language.
    """
    MOUTH.voice = language.voice(code)


def speak_as(other: Voice) -> None:
    """Let the screens speak with a voice from the next drawing on."""
    MOUTH.voice = other


def voice() -> Voice:
    """Return how the screens speak now."""
    return MOUTH.voice


def say(sentence: Text) -> str:
    """Return a sentence in the language of the screens."""
    return words(sentence, MOUTH.voice)


def pen(width: int, ascii_only: bool = False) -> Pen:  # noqa: FBT001, FBT002 - as Pen's own
    """Return a pen for lines of a width, in the language of the screens."""
    return Pen(width, ascii_only, MOUTH.voice)
