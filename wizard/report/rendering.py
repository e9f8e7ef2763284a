"""The forms of a report by name: each is made from the document alone, years later too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wizard.report.csv_form import ENCODING, measurements_csv, settings_csv
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import to_json
from wizard.report.pdf_form import to_pdf
from wizard.report.spoken import Speech
from wizard.report.text_form import to_text


@dataclass(frozen=True, slots=True)
class Form:
    """How a form's file name ends, and what makes its bytes; the PDF's may raise NoPdf.

    A `spoken` form is for people, in their language; the others are for programs.
    """

    ending: str
    of: Callable[[Document, Speech], bytes]
    spoken: bool = False

    def named(self, code: str) -> str:
        """Return how its file's name ends in a language; English ones do not name it."""
        return f"-{code}{self.ending}" if self.spoken and code != "en" else self.ending


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "json": Form(".json", lambda document, _: to_json(document)),
        "text": Form(
            ".txt", lambda document, speech: to_text(document, speech).encode(), spoken=True
        ),
        "html": Form(
            ".html", lambda document, speech: to_html(document, speech).encode(), spoken=True
        ),
        "measurements": Form(
            "-measurements.csv", lambda document, _: measurements_csv(document).encode(ENCODING)
        ),
        "settings": Form(
            "-settings.csv", lambda document, _: settings_csv(document).encode(ENCODING)
        ),
        "pdf": Form(".pdf", to_pdf, spoken=True),
    }
)
