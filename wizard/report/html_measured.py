"""Steps and their measurements in the HTML report."""

from collections.abc import Iterable

from wizard.measurement import Verdict
from wizard.quantity import Quantity
from wizard.report.document import Earlier, StepRow, Taken, TraceRow
from wizard.report.html_dip import dip
from wizard.report.html_drawings import drawings
from wizard.report.html_marks import local, verdict
from wizard.report.html_parts import Child, Html, line, row, said, table, tag
from wizard.report.html_traces import traces
from wizard.report.spoken import ORIGIN, Label, Words, bounds, found, origin
from wizard.text import Text, text

HEAD = (
    text("Measurement"), text("Value"), text("Limit and its source"), text("Verdict"),
    text("Who, with what, when"),
)  # fmt: skip
GLANCE = (text("Step"), text("Gate"), text("Attempts"), text("Verdict"))


def measurements(taken: Iterable[Taken], source: str) -> Html:
    """Return a step's measurements as a table, each followed by its earlier attempts.

    `source` is the step's.
    """
    return table("measured", HEAD, (_group(one, source) for one in taken))


def _group(one: Taken, source: str) -> list[Html]:
    cells = (
        (title(one), *remarks(one)),
        value(one),
        limit(one, source),
        verdict(one.verdict),
        _origin(one),
    )
    return [row(HEAD, cells), *(_earlier(before, one) for before in one.earlier)]


def title(one: Taken) -> Label:
    """Return what a measurement is called."""
    return Label(one.title.text)


def value(one: Taken | Earlier) -> Text:
    """Return what was found."""
    return found(one.value, one.unit, one.observed) if one.printed else text("no value")


def remarks(one: Taken) -> list[Html]:
    """Return what else has to be known of a measurement, a line each."""
    told: list[Text] = []
    if one.note:
        told.append(text("Note: {note}", note=one.note.text))
    if one.possible and one.verdict is Verdict.NOT_BELIEVABLE:
        told.append(text("What it can be at all: {range}", range=bounds(one.possible)))
    if one.limit and one.limit.note:
        told.append(text("On the limit: {note}", note=text(one.limit.note)))
    return [line(words, kind="remark") for words in told]


def limit(one: Taken, known: str) -> tuple[Child, ...]:
    """Return what a value was judged by, and where that and the check come from.

    `known` is the source that stands above all of a step's values.
    """
    by = one.limit
    if by is None:
        return (text("no limit"), *_small("" if one.source == known else one.source))
    near = text("marginal: last {width}", width=Quantity(by.near, by.unit)) if by.near else ""
    check = "" if one.source in {by.source, known} else one.source
    return (bounds(by), *_small(near, origin(by), check))


def _small(*lines: Words) -> list[Html]:
    return [line(words, kind="small") for words in lines if words]


def _origin(one: Taken) -> tuple[Child, ...]:
    with_what = said(ORIGIN[one.origin], one.instrument or None, between=", ")
    when = said(one.person or None, local(one.at, one.utc_offset_minutes), between=", ")
    attempt = text("attempt {n}", n=one.attempt) if one.attempt > 1 else ""
    return (*with_what, line(*when, kind="small"), *_small(attempt))


def _earlier(before: Earlier, one: Taken) -> Html:
    cells = (
        (title(one), ", ", text("earlier, attempt {n}", n=before.attempt)),
        value(before),
        text("does not count"),
        verdict(before.verdict),
        (ORIGIN[before.origin], *_small(local(before.at, one.utc_offset_minutes))),
    )
    return row(HEAD, cells, "earlier")


def glance(steps: Iterable[StepRow]) -> Html:
    """Return all steps in order, a line each."""
    rows = (
        row(GLANCE, (text(one.title or one.id), text("gate") if one.gate else "", str(one.attempts),
                     verdict(one.verdict)))
        for one in steps
    )  # fmt: skip
    return table("glance", GLANCE, [rows])


def step(one: StepRow, traced: Iterable[TraceRow] = ()) -> Html:
    """Return a step with everything that was measured in it, and drawn of it."""
    parts: list[Child] = [
        tag("h3", text(one.title or one.id), " ", verdict(one.verdict)),
        tag("p", *_particulars(one), class_="particulars"),
    ]
    if one.reason:
        parts.append(tag("p", text("Reason: {reason}", reason=one.reason.text)))
    if one.attempts > 1:
        parts.append(tag("p", text("{n} attempts; the last one counts.", n=one.attempts)))
    parts += [*drawings(one), *traces(one, traced), *dip(one)]
    if one.measurements:
        parts.append(measurements(one.measurements, one.source))
    if one.superseded:
        why = text("Of earlier attempts, not taken again, counting for nothing:")
        parts += [tag("p", why), measurements(one.superseded, one.source)]
    return tag("section", *parts, class_="step")


def _particulars(one: StepRow) -> tuple[Child, ...]:
    return said(
        text(one.phase) if one.phase else None,
        text("after {source}", source=one.source) if one.source else None,
        text("a gate: nothing after it begins before it passes") if one.gate else None,
        text("step {id}", id=one.id),
    )
