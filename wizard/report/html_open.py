"""What is not in order: everything that keeps a report from a plain PASS, gravest first."""

from collections.abc import Iterable

from wizard.measurement import SEVERITY, Verdict
from wizard.report.deviations import Deviation, deviations
from wizard.report.document import Document, StepRow, Taken
from wizard.report.html_changes import settings, shift, writes
from wizard.report.html_marks import LocalClock, titles, verdict
from wizard.report.html_measured import limit, remarks, title, value
from wizard.report.html_parts import Child, Html, bullets, line, row, table, tag
from wizard.report.instruments import of_instruments
from wizard.report.packs import of_packs
from wizard.report.spoken import CALM
from wizard.report.verdict import gravest_first
from wizard.text import Text, text

HEAD = (text("What"), text("Found"), text("Limit and its source"), text("Verdict"))


DEVIATION = (text("What"), text("Verdict"), text("Why, as it was told"), text("Who, when"))


def not_in_order(document: Document, clock: LocalClock) -> list[Html]:
    """Return shifts left open, unproved writes, settings and steps with their values."""
    left_open = [one for one in document.shifts if not one.closed]
    unproved = [one for one in document.writes if not one.proof]
    wrong = [one for one in document.settings if one.verdict in {Verdict.FAIL, Verdict.MARGINAL}]
    bad = [step for step in document.steps if _gravity(step) > SEVERITY.index(Verdict.PASS)]
    parts = [shift(one, clock) for one in left_open]
    if unproved:
        body = writes(unproved, clock, titles(document))
        parts.append(_headed(text("Sent to the board and not proved"), body))
    if wrong:
        parts.append(_headed(text("Settings that are not as they should be"), settings(wrong)))
    if bad:
        parts.append(_headed(text("Steps and measurements"), _steps(bad)))
    return [*parts, *_others(document)] or [tag("p", _nothing(document))]


def _others(document: Document) -> list[Html]:
    """Return packs that are not in order, and instruments that were out of date."""
    found = [*of_packs(document.packs), *of_instruments(document.facts, document.steps)]
    if not found:
        return []
    title = text("Packs and instruments") if document.packs else text("Instruments")
    return [_headed(title, bullets(one.why for one in gravest_first(found)))]


def _nothing(document: Document) -> Text:
    if not document.steps:
        return text("Nothing was checked.")
    return text("Nothing: every step passed or does not apply.")


def deviating(document: Document, clock: LocalClock) -> list[Html]:
    """Return deviations with what the person was told, who that was, and when."""
    rows = [_deviation(one, clock) for one in deviations(document)]
    return [table("deviations", DEVIATION, [rows])] if rows else []


def _deviation(one: Deviation, clock: LocalClock) -> Html:
    when = [line(clock.shown(one.at), kind="small")] if one.at else []
    return row(DEVIATION, (one.what, one.verdict, one.why, (one.person, *when)))


def _headed(heading: Text, body: Html) -> Html:
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
    reason = step.reason.text if step.reason else ""
    head = (text(step.title or step.id), reason, step.source, verdict(step.verdict))
    return [row(HEAD, head, "of-step"), *(row(HEAD, _cells(one, step)) for one in taken)]


def _cells(one: Taken, step: StepRow) -> tuple[Child | tuple[Child, ...], ...]:
    return (
        (title(one), *remarks(one)),
        value(one),
        limit(one, step.source),
        verdict(one.verdict),
    )
