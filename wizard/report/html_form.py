"""The report as one HTML file: for a browser, for A4 paper, for a phone; nothing is fetched."""

from collections.abc import Callable
from dataclasses import dataclass

from wizard.report import html_tables as tables
from wizard.report.document import Document
from wizard.report.html_attached import attachments, log
from wizard.report.html_changes import settings, shift, writes
from wizard.report.html_cover import banner, cover, signatures
from wizard.report.html_marks import LocalClock, clock_of, titles
from wizard.report.html_measured import glance, step
from wizard.report.html_open import deviating, not_in_order
from wizard.report.html_packs import packs
from wizard.report.html_parts import Html, tag, written
from wizard.report.html_style import style
from wizard.report.spoken import IN_ENGLISH, REPORT, Speech
from wizard.report.text_form import SIMULATED
from wizard.text import Text, text

CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

Body = Callable[[Document, LocalClock], list[Html]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading; left out where its body is empty."""

    name: str
    title: Text
    body: Body


def to_html(document: Document, speech: Speech = IN_ENGLISH) -> str:
    """Return the whole report as one page of HTML 5 that needs nothing else."""
    page = tag("html", _head(document, speech), body(document), lang=speech.code)
    return written(page, speech)


def _head(document: Document, speech: Speech) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=CLOSED),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title(document)),
        tag("style", style(document, speech)),
    )


def title(document: Document) -> Text:
    """Return what the report is called in a list of windows or files."""
    return text(
        "Commissioning report {number}: {verdict}",
        number=document.report_id,
        verdict=REPORT[document.verdict],
    )


def body(document: Document) -> Html:
    """Return the tree of the page: what stands on it, in any form that has pages."""
    clock = clock_of(document)
    bodies = [(section, section.body(document, clock)) for section in SECTIONS]
    filled = [(section, body) for section, body in bodies if body]
    return tag(
        "body",
        *cover(document, clock),
        _contents([section for section, _ in filled]),
        *(_section(section, body, document) for section, body in filled),
        *banner(document),
    )


def _contents(sections: list[Section]) -> Html:
    links = (tag("li", tag("a", one.title, href=f"#{one.name}")) for one in sections)
    return tag("nav", tag("ul", *links), aria_label=text("Contents"))


def _section(section: Section, body: list[Html], document: Document) -> Html:
    loud = tag("span", SIMULATED, class_="simulated") if document.simulated else None
    return tag("section", tag("h2", loud, section.title), *body, id=section.name)


def _settings(document: Document, _clock: LocalClock) -> list[Html]:
    return [settings(document.settings)] if document.settings else []


def _writes(document: Document, clock: LocalClock) -> list[Html]:
    return [writes(document.writes, clock, titles(document))] if document.writes else []


def _shifts(document: Document, clock: LocalClock) -> list[Html]:
    return [shift(one, clock) for one in document.shifts]


def _glance(document: Document, _clock: LocalClock) -> list[Html]:
    return [glance(document.steps)] if document.steps else []


def _steps(document: Document, _clock: LocalClock) -> list[Html]:
    return [step(one, document.traces) for one in document.steps]


SECTIONS = (
    Section("open", text("What is not in order"), not_in_order),
    Section("deviations", text("Deviations and what was put off"), deviating),
    Section("packs", text("Packs"), packs),
    Section("particulars", text("Identification and equipment"), tables.particulars),
    Section("instruments", text("Instruments"), tables.instruments),
    Section("link", text("Link to the board"), tables.link),
    Section("procedure", text("Procedure"), tables.procedure),
    Section("glance", text("Steps at a glance"), _glance),
    Section("steps", text("Steps and measurements"), _steps),
    Section("settings", text("Configuration"), _settings),
    Section("writes", text("What was sent to the board"), _writes),
    Section("shifts", text("Limits shifted for tests"), _shifts),
    Section("incidents", text("Incidents"), tables.incidents),
    Section("attachments", text("Attachments"), attachments),
    Section("record", text("Record"), tables.record),
    Section("log", text("Event log"), log),
    Section("signatures", text("Signatures"), signatures),
)
