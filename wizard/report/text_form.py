"""The report as plain text, 80 columns: for printing, `less` and e-mail."""

from collections.abc import Iterable

from wizard.measurement import Verdict
from wizard.report import text_changes as changes
from wizard.report import text_tables as tables
from wizard.report.document import Document, StepRow
from wizard.report.lines import WIDTH, heading, indented, labelled, row
from wizard.report.parts import ReportVerdict
from wizard.report.text_packs import packs

SIMULATED = "SIMULATED PACK"

Section = tuple[str, list[str]]

SECTION_OF_KIND = {
    "pin_voltages": "Harness",
    "protection_test": "Protection test",
    "real_limit_test": "Protection test",
}


def to_text(document: Document) -> str:
    """Return the whole report; no line is wider than 80 columns, all are printable."""
    banner = SIMULATED if document.simulated else ""
    lines = _cover(document)
    for title, body in _sections(document):
        if body:
            lines += [*heading(title, banner), "", *body[: -1 if not body[-1] else None]]
    lines += ["", "=" * WIDTH, *_verdict(document), "=" * WIDTH]
    return "\n".join(lines) + "\n"


def _cover(document: Document) -> list[str]:
    return [
        "=" * WIDTH,
        "  COMMISSIONING REPORT   lithium pack with JK BMS",
        "",
        *_verdict(document),
        "=" * WIDTH,
        *labelled("Report", tables.numbered(document)),
        *_hash("Takes the place of", document.supersedes),
        *labelled("Site", document.site or "not given"),
        *labelled("Pack", document.pack or "not given"),
        *labelled("Technician", document.technician or "not given"),
        *labelled("Date", tables.period(document.started, document.finished)),
        *labelled("Local clock", tables.local_clock(document)),
        *labelled("Board", tables.board_name(document.board)),
        *_hash("Journal's head", document.journal.head),
        *_hash("Seal", document.seal),
        *_list("Why", [reason.words for reason in document.reasons]),
        *_list("Open points", [point.words for point in document.open_points]),
    ]


def _hash(label: str, digits: str) -> list[str]:
    """Return a hash in a line of its own: with its label beside it, it does not fit."""
    return [*indented(f"{label}, SHA-256:"), *indented(digits, 4)] if digits else []


def _verdict(document: Document) -> list[str]:
    lines = ["", f"  VERDICT  >>>  {document.verdict}  <<<", "", f"  {tables.tally(document)}", ""]
    if document.simulated:
        lines += [f"  *** {SIMULATED} *** there was no real pack behind these values ***", ""]
    return lines


def _list(title: str, items: list[str]) -> list[str]:
    if not items:
        return []
    return ["", f"  {title}", *(line for item in items for line in indented(item, 2, "- "))]


def _sections(document: Document) -> list[Section]:
    return [
        ("Failed", _failed(document)),
        ("Packs", packs(document.packs)),
        ("Particulars", tables.facts(document.facts)),
        ("Board", tables.board(document.board)),
        ("Procedure", tables.procedure(document)),
        ("Instruments", tables.instruments(document.instruments)),
        ("Steps at a glance", tables.overview(document.steps)),
        ("Steps", _steps(document, None)),
        ("Harness", _steps(document, "Harness")),
        ("Settings", changes.settings(document.settings)),
        ("Writes", changes.writes(document.writes)),
        ("Protection test", _protection(document)),
        ("Incidents", tables.incidents(document.incidents)),
        ("Attachments", tables.attachments(document.attachments)),
        ("Record", tables.journal(document)),
    ]


def _failed(document: Document) -> list[str]:
    if document.verdict is not ReportVerdict.FAIL:
        return []
    left_open = [shift for shift in document.shifts if not shift.closed]
    bad = {Verdict.FAIL, Verdict.NOT_BELIEVABLE}
    taken = [one for step in document.steps for one in step.measurements if one.verdict in bad]
    lines = _flat(changes.shift(shift) for shift in left_open)
    lines += _flat(
        [*indented(f"{step.title}: {step.verdict.upper()}"), *tables.reason(step), ""]
        for step in document.steps
        if step.verdict in bad
    )
    lines += [*tables.measurements(taken), ""] if taken else []
    lines += _flat(
        [
            changes.writes(write for write in document.writes if not write.proof),
            changes.settings(row for row in document.settings if row.verdict in bad),
        ]
    )
    return lines


def _steps(document: Document, section: str | None) -> list[str]:
    return _flat(
        _step(step) for step in document.steps if SECTION_OF_KIND.get(step.kind) == section
    )


def _step(step: StepRow) -> list[str]:
    head = row((step.title, step.verdict.upper()), (WIDTH - 15, 14))
    origin = " - ".join(part for part in (step.phase, step.source, tables.who(step)) if part)
    lines = [*head, *indented(origin), *tables.reason(step)]
    if step.attempts > 1:
        lines += indented(f"{step.attempts} attempts; the last one counts.")
    if step.measurements:
        lines += ["", *tables.measurements(step.measurements)]
    if step.superseded:
        lines += indented("Of earlier attempts, not taken again, counting for nothing:")
        lines += tables.measurements(step.superseded)
    return [*lines, ""]


def _protection(document: Document) -> list[str]:
    shifts = _flat(changes.shift(shift) for shift in document.shifts)
    return _steps(document, "Protection test") + shifts


def _flat(blocks: Iterable[list[str]]) -> list[str]:
    return [line for block in blocks for line in block]
