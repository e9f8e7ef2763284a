"""The packs of a site in its report: what each came to, and what keeps the site from PASS."""

from collections.abc import Iterable, Iterator

from wizard.record.state import PackState, State
from wizard.report.document import PackRow
from wizard.report.parts import ReportVerdict
from wizard.report.spoken import REPORT
from wizard.report.verdict import Finding
from wizard.text import Text, text

TODO = {
    ReportVerdict.FAIL: text(
        "Find the cause, then take up pack {n} again: its session is {session}."
    ),
    ReportVerdict.INCOMPLETE: text("Take up pack {n}."),
}


def packs(state: State) -> tuple[PackRow, ...]:
    """Return the packs of a site in the plan's order; of any other session none."""
    return tuple(_row(number, state.packs[number]) for number in sorted(state.packs))


def _row(number: int, pack: PackState) -> PackRow:
    return PackRow(
        number=number,
        name=pack.plan.name,
        checklist=pack.plan.checklist,
        planned=pack.plan.address,
        address=pack.address,
        serial=pack.serial,
        verdict=_verdict(pack),
        session=pack.session,
        head=pack.head,
        report=pack.report,
    )


def _verdict(pack: PackState) -> ReportVerdict:
    """Return what a pack came to; one whose end nobody saw, or no record tells, is open."""
    known = {one.value: one for one in ReportVerdict}
    if pack.under_way:
        return ReportVerdict.INCOMPLETE
    return known.get(pack.verdict, ReportVerdict.INCOMPLETE)


def of_packs(rows: Iterable[PackRow]) -> Iterator[Finding]:
    """Yield what keeps a site from PASS: it is no better than any of its packs."""
    for row in rows:
        if row.verdict is not ReportVerdict.PASS:
            todo = TODO.get(row.verdict)
            yield Finding(
                row.verdict,
                _why(row),
                text(todo.msgid, n=row.number, session=row.session) if todo else None,
            )


def _why(row: PackRow) -> Text:
    values = {"n": row.number, "name": row.name, "verdict": REPORT[row.verdict]}
    if not row.session:
        return text("Pack {n}, {name}: {verdict}: it was not begun.", **values)
    return text(
        "Pack {n}, {name}: {verdict}, by its own report {report}.",
        **values,
        report=row.report or row.session,
    )
