"""How a setting and its value stand in figures, questions and sentences."""

from collections.abc import Mapping
from decimal import Decimal

from wizard.boards.changes import quantity
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.protocol.catalogue import Switch, Writable
from wizard.record.events import Outcome
from wizard.text import Text, text

ON, OFF = "on", "off"
OUTCOME: Mapping[Outcome, Text] = {
    Outcome.VERIFIED: text("verified"),
    Outcome.REFUSED: text("refused"),
    Outcome.UNKNOWN: text("unknown"),
}


def named(row: Writable) -> Text:
    """Return JK's own label, as the vendor's app shows it."""
    return text("{label}", label=row.label)


def is_switch(row: Writable) -> bool:
    """Whether a row is on or off: a bit of the switch word, or a number of 0 and 1."""
    return isinstance(row, Switch) or (not row.unit and (row.low, row.high) == (0, 1))


def shown(row: Writable, value: Decimal) -> str:
    """Return a value with its unit, or whether it is on."""
    if is_switch(row):
        return ON if value else OFF
    return str(quantity(row, value))


def worded(row: Writable, value: Decimal) -> Text:
    """Return the same in words, for figures and sentences."""
    if is_switch(row):
        return text("on") if value else text("off")
    return text("{value}", value=quantity(row, value))


def judge_setting(  # noqa: PLR0913  what a measurement has
    attempt: Attempt,
    name: str,
    title: Text,
    row: Writable,
    found: Decimal,
    limit: Limit,
    note: Text | None = None,
) -> Verdict:
    """Judge what a board holds and record it: a switch by its state, else by its number."""
    if is_switch(row):
        return attempt.observe(
            name, title, shown(row, found), limit.judge(found), Origin.BOARD, note=note
        )
    return attempt.measure(name, title, quantity(row, found), limit, Origin.BOARD, note=note)


def exactly(row: Writable, value: Decimal, source: str) -> Limit:
    """Return the limit of what has to be one value."""
    return Limit(row.unit, value, value, source=source)
