"""Standard output is data, standard error is talk; neither steers a terminal.

Both are told in one language, which the command line settles before a command runs.
"""

import re
import sys
from dataclasses import dataclass

from wizard.text import ENGLISH, Text, Voice, harmless, words


@dataclass(slots=True)
class Mouth:
    """The language of this process's lines."""

    voice: Voice = ENGLISH


MOUTH = Mouth()


def speak(voice: Voice) -> None:
    """Say everything in a language from now on."""
    MOUTH.voice = voice


def say(sentence: Text) -> str:
    """Return a sentence in the language of the command line."""
    return words(sentence, MOUTH.voice)


def out(data: str) -> None:
    """Write a line of data, or some; of what steers, only tabs and ends of lines stay."""
    sys.stdout.write(re.sub(r"[^\t\n]+", lambda part: harmless(part[0]), data) + "\n")
    sys.stdout.flush()


def talk(sentence: Text) -> None:
    """Write a line of talk."""
    sys.stderr.write(say(sentence) + "\n")
    sys.stderr.flush()
