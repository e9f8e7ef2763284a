"""The files of a golden report: what people read as it is, the master by its hash.

Of the PDF the words are kept, in the places where they stand.
"""

import hashlib
from pathlib import Path

from tests.report.pdf import words_of
from wizard.report.csv_form import measurements_csv, settings_csv
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import to_json
from wizard.report.pdf_form import to_pdf
from wizard.report.text_form import to_text

KEPT = Path(__file__).parent / "reports"


def forms(document: Document) -> dict[str, str]:
    """Return the forms that need nothing but this program, by the names of their files."""
    return {
        "report.txt": to_text(document),
        "report.html": to_html(document),
        "measurements.csv": measurements_csv(document).replace("\r\n", "\n"),
        "settings.csv": settings_csv(document).replace("\r\n", "\n"),
        "report.json.sha256": hashlib.sha256(to_json(document)).hexdigest() + "\n",
    }


def pdf_form(document: Document) -> dict[str, str]:
    """Return what stands in the PDF; poppler reads it."""
    lines = (" ".join(line.split()) for line in words_of(to_pdf(document)).splitlines())
    return {"report.pdf.txt": "\n".join(line for line in lines if line) + "\n"}
