"""The HTML of a report as a tree, and the one place where it becomes characters.

What stands in the tree as a string is text, whoever wrote it: `written` escapes all of it.
Only names of elements and attributes are written as they are, and those are this program's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from wizard.text import harmless

EMPTY = frozenset({"col", "img", "meta"})  # elements that have no end
IN_LINE = frozenset({"span", "strong", "b", "bdi", "code", "time", "a", "img"})


@dataclass(frozen=True, slots=True)
class Html:
    """An element: its name, its attributes, and what is in it."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[Html | str, ...]"


Child = Html | str
Cell = Child | tuple[Child, ...]


def tag(name: str, /, *children: Child | None, **attributes: str) -> Html:
    """Return an element; children that are None are left out.

    An attribute is named as in Python: `class_` is `class`, `stroke_width` `stroke-width`.
    """
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    inner = tuple(child for child in children if child is not None)
    return Html(name, tuple(named.items()), inner)


def written(page: Html) -> str:
    """Return a page as characters: all text escaped, nothing in it that steers a reader."""
    return "<!DOCTYPE html>\n" + "".join(_element(page))


def _element(one: Html) -> Iterator[str]:
    attributes = (f' {key}="{escape(harmless(value))}"' for key, value in one.attributes)
    yield f"<{one.name}{''.join(attributes)}>"
    for child in one.children:
        if isinstance(child, Html):
            yield from _element(child)
        else:
            yield escape(harmless(child), quote=False)
    if one.name not in EMPTY:
        yield f"</{one.name}>"
    if one.name not in IN_LINE:
        yield "\n"


def cell(name: str, content: Cell, **attributes: str) -> Html:
    """Return a cell of a table or list: of one child or of several."""
    children = content if isinstance(content, tuple) else (content,)
    return tag(name, *children, **attributes)


def line(*children: Child | None, kind: str = "") -> Html:
    """Return a line of its own within a cell."""
    return tag("div", *children, **({"class_": kind} if kind else {}))


def pairs(rows: Iterable[tuple[str, Cell]]) -> Html:
    """Return labels with their values."""
    return tag(
        "dl",
        *(
            tag("div", tag("dt", label), cell("dd", value or "not given"))
            for label, value in rows
        ),
    )  # fmt: skip


def bullets(items: Iterable[str]) -> Html:
    """Return sentences, one below the other."""
    return tag("ul", *(tag("li", item) for item in items))


def row(head: tuple[str, ...], cells: tuple[Cell, ...], kind: str = "plain") -> Html:
    """Return a row of a table; each cell knows its column's title, for narrow screens."""
    first, *more = zip(head, cells, strict=True)
    return tag(
        "tr",
        cell("th", first[1], scope="row"),
        *(cell("td", content, data_label=title) for title, content in more),
        class_=kind,
    )


def table(kind: str, head: tuple[str, ...], groups: Iterable[Iterable[Html]]) -> Html:
    """Return a table whose head stands again on every page; a group stays together."""
    titles = (tag("th", title, scope="col") for title in head)
    return tag(
        "table",
        tag("thead", tag("tr", *titles)),
        *(tag("tbody", *group) for group in groups),
        class_=kind,
    )
