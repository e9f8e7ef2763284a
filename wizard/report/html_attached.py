"""Attachments and the event log at the end of the HTML report."""

from wizard.report.document import Attachment, Document, LogRow
from wizard.report.html_marks import LocalClock
from wizard.report.html_parts import Html, row, table, tag
from wizard.text import text

FILES = (text("File"), text("What it is"), text("Changed"), text("SHA-256"))
EVENTS = (text("No."), text("When, UTC"), text("Step"), text("What happened"))
JPEG = "data:image/jpeg;base64,"


def attachments(document: Document, clock: LocalClock) -> list[Html]:
    """Return what was put into the session's folder, small pictures of photographs too."""
    if not document.attachments:
        return []
    return [table("attached", FILES, [[_file(one, clock)] for one in document.attachments])]


def _file(one: Attachment, clock: LocalClock) -> Html:
    picture = (
        tag(
            "img",
            src=f"{JPEG}{one.thumbnail}",
            alt=text("A small picture of {file}", file=one.name),
        )
        if one.thumbnail
        else None
    )
    size = text("{n} bytes", n=one.size)
    cells = (
        one.name,
        (picture, size) if picture else size,
        clock.shown(one.changed),
        tag("code", one.sha256),
    )
    return row(FILES, cells)


def log(document: Document, _clock: LocalClock) -> list[Html]:
    """Return everything that happened, folded away until somebody wants to read it."""
    if not document.log:
        return []
    summary = tag("summary", text("{n} events, one after the other", n=len(document.log)))
    return [tag("details", summary, table("log", EVENTS, [map(_event, document.log)]))]


def _event(one: LogRow) -> Html:
    return row(EVENTS, (str(one.number), f"{one.at:%Y-%m-%d %H:%M:%S}", one.step, one.what.text))
