"""The QR code fits a terminal of 80 by 24 in both ways, whatever the report says."""

import pytest
from msgspec.structs import replace

from tests.report.support import report, whole_story
from wizard.report import qr
from wizard.report.document import Document
from wizard.report.parts import ReportVerdict
from wizard.report.seal import sealed

COLUMNS, LINES = 80, 24


@pytest.fixture(params=list(ReportVerdict))
def document(request: pytest.FixtureRequest) -> Document:
    whole = report(whole_story())
    return sealed(replace(whole, report_id="2026-11-21-999", revision=99, verdict=request.param))


def test_it_names_number_verdict_and_seal(document: Document) -> None:
    number, verdict = "2026-11-21-999-R99", str(document.verdict)
    assert qr.content(document) == f"JK-COMMISSION {number} {verdict} {document.seal.upper()}"


def test_half_blocks_fit_the_screen_and_every_line_is_as_wide(document: Document) -> None:
    lines = qr.in_half_blocks(qr.content(document))
    assert len(lines) < LINES
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines[0]) <= COLUMNS


def test_plain_characters_fit_the_screen(document: Document) -> None:
    lines = qr.in_characters(qr.short_content(document))
    assert len(lines) < LINES
    assert {len(line) for line in lines} == {2 * len(lines)}
    assert "".join(lines).isascii()


def test_both_ways_draw_the_same_modules() -> None:
    said = "20261121003R1 P 5A9A5093"
    modules = qr.modules(said, qr.SHORT_QUIET, qr.SHORT_VERSION)
    drawn = tuple(tuple(line[n : n + 2] == "  " for n in range(0, len(line), 2)) for line in
                  qr.in_characters(said))  # fmt: skip
    assert drawn == modules
    halves = {char: pair for pair, char in qr.HALVES.items()}
    both = [[halves[char] for char in line] for line in qr.in_half_blocks(said)]
    rows = tuple(row for line in both for row in zip(*line, strict=True))
    assert rows[: len(qr.modules(said))] == qr.modules(said)


def test_what_says_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        qr.in_characters("A" * 26)
