"""Sentences as values: an English template and what goes into it.

Nothing in the core formats a sentence. Screens, plain lines and reports put a `Text`
into words at the last moment, each in its own language, with `words` and a `Voice`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from msgspec import Struct, field

from wizard.quantity import Quantity

PLACE = re.compile(r"\{(\w+)\}")
DEEPEST = 20  # sentences within each other; a record may be anybody's
NOT_PLAIN = re.compile(r"[^ -~\n]")
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


def listed(parts: "Iterable[str | int | Quantity | Text]", between: str = ", ") -> Text:
    """Return parts one after the other as a `Text`: names, numbers, or words of their own."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Text(between.join(f"{{{name}}}" for name in named), named)


def untranslated(msgid: str) -> str:
    """Return the English template itself."""
    return msgid


@dataclass(frozen=True, slots=True)
class Voice:
    """A language at the border: what a template becomes in it, and its decimal mark."""

    translate: Callable[[str], str] = untranslated
    decimal: str = "."

    def number(self, digits: str) -> str:
        """Return a number that was formatted with a point, with this language's mark."""
        return digits.replace(".", self.decimal)


ENGLISH = Voice()


def words(sentence: Text, voice: Voice = ENGLISH) -> str:
    """Put a sentence into words, in a language.

    Strings among the values come from people and boards: they are made `printable`. A
    template without values is no template but words: a brace in it stays a brace. So does
    one around anything else than the name of a value: a record may be anybody's.
    """
    return _words(sentence, voice, DEEPEST)


def _words(sentence: Text, voice: Voice, left: int) -> str:
    template = harmless(voice.translate(sentence.msgid))
    if not sentence.values:
        return template
    filled = {name: _word(value, voice, left) for name, value in sentence.values.items()}
    return PLACE.sub(lambda found: filled.get(found[1], found[0]), template)


def _word(value: "str | int | Quantity | Text", voice: Voice, left: int) -> str:
    match value:
        case Text():
            return _words(value, voice, left - 1) if left else "…"
        case Quantity():
            return voice.number(str(value))
        case str():
            return printable(value)
        case _:
            return str(value)


STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def harmless(foreign: str) -> str:
    """Return a string without anything that steers a terminal or a reader.

    Control, format (bidi marks among them), surrogate, private and unassigned characters
    and line separators become `?`.
    """
    if foreign.isprintable():  # the usual case: whatever steers does not print
        return foreign
    return "".join("?" if unicodedata.category(char) in STEERING else char for char in foreign)


def printable(foreign: str) -> str:
    """Return a `harmless` string of at most `LONGEST_VALUE` characters; a cut ends in `…`."""
    clean = harmless(foreign[: LONGEST_VALUE + 1])
    return clean if len(clean) <= LONGEST_VALUE else clean[:LONGEST_VALUE] + "…"


def escaped(json: str) -> str:
    """Return JSON in which whatever steers is written as an escape; it means the same."""
    return NOT_PLAIN.sub(lambda found: _escape(found[0]), json)


def _escape(char: str) -> str:
    if unicodedata.category(char) not in STEERING:
        return char
    units = char.encode("utf-16-be").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))
