"""Attachments and the event log at the end of the HTML report."""

from wizard.report.document import Attachment, Document, LogRow
from wizard.report.html_marks import LocalClock
from wizard.report.html_parts import Html, row, table, tag

FILES = ("File", "What it is", "Changed", "SHA-256")
EVENTS = ("No.", "When, UTC", "Step", "What happened")
JPEG = "data:image/jpeg;base64,"


def attachments(document: Document, clock: LocalClock) -> list[Html]:
    """Return what was put into the session's folder, small pictures of photographs too."""
    if not document.attachments:
        return []
    return [table("attached", FILES, [[_file(one, clock)] for one in document.attachments])]


def _file(one: Attachment, clock: LocalClock) -> Html:
    picture = (
        tag("img", src=f"{JPEG}{one.thumbnail}", alt=f"A small picture of {one.name}")
        if one.thumbnail
        else None
    )
    size = f"{one.size} bytes"
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
    summary = tag("summary", f"{len(document.log)} events, one after the other")
    return [tag("details", summary, table("log", EVENTS, [map(_event, document.log)]))]


def _event(one: LogRow) -> Html:
    return row(EVENTS, (str(one.number), f"{one.at:%Y-%m-%d %H:%M:%S}", one.step, one.what.words))
