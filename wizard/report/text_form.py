"""The report as plain text, 80 columns: for printing, `less` and e-mail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wizard.measurement import Verdict
from wizard.report import qr
from wizard.report import text_changes as changes
from wizard.report import text_tables as tables
from wizard.report.dip import addresses, in_characters, switches
from wizard.report.document import Document, StepRow
from wizard.report.lines import WIDTH, Paper, heading
from wizard.report.parts import ReportVerdict
from wizard.report.spoken import IN_ENGLISH, LOUD, REPORT, Speech, chain
from wizard.report.text_packs import packs
from wizard.text import Text, text

SIMULATED = text("SIMULATED PACK")
NOTHING_PROVED = text(
    "There was no real pack behind these values. This report proves nothing of any site."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading; left out where its body is empty."""

    title: Text
    body: Callable[[Paper, Document], list[str]]


SECTION_OF_KIND = {
    "pin_voltages": "Harness",
    "protection_test": "Protection test",
    "real_limit_test": "Protection test",
}


def to_text(document: Document, speech: Speech = IN_ENGLISH) -> str:
    """Return the whole report; no line is wider than 80 columns, all are printable."""
    paper = Paper(speech)
    banner = paper.say(SIMULATED) if document.simulated else ""
    lines = _cover(paper, document)
    for section in SECTIONS:
        if body := section.body(paper, document):
            title = paper.say(section.title)
            lines += [*heading(title, banner), "", *body[: -1 if not body[-1] else None]]
    lines += ["", "=" * WIDTH, *_verdict(paper, document), "=" * WIDTH]
    return "\n".join(lines) + "\n"


def _cover(paper: Paper, document: Document) -> list[str]:
    given = text("not given")
    return [
        "=" * WIDTH,
        *paper.indented(text("COMMISSIONING REPORT")),
        *paper.indented(text("Lithium pack with JK BMS")),
        "",
        *_verdict(paper, document),
        "=" * WIDTH,
        *paper.labelled(text("Report"), tables.numbered(document)),
        *_hash(paper, text("Takes the place of, SHA-256:"), document.supersedes),
        *paper.labelled(text("Site"), document.site or given),
        *paper.labelled(text("Pack"), document.pack or given),
        *paper.labelled(text("Technician"), document.technician or given),
        *paper.labelled(text("Date"), tables.period(document.started, document.finished)),
        *paper.labelled(text("Local clock"), tables.local_clock(document)),
        *paper.labelled(text("Board"), tables.board_name(document.board)),
        *_hash(paper, text("Journal's head, SHA-256:"), document.journal.head),
        *_hash(paper, text("Seal, SHA-256:"), document.seal),
        *_list(paper, text("Why"), [reason.text for reason in document.reasons]),
        *_list(paper, text("Open points"), [point.text for point in document.open_points]),
    ]


def _hash(paper: Paper, label: Text, digits: str) -> list[str]:
    """Return a hash in a line of its own: with its label beside it, it does not fit."""
    return [*paper.indented(label), *paper.indented(digits, 4)] if digits else []


def _verdict(paper: Paper, document: Document) -> list[str]:
    verdict = text("VERDICT  >>>  {verdict}  <<<", verdict=REPORT[document.verdict])
    lines = ["", f"  {paper.say(verdict)}", "", *paper.indented(tables.tally(document)), ""]
    if document.simulated:
        lines += [*paper.indented(chain([SIMULATED, NOTHING_PROVED], " *** "), 2, "*** "), ""]
    return lines


def _list(paper: Paper, title: Text, items: list[Text]) -> list[str]:
    if not items:
        return []
    told = (line for item in items for line in paper.indented(item, 2, "- "))
    return ["", *paper.indented(title), *told]


def _code(_paper: Paper, document: Document) -> list[str]:
    """Return the QR code in half blocks; nothing without a seal, or where it cannot hold it."""
    if not document.seal:
        return []
    try:
        return [f"  {line}" for line in qr.in_half_blocks(qr.content(document))]
    except ValueError:
        return []


def _failed(paper: Paper, document: Document) -> list[str]:
    if document.verdict is not ReportVerdict.FAIL:
        return []
    left_open = [shift for shift in document.shifts if not shift.closed]
    bad = {Verdict.FAIL, Verdict.NOT_BELIEVABLE}
    taken = [one for step in document.steps for one in step.measurements if one.verdict in bad]
    lines = _flat(changes.shift(paper, shift) for shift in left_open)
    lines += _flat(
        [*paper.indented(_judged(step)), *tables.reason(paper, step), ""]
        for step in document.steps
        if step.verdict in bad
    )
    lines += [*tables.measurements(paper, taken), ""] if taken else []
    lines += _flat(
        [
            changes.writes(paper, (write for write in document.writes if not write.proof)),
            changes.settings(paper, (row for row in document.settings if row.verdict in bad)),
        ]
    )
    return lines


def _judged(step: StepRow) -> Text:
    return chain([text(step.title), LOUD[step.verdict]], ": ")


def _steps(paper: Paper, document: Document, section: str | None) -> list[str]:
    return _flat(
        _step(paper, step) for step in document.steps if SECTION_OF_KIND.get(step.kind) == section
    )


def _step(paper: Paper, step: StepRow) -> list[str]:
    head = paper.row((text(step.title), LOUD[step.verdict]), (WIDTH - 15, 14))
    origin = chain([text(step.phase), step.source, tables.who(step)], " - ")
    lines = [*head, *paper.indented(origin), *tables.reason(paper, step)]
    if step.attempts > 1:
        lines += paper.indented(text("{n} attempts; the last one counts.", n=step.attempts))
    for address in addresses(step):
        lines += ["", *(f"  {line}" for line in in_characters(address))]
        lines += paper.indented(text("Address {n}: switches {switches}", n=address,
                                     switches=switches(address)))  # fmt: skip
    if step.measurements:
        lines += ["", *tables.measurements(paper, step.measurements)]
    if step.superseded:
        lines += paper.indented(text("Of earlier attempts, not taken again, counting for nothing:"))
        lines += tables.measurements(paper, step.superseded)
    return [*lines, ""]


def _protection(paper: Paper, document: Document) -> list[str]:
    shifts = _flat(changes.shift(paper, shift) for shift in document.shifts)
    return _steps(paper, document, "Protection test") + shifts


def _flat(blocks: Iterable[list[str]]) -> list[str]:
    return [line for block in blocks for line in block]


SECTIONS = (
    Section(text("Failed"), _failed),
    Section(text("Deviations and what was put off"), tables.deviating),
    Section(text("Packs"), lambda paper, document: packs(paper, document.packs)),
    Section(text("Particulars"), lambda paper, document: tables.facts(paper, document.facts)),
    Section(text("Board"), lambda paper, document: tables.board(paper, document.board)),
    Section(text("Procedure"), tables.procedure),
    Section(
        text("Instruments"), lambda paper, document: tables.instruments(paper, document.instruments)
    ),
    Section(text("Link to the board"), tables.link),
    Section(
        text("Steps at a glance"), lambda paper, document: tables.overview(paper, document.steps)
    ),
    Section(text("Steps"), lambda paper, document: _steps(paper, document, None)),
    Section(text("Harness"), lambda paper, document: _steps(paper, document, "Harness")),
    Section(text("Settings"), lambda paper, document: changes.settings(paper, document.settings)),
    Section(text("Writes"), lambda paper, document: changes.writes(paper, document.writes)),
    Section(text("Protection test"), _protection),
    Section(text("Incidents"), lambda paper, document: tables.incidents(paper, document.incidents)),
    Section(
        text("Attachments"), lambda paper, document: tables.attachments(paper, document.attachments)
    ),
    Section(text("Number, verdict and seal of this report"), _code),
    Section(text("Record"), tables.journal),
)
