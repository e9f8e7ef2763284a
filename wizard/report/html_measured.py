"""Steps and their measurements in the HTML report."""

from collections.abc import Iterable

from wizard.measurement import Verdict
from wizard.report.document import Earlier, StepRow, Taken, TraceRow
from wizard.report.html_dip import dip
from wizard.report.html_drawings import drawings
from wizard.report.html_marks import local, verdict
from wizard.report.html_parts import Child, Html, line, row, table, tag
from wizard.report.html_traces import traces

HEAD = ("Measurement", "Value", "Limit and its source", "Verdict", "Who, with what, when")
GLANCE = ("Step", "Gate", "Attempts", "Verdict")


def measurements(taken: Iterable[Taken], source: str) -> Html:
    """Return a step's measurements as a table, each followed by its earlier attempts.

    `source` is the step's.
    """
    return table("measured", HEAD, (_group(one, source) for one in taken))


def _group(one: Taken, source: str) -> list[Html]:
    cells = (
        (title(one), *remarks(one)),
        one.printed or "no value",
        limit(one, source),
        verdict(one.verdict),
        _origin(one),
    )
    return [row(HEAD, cells), *(_earlier(before, one) for before in one.earlier)]


def title(one: Taken) -> str:
    """Return what a measurement is called."""
    return one.title.words.rstrip(": ")


def remarks(one: Taken) -> list[Html]:
    """Return what else has to be known of a measurement, a line each."""
    said: list[str] = []
    if one.note:
        said.append(f"Note: {one.note.words}")
    if one.possible and one.verdict is Verdict.NOT_BELIEVABLE:
        said.append(f"What it can be at all: {one.possible.printed}")
    if one.limit and one.limit.note:
        said.append(f"On the limit: {one.limit.note}")
    return [line(words, kind="remark") for words in said]


def limit(one: Taken, known: str) -> tuple[Child, ...]:
    """Return what a value was judged by, and where that and the check come from.

    `known` is the source that stands above all of a step's values.
    """
    bounds = one.limit
    if bounds is None:
        return ("no limit", *_small(one.source))
    near = f"marginal: last {bounds.near:f} {bounds.unit}".rstrip()
    origin = bounds.source or f"derived: {bounds.derived}"
    check = "" if one.source in {bounds.source, known} else one.source
    return (bounds.printed, *_small(near if bounds.near else "", origin, check))


def _small(*lines: str) -> list[Html]:
    return [line(words, kind="small") for words in lines if words]


def _origin(one: Taken) -> tuple[Child, ...]:
    with_what = ", ".join(part for part in (one.origin.value, one.instrument) if part)
    when = local(one.at, one.utc_offset_minutes)
    attempt = f"attempt {one.attempt}" if one.attempt > 1 else ""
    return (with_what, *_small(one.person, when, attempt))


def _earlier(before: Earlier, one: Taken) -> Html:
    cells = (
        f"{title(one)}, earlier, attempt {before.attempt}",
        before.printed or "no value",
        "does not count",
        verdict(before.verdict),
        (before.origin.value, *_small(local(before.at, one.utc_offset_minutes))),
    )
    return row(HEAD, cells, "earlier")


def glance(steps: Iterable[StepRow]) -> Html:
    """Return all steps in order, a line each."""
    rows = (
        row(GLANCE, (one.title or one.id, "gate" if one.gate else "", str(one.attempts),
                     verdict(one.verdict)))
        for one in steps
    )  # fmt: skip
    return table("glance", GLANCE, [rows])


def step(one: StepRow, traced: Iterable[TraceRow] = ()) -> Html:
    """Return a step with everything that was measured in it, and drawn of it."""
    parts: list[Child] = [
        tag("h3", one.title or one.id, " ", verdict(one.verdict)),
        tag("p", _particulars(one), class_="particulars"),
    ]
    if one.reason:
        parts.append(tag("p", f"Reason: {one.reason.words}"))
    if one.attempts > 1:
        parts.append(tag("p", f"{one.attempts} attempts; the last one counts."))
    parts += [*drawings(one), *traces(one, traced), *dip(one)]
    if one.measurements:
        parts.append(measurements(one.measurements, one.source))
    if one.superseded:
        why = "Of earlier attempts, not taken again, counting for nothing:"
        parts += [tag("p", why), measurements(one.superseded, one.source)]
    return tag("section", *parts, class_="step")


def _particulars(one: StepRow) -> str:
    gate = "a gate: nothing after it begins before it passes" if one.gate else ""
    parts = (one.phase, one.source and f"after {one.source}", gate, f"step {one.id}")
    return " · ".join(part for part in parts if part)
