"""What the report document is made of: its verdict, sentences, amounts and bounds.

A `Sentence` carries its English words beside its template, so that the document can be
read without this program.
"""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from wizard.quantity import Quantity
from wizard.text import Text, words
from wizard.units import Unit


class ReportVerdict(StrEnum):
    """What a commissioning came to."""

    PASS = "PASS"  # noqa: S105  a verdict, no password
    DEVIATIONS = "PASS WITH DEVIATIONS"
    INCOMPLETE = "INCOMPLETE"
    FAIL = "FAIL"

    @property
    def exit_code(self) -> int:
        """0 for PASS, 1 for any other verdict."""
        return 0 if self is ReportVerdict.PASS else 1


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all parts of a document: nothing in one is silently dropped."""


class Sentence(Part, frozen=True):
    """A sentence in English words, and the template and values it was made of."""

    words: str
    text: Text


def said(sentence: Text) -> Sentence:
    """Return a sentence with its words.

    A template that cannot be filled (a stray brace in a firm's checklist) stands as it
    is: a report is made of every record.
    """
    try:
        return Sentence(words(sentence), sentence)
    except (LookupError, ValueError, AttributeError, TypeError):
        return Sentence(sentence.msgid, sentence)


def in_english(what: str | Sentence) -> str:
    """Return the English words of a sentence, or a string as it is."""
    return what if isinstance(what, str) else what.words


class Amount(Part, frozen=True):
    """A value with its unit, and both as printed."""

    value: Decimal
    unit: Unit
    printed: str


def amount(quantity: Quantity | None) -> Amount | None:
    """Return a quantity as the report holds it."""
    return quantity and Amount(quantity.value, quantity.unit, str(quantity))


class Bounds(Part, frozen=True):
    """A closed range and where it comes from; `near` is the marginal width inside it."""

    low: Decimal | None
    high: Decimal | None
    near: Decimal
    unit: Unit
    source: str
    derived: str
    note: str
    printed: str
