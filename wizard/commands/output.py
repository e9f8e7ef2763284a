"""Standard output is data, standard error is talk; neither steers a terminal."""

import re
import sys

from wizard.text import Text, harmless, words


def out(data: str) -> None:
    """Write a line of data, or some; of what steers, only tabs and ends of lines stay."""
    sys.stdout.write(re.sub(r"[^\t\n]+", lambda part: harmless(part[0]), data) + "\n")
    sys.stdout.flush()


def talk(sentence: Text) -> None:
    """Write a line of talk."""
    sys.stderr.write(words(sentence) + "\n")
    sys.stderr.flush()
