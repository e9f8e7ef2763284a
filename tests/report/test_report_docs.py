"""docs/report.md names every section of the report, and no other."""

from pathlib import Path

from tests.golden.forms import KEPT
from wizard.report.html_form import SECTIONS
from wizard.report.text_form import SECTIONS as TEXT_SECTIONS

DOCUMENT = Path(__file__).parents[2] / "docs" / "report.md"
COVER = "Cover"
TEXT_TITLES = [str(section.title) for section in TEXT_SECTIONS]
OTHER_FORMS = {"in the JSON", "in the PDF"}


def columns() -> list[tuple[str, str]]:
    """The sections that the table names: of HTML and PDF, of the text."""
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    return [(row[2], row[3]) for row in rows[1:]]


def test_every_section_of_the_page_is_in_the_table() -> None:
    named = {page for page, _ in columns()} - {COVER}
    assert named == {str(section.title) for section in SECTIONS}


def test_every_section_of_the_text_is_in_the_table() -> None:
    named = {text for _, text in columns()} - {COVER} - OTHER_FORMS
    assert named == set(TEXT_TITLES)


def test_the_golden_reports_together_have_every_section_in_every_form() -> None:
    pages, texts, pdfs = (
        "".join(file.read_text(encoding="utf-8") for file in sorted(KEPT.glob(f"*/{name}")))
        for name in ("report.html", "report.txt", "report.pdf.txt")
    )
    for section in SECTIONS:
        assert f">{section.title}</h2>" in pages.replace("</span>", ">"), section.title
        assert f"\n{section.title}\n" in pdfs, section.title
    for title in TEXT_TITLES:
        assert f"-- {title} -" in texts, title
