"""The QR code on the first page of the HTML report."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from wizard.report import qr
from wizard.report.document import Document
from wizard.report.html_parts import Html, tag
from wizard.text import text


def code(document: Document) -> list[Html]:
    """Return the code; nothing without a seal, or where no code could hold it."""
    if not document.seal:
        return []
    try:
        modules = qr.modules(qr.content(document))
    except ValueError:
        return []
    side = str(len(modules))
    picture = tag(
        "svg",
        tag("title", text("Number, verdict and seal of this report")),
        tag("path", d="".join(_runs(modules))),
        viewBox=f"0 0 {side} {side}",
        role="img",
        shape_rendering="crispEdges",
        class_="code",
    )
    return [picture]


def _runs(modules: Sequence[Sequence[bool]]) -> Iterator[str]:
    """Yield each run of dark modules in a row as a piece of a path."""
    for y, row in enumerate(modules):
        x = 0
        for dark, run in groupby(row):
            wide = len(list(run))
            if dark:
                yield f"M{x} {y}h{wide}v1h-{wide}z"
            x += wide
