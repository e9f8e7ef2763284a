"""The HTML of a report as a tree, and the one place where it becomes characters.

What stands in the tree as words becomes text of the report's language in `written`, which
escapes all of it, whoever wrote it.
Only names of elements and attributes are written as they are, and those are this program's.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from msgspec import Struct

from wizard.report.spoken import IN_ENGLISH, Speech, Words
from wizard.text import Text, text

EMPTY = frozenset({"col", "img", "meta"})  # elements that have no end
IN_LINE = frozenset({"span", "strong", "b", "bdi", "code", "time", "a", "img"})


class Html(Struct, frozen=True):
    """An element: its name, its attributes, and what is in it."""

    name: str
    attributes: tuple[tuple[str, Words], ...]
    children: "tuple[Html | Words, ...]"


Child = Html | Words
Cell = Child | tuple[Child, ...]


def tag(name: str, /, *children: Child | None, **attributes: Words) -> Html:
    """Return an element; children that are None are left out.

    An attribute is named as in Python: `class_` is `class`, `stroke_width` `stroke-width`.
    """
    named = tuple([(_attribute(key), value) for key, value in attributes.items()])
    return Html(name, named, tuple([child for child in children if child is not None]))


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def written(page: Html, speech: Speech = IN_ENGLISH) -> str:
    """Return a page as characters: all text escaped, nothing in it that steers a reader."""
    return "<!DOCTYPE html>\n" + markup(page, speech)


def markup(one: Html, speech: Speech = IN_ENGLISH) -> str:
    """Return an element as characters, as part of a page."""
    pieces: list[str] = []
    _write(one, speech, pieces)
    return "".join(pieces)


def _write(one: Html, speech: Speech, pieces: list[str]) -> None:
    attributes = (f' {key}="{escape(speech.say(value))}"' for key, value in one.attributes)
    pieces.append(f"<{one.name}{''.join(attributes)}>")
    for child in one.children:
        if isinstance(child, Html):
            _write(child, speech, pieces)
        else:
            pieces.append(escape(speech.say(child), quote=False))
    if one.name not in EMPTY:
        pieces.append(f"</{one.name}>")
    if one.name not in IN_LINE:
        pieces.append("\n")


def cell(name: str, content: Cell, **attributes: Words) -> Html:
    """Return a cell of a table or list: of one child or of several."""
    children = content if isinstance(content, tuple) else (content,)
    return tag(name, *children, **attributes)


def line(*children: Child | None, kind: str = "") -> Html:
    """Return a line of its own within a cell."""
    return tag("div", *children, **({"class_": kind} if kind else {}))


def said(*parts: Child | None, between: str = " · ") -> tuple[Child, ...]:
    """Return parts with something between them; those that are None are left out."""
    told = [part for part in parts if part is not None]
    return tuple(child for part in told for child in (between, part))[1:]


def pairs(rows: Iterable[tuple[Words, Cell]]) -> Html:
    """Return labels with their values."""
    return tag(
        "dl",
        *(
            tag("div", tag("dt", label), cell("dd", value or text("not given")))
            for label, value in rows
        ),
    )  # fmt: skip


def bullets(items: Iterable[Words]) -> Html:
    """Return sentences, one below the other."""
    return tag("ul", *(tag("li", item) for item in items))


def row(head: tuple[Text, ...], cells: tuple[Cell, ...], kind: str = "plain") -> Html:
    """Return a row of a table; each cell knows its column's title, for narrow screens."""
    first, *more = zip(head, cells, strict=True)
    return tag(
        "tr",
        cell("th", first[1], scope="row"),
        *(cell("td", content, data_label=title) for title, content in more),
        class_=kind,
    )


def table(kind: str, head: tuple[Text, ...], groups: Iterable[Iterable[Html]]) -> Html:
    """Return a table whose head stands again on every page; a group stays together."""
    titles = (tag("th", title, scope="col") for title in head)
    return tag(
        "table",
        tag("thead", tag("tr", *titles)),
        *(tag("tbody", *group) for group in groups),
        class_=kind,
    )
