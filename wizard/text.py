"""Sentences as values: an English template and what goes into it.

Nothing in the core formats a sentence. Screens, plain lines and reports put a `Text`
into words at the last moment, each in its own language, with `words`.
"""

import unicodedata
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from wizard.quantity import Quantity

LONGEST_VALUE = 200  # characters of a foreign string that reach a screen or a report


class Text(Struct, frozen=True, tag="text", tag_field="is"):
    """A sentence: `msgid` is the English template with `{names}`, `values` fill it."""

    msgid: str
    values: Mapping[str, "str | int | Quantity | Text"] = field(
        default_factory=dict[str, "str | int | Quantity | Text"]
    )

    def __str__(self) -> str:
        """Return the sentence in English."""
        return words(self)


def text(msgid: str, /, **values: "str | int | Quantity | Text") -> Text:
    """Return the `Text` of an English template and its values."""
    return Text(msgid, values)


def words(sentence: Text, translate: Callable[[str], str] = str) -> str:
    """Put a sentence into words; `translate` maps a template to its language.

    Strings among the values come from people and boards: they are made `printable`. A
    template without values is no template but words: a brace in it stays a brace.
    """
    if not sentence.values:
        return harmless(translate(sentence.msgid))
    filled = {name: _word(value, translate) for name, value in sentence.values.items()}
    return translate(sentence.msgid).format_map(filled)


def _word(value: "str | int | Quantity | Text", translate: Callable[[str], str]) -> str:
    if isinstance(value, Text):
        return words(value, translate)
    return printable(value) if isinstance(value, str) else str(value)


STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def harmless(foreign: str) -> str:
    """Return a string without anything that steers a terminal or a reader.

    Control, format (bidi marks among them), surrogate, private and unassigned characters
    and line separators become `?`.
    """
    return "".join("?" if unicodedata.category(char) in STEERING else char for char in foreign)


def printable(foreign: str) -> str:
    """Return a `harmless` string of at most `LONGEST_VALUE` characters; a cut ends in `…`."""
    clean = harmless(foreign[: LONGEST_VALUE + 1])
    return clean if len(clean) <= LONGEST_VALUE else clean[:LONGEST_VALUE] + "…"
