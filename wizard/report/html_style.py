"""The style of the HTML report: one sheet for paper and screen, and the lines of each page."""

import re
from importlib import resources

from wizard.report.document import Document

_PLAIN = re.compile(r"[A-Za-z0-9 ._-]{1,64}")


def style(document: Document) -> str:
    """Return the style sheet of a document, without a character that HTML would escape.

    Its pages carry their number, the report's id and verdict; browsers that cannot do
    that leave them out. An id that is more than plain letters is left out as well.
    """
    sheet = resources.files("wizard.report").joinpath("report.css").read_text(encoding="utf-8")
    return " ".join(f"{sheet} {_page(document)}".split())


def _page(document: Document) -> str:
    plain = _PLAIN.fullmatch(document.report_id)
    name = f"Report {document.report_id}: " if plain else "Report: "
    lines = f'@bottom-left {{ content: "{name}{document.verdict}"; font: 8pt sans-serif; }}'
    lines += (
        '@bottom-right { content: "Page " counter(page) " of " counter(pages);'
        " font: 8pt sans-serif; }"
    )
    if document.simulated:
        lines += '@top-right { content: "SIMULATED PACK"; font: bold 8pt sans-serif; }'
    return f"@page {{ {lines} }}"
