"""The words of a report that no record holds, and how a report is put into a language.

What a form of the report says is made of `Words`: a sentence, which becomes words in the
report's language, or a string of somebody else's, which stays as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard import language
from wizard.measurement import LOUD, Limit, Origin, Verdict
from wizard.measurement import WORD as VERDICT
from wizard.quantity import Quantity
from wizard.record.events import Outcome
from wizard.report.parts import Bounds, ReportVerdict, Sentence
from wizard.text import ENGLISH, Text, Voice, harmless, text, words
from wizard.units import Unit


@dataclass(frozen=True, slots=True)
class Label:
    """What was asked, as the name of the answer: without the colon that it ends in."""

    asked: Text


Words = Text | Label | str


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of a report: its code, and its voice, which keeps the decimal point."""

    code: str = "en"
    voice: Voice = ENGLISH

    def say(self, said: Words) -> str:
        """Return words in this language; nothing in them steers a reader."""
        match said:
            case Text():
                return words(said, self.voice)
            case Label():
                return words(said.asked, self.voice).rstrip(": ")
            case _:
                return harmless(said)


IN_ENGLISH = Speech()
NOTHING = Text("")


def speech(code: str) -> Speech:
    """Return how a report is put into a language. Raises BadInput: there is no such one."""
    return Speech(code, language.voice(code, files=True))


def chain(parts: Iterable[Text | Quantity | str | None], between: str = ", ") -> Text:
    """Return parts one after the other; those that are empty are left out."""
    told = [part for part in parts if part and part != NOTHING]
    names = [f"part{number}" for number in range(len(told))]
    template = between.join(f"{{{name}}}" for name in names)
    return Text(template, dict(zip(names, told, strict=True)))


REPORT: Mapping[ReportVerdict, Text] = {
    ReportVerdict.PASS: text("PASS"),
    ReportVerdict.DEVIATIONS: text("PASS WITH DEVIATIONS"),
    ReportVerdict.INCOMPLETE: text("INCOMPLETE"),
    ReportVerdict.FAIL: text("FAIL"),
}

ORIGIN: Mapping[Origin, Text] = {
    Origin.METER: text("meter"),
    Origin.BOARD: text("board"),
    Origin.COMPUTED: text("computed"),
    Origin.PERSON: text("person"),
}

OUTCOME: Mapping[Outcome, Text] = {
    Outcome.VERIFIED: text("verified"),
    Outcome.REFUSED: text("refused"),
    Outcome.UNKNOWN: text("unknown"),
}

CALM = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})


def verdict(found: Verdict) -> Text:
    """Return a verdict's word; what is no plain pass is in capitals, to be found by eye."""
    return (VERDICT if found in CALM else LOUD)[found]


def bounds(limit: Bounds) -> Text:
    """Return a range as it stands beside a value: `2.5 to 3.6 V`, `at most 0.1 V`."""
    return Limit(limit.unit, limit.low, limit.high).said


def found(value: Decimal | None, unit: Unit, observed: str | Sentence) -> Text:
    """Return what was found: a value with its unit, what was seen, or both."""
    seen = text(observed) if isinstance(observed, str) else observed.text
    return chain([None if value is None else Quantity(value, unit), seen], " ")


def origin(limit: Bounds) -> Text:
    """Return where a limit comes from: its source, or how it was derived."""
    return Limit(limit.unit, source=limit.source, derived=limit.derived).origin
