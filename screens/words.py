"""The one place where the screens put sentences into words."""

from wizard.text import Text, words


def say(sentence: Text) -> str:
    """Return a sentence in the language of the screens."""
    return words(sentence)
