"""Judging a report again, by nothing but what stands in it."""

from collections.abc import Iterator

from wizard.measurement import Limit, Verdict, judge
from wizard.report.document import Document, SettingRow, StepRow, Taken
from wizard.report.instruments import of_instruments
from wizard.report.packs import of_packs
from wizard.report.parts import Bounds
from wizard.report.problem import Problem
from wizard.report.verdict import GRAVEST_FIRST, findings, overall
from wizard.text import text


def rejudged(document: Document) -> Iterator[Problem]:
    """Yield every verdict of a report that its own figures do not bear out."""
    for step in document.steps:
        for taken in (*step.measurements, *step.superseded):
            yield from _of_measurement(step, taken)
    for row in document.settings:
        yield from _of_setting(row)
    yield from _of_whole(document)


def _of_measurement(step: StepRow, taken: Taken) -> Iterator[Problem]:
    if taken.limit is None or taken.value is None:
        return
    found = judge(taken.value, _limit(taken.limit), taken.possible and _limit(taken.possible))
    if found is not taken.verdict:
        yield Problem(
            f"steps[{step.id}].measurements[{taken.id}].verdict",
            text(
                "is `{verdict}`, but {value} against {limit} is `{found}`",
                verdict=taken.verdict, value=taken.printed, limit=taken.limit.printed, found=found,
            ),
        )  # fmt: skip


def _limit(bounds: Bounds) -> Limit:
    return Limit(bounds.unit, bounds.low, bounds.high, bounds.near)


def _of_setting(row: SettingRow) -> Iterator[Problem]:
    better = row.verdict in {Verdict.PASS, Verdict.MARGINAL}
    if better and row.wanted is not None and row.final != row.wanted:
        yield Problem(
            f"settings[{row.key}].verdict",
            text(
                "is `{verdict}`, but {final} at the end is not the wanted {wanted}",
                verdict=row.verdict, final=str(row.final), wanted=str(row.wanted),
            ),
        )  # fmt: skip


def _of_whole(document: Document) -> Iterator[Problem]:
    """Hold the verdict against the steps: it may be graver, never better, and hides nothing."""
    found = [
        *of_packs(document.packs),
        *findings(document.steps, document.settings, document.writes, document.shifts),
        *of_instruments(document.facts, document.steps),
    ]
    grade = overall(found)
    if GRAVEST_FIRST.index(document.verdict) > GRAVEST_FIRST.index(grade):
        yield Problem(
            "verdict",
            text("is {verdict}, but what was found is {found}",
                 verdict=document.verdict, found=grade),
        )  # fmt: skip
    told = {reason.words for reason in document.reasons}
    for finding in found:
        if str(finding.why) not in told:
            yield Problem("reasons", text("does not name: {why}", why=finding.why))
