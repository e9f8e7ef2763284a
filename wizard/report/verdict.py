"""The verdict of a report, its reasons and what remains to be done.

Any fail, not believable, open shift or unproved write: FAIL. Else any not taken or stale,
steps never started or never judged among them: INCOMPLETE. Else any deferred or marginal:
PASS WITH DEVIATIONS. Else PASS.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wizard.measurement import Verdict
from wizard.record.events import Outcome
from wizard.report.document import SettingRow, ShiftRow, StepRow, Taken, WriteRow
from wizard.report.parts import ReportVerdict
from wizard.report.spoken import OUTCOME, VERDICT, bounds, found
from wizard.text import Text, text

GRADES: dict[Verdict, ReportVerdict] = {
    Verdict.PASS: ReportVerdict.PASS,
    Verdict.NOT_APPLICABLE: ReportVerdict.PASS,
    Verdict.MARGINAL: ReportVerdict.DEVIATIONS,
    Verdict.DEFERRED: ReportVerdict.DEVIATIONS,
    Verdict.NOT_TAKEN: ReportVerdict.INCOMPLETE,
    Verdict.STALE: ReportVerdict.INCOMPLETE,
    Verdict.FAIL: ReportVerdict.FAIL,
    Verdict.NOT_BELIEVABLE: ReportVerdict.FAIL,
}

GRAVEST_FIRST = (
    ReportVerdict.FAIL,
    ReportVerdict.INCOMPLETE,
    ReportVerdict.DEVIATIONS,
    ReportVerdict.PASS,
)

TODO: dict[Verdict, Text] = {
    Verdict.FAIL: text("Find the cause, then repeat: {step}."),
    Verdict.NOT_BELIEVABLE: text("Measure again: {step}."),
    Verdict.NOT_TAKEN: text("Take: {step}."),
    Verdict.STALE: text("Take again: {step}."),
    Verdict.DEFERRED: text("Take up later: {step}."),
}


BETWEEN = text("Between steps")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that keeps a report from PASS: why, and what is to be done about it."""

    grade: ReportVerdict
    why: Text
    todo: Text | None = None


def overall(findings: Iterable[Finding]) -> ReportVerdict:
    """Return the gravest grade; of no findings, PASS."""
    grades = {finding.grade for finding in findings}
    return next((grade for grade in GRAVEST_FIRST if grade in grades), ReportVerdict.PASS)


def findings(
    steps: tuple[StepRow, ...],
    settings: tuple[SettingRow, ...],
    writes: tuple[WriteRow, ...],
    shifts: tuple[ShiftRow, ...],
) -> list[Finding]:
    """Return all findings, gravest first, shifts before everything."""
    titles = {step.id: text(step.title) for step in steps}
    all_of_them = [
        *_of_shifts(shifts, titles),
        *_of_writes(writes, titles),
        *_of_settings(settings),
    ]
    for step in steps:
        all_of_them += _of_step(step)
    if not steps:
        all_of_them.append(Finding(ReportVerdict.INCOMPLETE, text("Nothing was checked.")))
    return gravest_first(all_of_them)


def gravest_first(found: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which they are read; those alike stay as they are."""
    return sorted(found, key=lambda finding: GRAVEST_FIRST.index(finding.grade))


def _of_step(step: StepRow) -> Iterator[Finding]:
    """Yield a step's findings; its own speaks for its measurements of the same grade."""
    grade = GRADES[step.verdict]
    theirs = [taken for taken in step.measurements if GRADES[taken.verdict] is not grade]
    if grade is not ReportVerdict.PASS:
        same = [taken for taken in step.measurements if GRADES[taken.verdict] is grade]
        yield _step_finding(step, grade, same)
    for taken in theirs:
        if GRADES[taken.verdict] is not ReportVerdict.PASS:
            yield Finding(
                GRADES[taken.verdict],
                text(
                    "{step}: {verdict}: {what}",
                    step=text(step.title),
                    verdict=VERDICT[taken.verdict],
                    what=_measured(taken),
                ),
                _todo(step, taken.verdict),
            )


def _step_finding(step: StepRow, grade: ReportVerdict, same: list[Taken]) -> Finding:
    detail = step.reason.text if step.reason else None
    if detail is None and same:
        detail = _measured(same[0])
        if len(same) > 1:
            detail = text("{first}, and {n} more", first=detail, n=len(same) - 1)
    judged = {"step": text(step.title), "verdict": VERDICT[step.verdict]}
    why = (
        text("{step}: {verdict}: {detail}", **judged, detail=detail)
        if detail
        else text("{step}: {verdict}, no reason recorded", **judged)
    )
    return Finding(grade, why, _todo(step, step.verdict))


def _measured(taken: Taken) -> Text:
    if not taken.printed:
        return taken.title.text
    value = found(taken.value, taken.unit, taken.observed)
    what = text("{title} is {value}", title=taken.title.text, value=value)
    if taken.limit is None:
        return what
    return text("{found}, limit {limit}", found=what, limit=bounds(taken.limit))


def _todo(step: StepRow, verdict: Verdict) -> Text | None:
    template = TODO.get(verdict)
    return text(template.msgid, step=text(step.title)) if template else None


def _of_shifts(shifts: tuple[ShiftRow, ...], titles: Mapping[str, Text]) -> Iterator[Finding]:
    for shift in shifts:
        if not shift.closed:
            values = "; ".join(f"{p.label} = {p.original.printed}" for p in shift.set_by_hand)
            where = {"step": titles.get(shift.step, BETWEEN), "serial": shift.serial}
            yield Finding(
                ReportVerdict.FAIL,
                text("{step}: test limits were left in board {serial}.", **where),
                text(
                    "Set by hand at board {serial}: {values}.", serial=shift.serial, values=values
                ),
            )


def _of_writes(writes: tuple[WriteRow, ...], titles: Mapping[str, Text]) -> Iterator[Finding]:
    for write in writes:
        if not write.proof:
            outcome = Outcome.UNKNOWN if write.outcome is None else write.outcome
            values = {
                "step": titles.get(write.step, BETWEEN),
                "label": write.label,
                "wanted": write.wanted.printed if write.wanted else text("done"),
            }
            yield Finding(
                ReportVerdict.FAIL,
                text("{step}: {label} to {wanted}: {outcome}, nothing later proves it.",
                     outcome=OUTCOME[outcome], **values),
                text("Read {label} at the board: {wanted} was wanted.", **values),
            )  # fmt: skip


def _of_settings(settings: tuple[SettingRow, ...]) -> Iterator[Finding]:
    for row in settings:
        values = {"label": row.label, "final": str(row.final), "wanted": str(row.wanted)}
        if row.verdict is Verdict.FAIL:
            yield Finding(
                ReportVerdict.FAIL,
                text("Settings: {label} is {final} at the end, {wanted} was wanted.", **values),
                text("Find out who changed {label}; set it to {wanted}.", **values),
            )
        if row.verdict is Verdict.MARGINAL:
            yield Finding(
                ReportVerdict.DEVIATIONS,
                text("Settings: {label} is {final} at the end, by no write of this session.",
                     **values),
            )  # fmt: skip
