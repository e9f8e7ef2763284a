"""The report's measurements and settings as CSV, for spreadsheets and scripts.

RFC 4180: commas, CRLF, quotes where they are needed, a header row, a point as the decimal
sign. A number is a number, also a negative one. Any text is words and never a formula:

- what steers (control characters, line breaks, bidi marks) is `?`, so a row is one line;
- a `'` stands before each `=`, `+`, `-`, `@` or `'` that a cell begins with. A cell may
  begin at a `;` too: where the decimal sign is a comma, spreadsheets take that for the
  separator, whatever the file says. Blanks and quotes before the sign do not count.

Without that `'`, behind the beginning of a cell, the text is what it was but for `?`; the
JSON form holds it unchanged.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wizard.quantity import MOST_DIGITS
from wizard.report.document import Document, Earlier, SettingRow, StepRow, Taken
from wizard.report.parts import Bounds, in_english
from wizard.text import harmless

ENCODING = "utf-8-sig"  # without the mark at the start, spreadsheets read Ω and ł as others
MEASUREMENTS = (
    "step", "step_title", "attempt", "id", "name", "value", "unit", "observed", "limit_low",
    "limit_high", "limit_source", "verdict", "counts", "origin", "source", "instrument", "person",
    "note", "time",
)  # fmt: skip
SETTINGS = ("key", "label", "unit", "before", "after_preset", "wanted", "final", "verdict")
SIGNS = r"['=+\-@\uff1d\uff0b\uff0d\uff20]"  # the wide forms too: some spreadsheets take them
FORMULA = re.compile(rf"""((?:^|;)[\s"]*)(?={SIGNS})""")

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class _Row:
    """A measurement of a step, or an earlier reading of it; only some count."""

    step: StepRow
    taken: Taken
    reading: Taken | Earlier
    counts: bool


def measurements_csv(document: Document) -> str:
    """Return a row for each reading, in the order of the checklist; encode by `ENCODING`.

    `counts` is no for an earlier reading and for one of an attempt that was superseded.
    """
    rows = (row for step in document.steps for row in _rows(step))
    return _table(MEASUREMENTS, (_measurement(row) for row in rows))


def settings_csv(document: Document) -> str:
    """Return a row for each setting by JK's label; encode by `ENCODING`."""
    return _table(SETTINGS, (_setting(row) for row in document.settings))


def _rows(step: StepRow) -> Iterator[_Row]:
    for group, counts in ((step.measurements, True), (step.superseded, False)):
        for taken in group:
            yield from (_Row(step, taken, earlier, counts=False) for earlier in taken.earlier)
            yield _Row(step, taken, taken, counts)


def _measurement(row: _Row) -> tuple[Cell, ...]:
    taken, found = row.taken, row.reading
    limit, own = taken.limit, found if isinstance(found, Taken) else None
    return (
        row.step.id,
        row.step.title,
        found.attempt,
        taken.id,
        taken.title.words,
        found.value,
        found.unit,
        in_english(found.observed),
        limit and limit.low,
        limit and limit.high,
        limit and _origin(limit),
        found.verdict.value,
        "yes" if row.counts else "no",
        found.origin.value,
        own and own.source,
        own and own.instrument,
        own and own.person,
        own and own.note and own.note.words,
        _moment(found.at),
    )


def _origin(limit: Bounds) -> str:
    return limit.source or f"derived: {limit.derived}"


def _moment(at: datetime) -> str:
    """Return a time as `2026-11-21T10:42:07Z`."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _setting(row: SettingRow) -> tuple[Cell, ...]:
    values = (row.first, row.after_preset, row.wanted, row.final)
    return (row.key, row.label, row.unit, *values, row.verdict.value)


def _table(head: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> str:
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(head)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return page.getvalue()


def _written(cell: Cell) -> str:
    if isinstance(cell, Decimal) and cell.is_finite():
        usual = abs(cell.adjusted()) <= MOST_DIGITS
        return f"{cell:{'f' if usual else 'E'}}"
    if isinstance(cell, int):
        return str(cell)
    return "" if cell is None else FORMULA.sub(r"\1'", harmless(str(cell)))
