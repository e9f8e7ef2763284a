"""The style of the HTML report: one sheet for paper and screen, and the lines of each page."""

import re
from importlib import resources

from wizard.report.document import Document
from wizard.report.spoken import IN_ENGLISH, REPORT, Speech
from wizard.report.text_form import SIMULATED
from wizard.text import text

PAGES = text("Page {page} of {pages}")
_COUNTER = re.compile(r"\{(page|pages)\}")
_PLAIN = re.compile(r"[A-Za-z0-9 ._-]{1,64}")


def style(document: Document, speech: Speech = IN_ENGLISH) -> str:
    """Return the style sheet of a document, without a character that HTML would escape.

    Its pages carry their number, the report's id and verdict; browsers that cannot do
    that leave them out. An id that is more than plain letters is left out as well.
    """
    sheet = resources.files("wizard.report").joinpath("report.css").read_text(encoding="utf-8")
    return " ".join(f"{sheet} {_page(document, speech)}".split())


def _page(document: Document, speech: Speech) -> str:
    number = document.report_id if _PLAIN.fullmatch(document.report_id) else ""
    verdict = REPORT[document.verdict]
    named = (
        text("Report {number}: {verdict}", number=number, verdict=verdict)
        if number
        else text("Report: {verdict}", verdict=verdict)
    )
    pieces = _COUNTER.split(speech.say(PAGES))
    counted = " ".join(
        f"counter({piece})" if odd % 2 else _quoted(piece) for odd, piece in enumerate(pieces)
    )
    lines = f"@bottom-left {{ content: {_quoted(speech.say(named))}; font: 8pt sans-serif; }}"
    lines += f"@bottom-right {{ content: {counted}; font: 8pt sans-serif; }}"
    if document.simulated:
        loud = _quoted(speech.say(SIMULATED))
        lines += f"@top-right {{ content: {loud}; font: bold 8pt sans-serif; }}"
    return f"@page {{ {lines} }}"


def _quoted(words: str) -> str:
    """Return words as a string of CSS, without what would end it or the style sheet."""
    return '"' + "".join("?" if char in '"\\<>&' else char for char in words) + '"'
