"""The instruments of a report, and whether their calibration had run out when they were used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wizard.report.document import Fact, Instruments, InstrumentUse, StepRow, Taken
from wizard.report.parts import ReportVerdict
from wizard.report.verdict import Finding
from wizard.text import text

KEYS = ("meter", "clamp", "instrument")  # how keys of form fields begin
SERIAL, DUE = "_serial", "_due"  # how they go on
CLAMP_DUE = "clamp_due"


@dataclass(slots=True)
class _Use:
    """How many measurements name an instrument, and the day of the last of them."""

    measurements: int
    last: date


def instruments(facts: tuple[Fact, ...], steps: Iterable[StepRow]) -> Instruments:
    """Return what the forms say of instruments, and which were used how often."""
    used = _used(steps)
    due = _days(facts, used)
    return Instruments(
        details=tuple(fact for fact in facts if fact.key.startswith(KEYS)),
        used=tuple(
            InstrumentUse(name, use.measurements, due.get(name), _expired(due.get(name), use))
            for name, use in used.items()
        ),
    )


def of_instruments(facts: tuple[Fact, ...], steps: Iterable[StepRow]) -> Iterator[Finding]:
    """Yield a deviation for each instrument whose calibration was due before it was used."""
    for used in instruments(facts, steps).used:
        if used.expired:
            yield Finding(
                ReportVerdict.DEVIATIONS,
                text(
                    "Instrument {name}: its calibration was due on {due}, before it was used.",
                    name=used.name, due=str(used.due),
                ),
                text("Have {name} calibrated, then compare what it measured.", name=used.name),
            )  # fmt: skip


def _days(facts: tuple[Fact, ...], used: Iterable[str]) -> dict[str, date]:
    """Return until when instruments are calibrated, as far as forms say.

    Which clamp or shunt it is, is asked where it is used, after the form with its day: it is
    whichever instrument no form names.
    """
    named = dict(_due(facts))
    known = {fact.key: fact.value for fact in facts}
    clamp = _day(known.get(CLAMP_DUE, ""))
    if clamp is None:
        return named
    meter = _name("meter", known)
    return {**dict.fromkeys((one for one in used if one != meter), clamp), **named}


def _expired(due: date | None, use: _Use) -> bool:
    return due is not None and use.last > due


def _due(facts: Iterable[Fact]) -> Iterator[tuple[str, date]]:
    """Yield instruments as measurements name them, with the day that a form gives."""
    known = {fact.key: fact.value for fact in facts}
    for key, value in known.items():
        one = key.removesuffix(DUE)
        day = _day(value)
        if key.endswith(DUE) and key.startswith(KEYS) and known.get(one) and day:
            yield _name(one, known), day


def _name(one: str, known: Mapping[str, str]) -> str:
    return " ".join(part for part in (known.get(one), known.get(f"{one}{SERIAL}")) if part)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None  # not known, or what a firm's own form asks for


def _used(steps: Iterable[StepRow]) -> dict[str, _Use]:
    found: dict[str, _Use] = {}
    for one in (one for step in steps for one in (*step.superseded, *step.measurements)):
        if one.instrument:
            use = found.setdefault(one.instrument, _Use(0, _local_day(one)))
            use.measurements += 1
            use.last = max(use.last, _local_day(one))
    return found


def _local_day(one: Taken) -> date:
    try:
        return (one.at + timedelta(minutes=one.utc_offset_minutes)).date()
    except OverflowError:
        return one.at.date()
