"""The line to the board: where it was plugged in, and how much was lost on it."""

from collections.abc import Iterator

from wizard.report.document import Document
from wizard.report.spoken import Words, chain, found
from wizard.text import Text, text

MEASURED = frozenset({"adapter_port", "adapter_isolated", "lost-reads"})
"""Measurements that tell of the line."""


def of_link(document: Document) -> Iterator[tuple[Words, Words]]:
    """Yield what is known of the line: what was told of it, lost exchanges by step."""
    for name in dict.fromkeys(document.procedure.links):
        yield text("Link"), name
    for step in document.steps:
        for one in step.measurements:
            if one.id in MEASURED:
                label: Text = chain([text(step.title), one.title.text], ": ")
                yield label, found(one.value, one.unit, one.observed)
