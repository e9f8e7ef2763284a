"""Reads a page of HTML as a browser would: elements, attributes and text by section."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "col", "img"}


@dataclass(slots=True)
class Page:
    """What a page holds: elements in order, with their depth, and its text by section."""

    names: list[str] = field(default_factory=list[str])
    shape: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    attributes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    sections: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    table_rows: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    words: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return "".join(self.words)

    def section(self, name: str) -> str:
        return "".join(self.sections[name])

    def order(self, name: str) -> int:
        return list(self.sections).index(name)

    def rows(self, section: str, start: str) -> list[str]:
        """The rows of a section's tables that begin with some words."""
        return [row for where, row in self.table_rows if where == section and row.startswith(start)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []
        self.where = ""
        self.row: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.names.append(tag)
        self.page.shape.append((len(self.open), tag))
        self.page.attributes += [(name, value or "") for name, value in attrs]
        if tag == "section" and (name := dict(attrs).get("id")):
            self.where = name
            self.page.sections[name] = []
        if tag == "tr":
            self.row = []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"
        if tag == "tr" and self.row is not None:
            self.page.table_rows.append((self.where, "".join(self.row)))
            self.row = None

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            return
        self.page.words.append(data)
        if self.where:
            self.page.sections[self.where].append(data)
        if self.row is not None:
            self.row.append(data)


def page_of(printed: str) -> Page:
    """Read a page; it fails where elements do not close in order."""
    reader = _Reader()
    reader.feed(printed)
    reader.close()
    assert not reader.open
    return reader.page
