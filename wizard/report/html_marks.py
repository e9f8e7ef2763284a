"""Verdicts and times as the HTML report writes them: words first, a sign beside each."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from wizard.measurement import Verdict
from wizard.report import spoken
from wizard.report.document import Document, StepRow
from wizard.report.html_parts import Html, tag
from wizard.report.parts import ReportVerdict
from wizard.report.spoken import chain
from wizard.text import Text, text

SIGN: dict[Verdict, str] = {
    Verdict.PASS: "✓",
    Verdict.MARGINAL: "△",
    Verdict.FAIL: "✗",
    Verdict.NOT_TAKEN: "○",
    Verdict.NOT_BELIEVABLE: "?",
    Verdict.DEFERRED: "→",
    Verdict.NOT_APPLICABLE: "-",
    Verdict.STALE: "○",
}

REPORT_SIGN: dict[ReportVerdict, str] = {
    ReportVerdict.PASS: "✓",
    ReportVerdict.DEVIATIONS: "△",
    ReportVerdict.INCOMPLETE: "○",
    ReportVerdict.FAIL: "✗",
}

MEANING: dict[ReportVerdict, Text] = {
    ReportVerdict.PASS: text("Every step that applies was taken and is within its limits."),
    ReportVerdict.DEVIATIONS: text(
        "Nothing failed. Some values are close to a limit or were put "
        "off: they are listed under “What is not in order”."
    ),
    ReportVerdict.INCOMPLETE: text("Not everything was checked. What was not taken is not passed."),
    ReportVerdict.FAIL: text(
        "Something failed, cannot be believed or is not proved. It has to be "
        "put right and checked again before the pack goes into service."
    ),
}


def titles(document: Document) -> dict[str, Text]:
    """Return the titles of all steps by their ids."""
    return {step.id: text(step.title) for step in document.steps}


def verdict(found: Verdict) -> Html:
    """Return a verdict as its word with its sign; what is no plain pass is in capitals."""
    sign = tag("span", SIGN[found], aria_hidden="true")
    return tag("strong", sign, " ", spoken.verdict(found), class_=f"verdict {found.name}")


def local(at: datetime, minutes: int) -> str:
    """Return a time by the local clock as `2026-11-21 11:42:07 UTC+01:00`.

    Where no clock can be `minutes` from UTC, the time is UTC.
    """
    try:
        there = at.astimezone(timezone(timedelta(minutes=minutes)))
    except (ValueError, OverflowError):
        there = at.astimezone(UTC)
    return f"{there:%Y-%m-%d %H:%M:%S} {there.tzname()}"


@dataclass(frozen=True, slots=True)
class LocalClock:
    """The local clock as far as readings tell it: times with their minutes from UTC."""

    times: tuple[datetime, ...]
    minutes: tuple[int, ...]

    def shown(self, at: datetime | None) -> Text:
        """Return a time by the clock of the last reading before it; of none, the next."""
        if at is None:
            return text("time not recorded")
        if not self.times:
            return chain([local(at, 0)])
        return chain([local(at, self.minutes[max(0, bisect_right(self.times, at) - 1)])])


def clock_of(document: Document) -> LocalClock:
    """Return the local clock of a document's readings."""
    known = sorted(_known(document.steps))
    return LocalClock(tuple(at for at, _ in known), tuple(minutes for _, minutes in known))


def _known(steps: Iterable[StepRow]) -> Iterable[tuple[datetime, int]]:
    for step in steps:
        for one in (*step.measurements, *step.superseded):
            yield one.at, one.utc_offset_minutes
