"""The forms of a report by name: each is made from the document alone, years later too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wizard.report.csv_form import ENCODING, measurements_csv, settings_csv
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import to_json
from wizard.report.pdf_form import to_pdf
from wizard.report.text_form import to_text


@dataclass(frozen=True, slots=True)
class Form:
    """How a form's file name ends, and what makes its bytes; the PDF's may raise NoPdf."""

    ending: str
    of: Callable[[Document], bytes]


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "json": Form(".json", to_json),
        "text": Form(".txt", lambda document: to_text(document).encode()),
        "html": Form(".html", lambda document: to_html(document).encode()),
        "measurements": Form(
            "-measurements.csv", lambda document: measurements_csv(document).encode(ENCODING)
        ),
        "settings": Form("-settings.csv", lambda document: settings_csv(document).encode(ENCODING)),
        "pdf": Form(".pdf", to_pdf),
    }
)
