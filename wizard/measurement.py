"""What was measured, against which limit, with which verdict."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from wizard.quantity import Quantity
from wizard.text import Text, text
from wizard.units import Unit


class Verdict(StrEnum):
    """What a measurement or a step came to; `passes` says on which a gate opens."""

    PASS = "pass"  # noqa: S105  a verdict, no password
    MARGINAL = "marginal"
    FAIL = "fail"
    NOT_TAKEN = "not taken"
    NOT_BELIEVABLE = "not believable"
    DEFERRED = "deferred"
    NOT_APPLICABLE = "not applicable"
    STALE = "stale"

    @property
    def passes(self) -> bool:
        """Whether a gate opens on it: pass, marginal, or a reasoned 'not applicable'.

        A missing measurement is never a pass.
        """
        return self in {Verdict.PASS, Verdict.MARGINAL, Verdict.NOT_APPLICABLE}


WORD: Mapping[Verdict, Text] = {
    Verdict.PASS: text("pass"),
    Verdict.MARGINAL: text("marginal"),
    Verdict.FAIL: text("fail"),
    Verdict.NOT_TAKEN: text("not taken"),
    Verdict.NOT_BELIEVABLE: text("not believable"),
    Verdict.DEFERRED: text("deferred"),
    Verdict.NOT_APPLICABLE: text("not applicable"),
    Verdict.STALE: text("stale"),
}

LOUD: Mapping[Verdict, Text] = {
    Verdict.PASS: text("PASS"),
    Verdict.MARGINAL: text("MARGINAL"),
    Verdict.FAIL: text("FAIL"),
    Verdict.NOT_TAKEN: text("NOT TAKEN"),
    Verdict.NOT_BELIEVABLE: text("NOT BELIEVABLE"),
    Verdict.DEFERRED: text("DEFERRED"),
    Verdict.NOT_APPLICABLE: text("NOT APPLICABLE"),
    Verdict.STALE: text("STALE"),
}
"""The words in capitals, to be found by eye."""

SEVERITY = (
    Verdict.NOT_APPLICABLE,
    Verdict.PASS,
    Verdict.MARGINAL,
    Verdict.DEFERRED,
    Verdict.STALE,
    Verdict.NOT_TAKEN,
    Verdict.NOT_BELIEVABLE,
    Verdict.FAIL,
)


def worst(verdicts: "list[Verdict]") -> Verdict:
    """Return the gravest verdict; of none at all, `NOT_TAKEN`."""
    return max(verdicts, key=SEVERITY.index, default=Verdict.NOT_TAKEN)


class Origin(StrEnum):
    """Who says so. What the board says and what the meter says are different sources."""

    METER = "meter"
    BOARD = "board"
    COMPUTED = "computed"
    PERSON = "person"


class Limit(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A closed range in `unit`, with the place it comes from.

    `near` is the width inside each end where a value is marginal. `derived` says how a
    figure was found that no manual gives.
    """

    unit: Unit
    low: Decimal | None = None
    high: Decimal | None = None
    near: Decimal = Decimal(0)
    source: str = ""
    derived: str = ""
    note: str = ""

    def judge(self, value: Decimal) -> Verdict:
        """Return PASS inside, MARGINAL inside by less than `near`, FAIL outside.

        What is no number is inside of nothing.
        """
        if not value.is_finite():
            return Verdict.FAIL
        below = self.low is not None and value < self.low
        above = self.high is not None and value > self.high
        if below or above:
            return Verdict.FAIL
        close_low = self.low is not None and value < self.low + self.near
        close_high = self.high is not None and value > self.high - self.near
        return Verdict.MARGINAL if close_low or close_high else Verdict.PASS

    @property
    def said(self) -> Text:
        """The range in words, as it stands beside a value: `2.5 to 3.6 V`, `at most 0.1 V`."""
        match self.low, self.high:
            case None, None:
                return text("any {unit}", unit=self.unit) if self.unit else text("any")
            case None, Decimal() as high:
                return text("at most {high}", high=Quantity(high, self.unit))
            case Decimal() as low, None:
                return text("at least {low}", low=Quantity(low, self.unit))
            case low, high if low == high:
                return text("exactly {value}", value=Quantity(high, self.unit))
            case low, high:
                return text("{low} to {high}", low=Quantity(low), high=Quantity(high, self.unit))

    def __str__(self) -> str:
        """Return the range as printed beside a value, `2.5 to 3.6 V` or `at most 0.1 V`."""
        return f"{self._range()} {self.unit}".rstrip()

    def _range(self) -> str:
        if self.low is None:
            return "any" if self.high is None else f"at most {Quantity(self.high)}"
        if self.high is None:
            return f"at least {Quantity(self.low)}"
        if self.low == self.high:
            return f"exactly {Quantity(self.low)}"
        return f"{Quantity(self.low)} to {Quantity(self.high)}"

    @property
    def origin(self) -> Text:
        """Where the figure comes from: its source, as it is written, or how it was derived."""
        if self.source:
            return text("{source}", source=self.source)
        return text("derived: {how}", how=text(self.derived))


class Instrument(Struct, frozen=True, forbid_unknown_fields=True):
    """What a reading was taken with; empty strings are 'not given'."""

    name: str
    serial: str = ""
    calibration_due: str = ""


class Measurement(Struct, frozen=True, omit_defaults=True):
    """One value with everything a reader needs to trust or doubt it.

    `at` is UTC; `utc_offset_minutes` is the local clock's. `quantity` is None where the
    value was not taken; `observed` holds what is no number: words as a sentence, or what
    is the same in every language (a serial number), and all of it in older records.
    """

    id: str
    step: str
    attempt: int
    title: Text
    verdict: Verdict
    origin: Origin
    at: datetime
    utc_offset_minutes: int = 0
    quantity: Quantity | None = None
    observed: str | Text = ""
    limit: Limit | None = None
    possible: Limit | None = None
    source: str = ""
    person: str = ""
    instrument: str = ""
    note: Text | None = None

    @property
    def seen(self) -> Text:
        """What was observed, as a sentence; a string may be one that the catalogues know."""
        return text(self.observed) if isinstance(self.observed, str) else self.observed


def judge(value: Decimal, limit: Limit, possible: Limit | None = None) -> Verdict:
    """Judge a value: outside what the quantity can be is not believable, not a fail."""
    impossible = possible is not None and possible.judge(value) is Verdict.FAIL
    if impossible or not value.is_finite():
        return Verdict.NOT_BELIEVABLE
    return limit.judge(value)


def shown(limit: Limit) -> Text:
    """Return a limit as a sentence for a screen, with its source."""
    return text("{range} ({origin})", range=limit.said, origin=limit.origin)
