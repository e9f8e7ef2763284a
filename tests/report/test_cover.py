"""The cover and the end: revision, seal, code, switches, photographs."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from tests.report.page import page_of
from tests.report.support import measured, passed, report
from wizard.measurement import Origin, Verdict
from wizard.report import qr
from wizard.report.document import Attachment, Document, StepRow
from wizard.report.html_dip import dip
from wizard.report.html_form import to_html
from wizard.report.html_parts import written
from wizard.report.seal import sealed
from wizard.report.text_form import to_text

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def second() -> Document:
    return sealed(replace(report(passed()), revision=2, supersedes="5e" * 32))


def test_revision_seal_and_the_seal_before_stand_on_every_cover() -> None:
    document = second()
    for cover in (page_of(to_html(document)).text.split("What is not")[0],
                  to_text(document).split("-- ")[0]):  # fmt: skip
        for part in ("2026-11-21-003, revision 2", document.seal, "5e" * 32, document.journal.head):
            assert part in cover


def test_the_code_on_the_page_has_the_modules_of_number_verdict_and_seal() -> None:
    document = second()
    [picture] = re.findall(r'<svg[^>]*class="code".*?</svg>', to_html(document), re.DOTALL)
    [path] = ET.fromstring(picture).iter("path")  # noqa: S314  of our own
    dark = {
        (x, int(y))
        for start, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path.attrib["d"])
        for x in range(int(start), int(start) + int(wide))
    }
    modules = qr.modules(qr.content(document))
    assert dark == {
        (x, y) for y, row in enumerate(modules) for x, module in enumerate(row) if module
    }
    assert document.seal.upper() in qr.content(document)


@pytest.mark.parametrize("name", ["", "x" * 5000, "\ud800"])
def test_a_number_that_no_code_can_hold_leaves_it_out(name: str) -> None:
    document = replace(second(), report_id=name)
    assert ('class="code"' in to_html(document)) == (not name)


# ---- switches


def verified(observed: str, verdict: Verdict = Verdict.PASS, kind: str = "dip") -> StepRow:
    taken = measured("stairs", "address", verdict, observed=observed, value=None, limit=None,
                     origin=Origin.BOARD)  # fmt: skip
    document = report([*passed("stairs"), taken])
    (step,) = (one for one in document.steps if one.id == "stairs")
    taken_row = (step.measurements or step.superseded)[0]
    return replace(step, kind=kind, measurements=(taken_row,))


@pytest.mark.parametrize(
    ("observed", "words"),
    [
        ("0, heard as master", "1 OFF, 2 OFF, 3 OFF, 4 OFF"),
        ("1, JK42", "1 ON, 2 OFF, 3 OFF, 4 OFF"),
        ("10", "1 OFF, 2 ON, 3 OFF, 4 ON"),
        ("15, JK42", "1 ON, 2 ON, 3 ON, 4 ON"),
    ],
)
def test_the_switches_of_a_verified_address_are_drawn(observed: str, words: str) -> None:
    [figure] = dip(verified(observed))
    assert words in page_of(written(figure)).text


@pytest.mark.parametrize(
    "step",
    [
        verified("16, JK42"), verified("no answer"), verified("7JK"), verified("123"),
        verified("3, JK42", Verdict.FAIL), verified("3", kind="connect"),
    ],
)  # fmt: skip
def test_what_was_not_verified_is_not_drawn(step: StepRow) -> None:
    assert dip(step) == []


# ---- attachments


def test_photographs_are_named_with_hash_and_shown_small() -> None:
    files = (
        Attachment("harness <b>.jpg", 2_345_678, AT, "ab" * 32, "/9j/AAAA"),
        Attachment("notes.txt", 12, AT, "cd" * 32),
    )
    document = replace(second(), attachments=files)
    page, printed = page_of(to_html(document)), to_text(document)
    assert ("src", "data:image/jpeg;base64,/9j/AAAA") in page.attributes
    assert page.names.count("img") == 1
    for part in ("harness <b>.jpg", "2345678 bytes", "ab" * 32, "notes.txt", "cd" * 32):
        assert part in page.section("attachments")
        assert part in printed
