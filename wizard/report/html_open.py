"""What is not in order: everything that keeps a report from a plain PASS, gravest first."""

from collections.abc import Iterable

from wizard.measurement import SEVERITY, Verdict
from wizard.report.document import Document, StepRow, Taken
from wizard.report.html_changes import settings, shift, writes
from wizard.report.html_marks import LocalClock, titles, verdict
from wizard.report.html_measured import limit, remarks, title
from wizard.report.html_parts import Child, Html, row, table, tag
from wizard.report.text_tables import CALM

HEAD = ("What", "Found", "Limit and its source", "Verdict")


def not_in_order(document: Document, clock: LocalClock) -> list[Html]:
    """Return shifts left open, unproved writes, settings and steps with their values."""
    left_open = [one for one in document.shifts if not one.closed]
    unproved = [one for one in document.writes if not one.proof]
    wrong = [one for one in document.settings if one.verdict in {Verdict.FAIL, Verdict.MARGINAL}]
    bad = [step for step in document.steps if _gravity(step) > SEVERITY.index(Verdict.PASS)]
    parts = [shift(one, clock) for one in left_open]
    if unproved:
        body = writes(unproved, clock, titles(document))
        parts.append(_headed("Sent to the board and not proved", body))
    if wrong:
        parts.append(_headed("Settings that are not as they should be", settings(wrong)))
    if bad:
        parts.append(_headed("Steps and measurements", _steps(bad)))
    return parts or [tag("p", _nothing(document))]


def _nothing(document: Document) -> str:
    if not document.steps:
        return "Nothing was checked."
    return "Nothing: every step passed or does not apply."


def _headed(heading: str, body: Html) -> Html:
    return tag("section", tag("h3", heading), body)


def _gravity(step: StepRow) -> int:
    found = (step.verdict, *(one.verdict for one in step.measurements))
    return max(map(SEVERITY.index, found))


def _steps(bad: Iterable[StepRow]) -> Html:
    ordered = sorted(bad, key=_gravity, reverse=True)
    return table("open", HEAD, (_group(step) for step in ordered))


def _group(step: StepRow) -> list[Html]:
    """Return a step and those of its measurements that are not in order, gravest first."""
    taken = [one for one in step.measurements if one.verdict not in CALM]
    taken.sort(key=lambda one: SEVERITY.index(one.verdict), reverse=True)
    reason = step.reason.words if step.reason else ""
    head = (step.title or step.id, reason, step.source, verdict(step.verdict))
    return [row(HEAD, head, "of-step"), *(row(HEAD, _cells(one, step)) for one in taken)]


def _cells(one: Taken, step: StepRow) -> tuple[Child | tuple[Child, ...], ...]:
    return (
        (title(one), *remarks(one)),
        one.printed or "no value",
        limit(one, step.source),
        verdict(one.verdict),
    )
