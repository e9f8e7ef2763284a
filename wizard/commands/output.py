"""Standard output is data, standard error is talk."""

import sys

from wizard.text import Text, words


def out(line: str) -> None:
    """Write a line of data."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def talk(sentence: Text) -> None:
    """Write a line of talk."""
    sys.stderr.write(words(sentence) + "\n")
    sys.stderr.flush()
