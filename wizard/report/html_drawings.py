"""Drawings of a step's measurements, as SVG within the page; black on white, all in words too.

A drawing holds nothing that the tables do not: where values cannot be drawn it is left out.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from wizard.measurement import Verdict
from wizard.report.document import StepRow, Taken
from wizard.report.html_axes import (
    HEIGHT,
    WIDTH,
    Axis,
    above,
    axis_lines,
    axis_of,
    below,
    field,
    level,
    limit,
    mark,
    vertical,
)
from wizard.report.html_parts import Html, tag
from wizard.report.parts import Bounds
from wizard.report.spoken import VERDICT, chain
from wizard.text import Text, text

MOST_CELLS = 64
LARGEST = Decimal(1000)  # V; what no pack has is in the tables only

ENDS = (text("low"), text("high"))

Values = Mapping[int, Decimal]


def drawings(step: StepRow) -> list[Html]:
    """Return the drawings that a step has measurements for."""
    return [*_staircase(step), *_cells(step)]


def _taken(step: StepRow, kind: str) -> dict[int, Taken]:
    """Return a step's measurements called `kind-N` by N, without what cannot be drawn."""
    found: dict[int, Taken] = {}
    for one in step.measurements:
        name, _, cell = one.id.rpartition("-")
        if name == kind and cell.isascii() and cell.isdecimal() and _drawable(one):
            found[int(cell[:9])] = one
    return {cell: found[cell] for cell in sorted(found) if 1 <= cell <= MOST_CELLS}


def _drawable(one: Taken) -> bool:
    value = one.value
    return one.unit == "V" and value is not None and value.is_finite() and abs(value) <= LARGEST


def _values(taken: Mapping[int, Taken]) -> dict[int, Decimal]:
    return {cell: one.value for cell, one in taken.items() if one.value is not None}


def _staircase(step: StepRow) -> list[Html]:
    """Draw the voltage of each wire against the black one, and the window of each rise."""
    totals, rises = _values(_taken(step, "wire")), _taken(step, "step")
    if not totals:
        return []
    windows = {cell: _window(totals.get(cell - 1), cell, rises.get(cell)) for cell in totals}
    ends = [end for window in windows.values() if window for end in window]
    axis = axis_of([Decimal(0), *totals.values(), *ends], max(totals))
    body = [part for cell in totals for part in _stair(axis, totals, cell, windows[cell])]
    marks = [
        part
        for cell, total in totals.items()
        for part in _labels(axis, cell, total, rises.get(cell))
    ]
    why = text(
        "A line is the voltage of a wire, a grey field where it may be by the rise of one cell."
    )
    return [
        figure(
            text("Staircase: each sense wire against B-, V"),
            _said(text("Voltage by wire: {values}.", values=_each(totals)), rises),
            [*axis_lines(axis), *body, *marks],
            why,
        )
    ]


def _window(
    before: Decimal | None, cell: int, rise: Taken | None
) -> tuple[Decimal, Decimal] | None:
    """Return between which voltages a wire may be, V."""
    start = Decimal(0) if cell == 1 else before
    bounds = _closed(rise.limit) if rise else None
    if start is None or bounds is None:
        return None
    return start + bounds[0], start + bounds[1]


def _closed(limit: Bounds | None) -> tuple[Decimal, Decimal] | None:
    """Return both ends of a limit, V; None where one is missing or cannot be drawn."""
    if limit is None or limit.low is None or limit.high is None or limit.unit != "V":
        return None
    ends = limit.low, limit.high
    drawable = all(end.is_finite() and abs(end) <= LARGEST for end in ends)
    return ends if drawable else None


def _stair(
    axis: Axis, totals: Values, cell: int, window: tuple[Decimal, Decimal] | None
) -> list[Html]:
    grey = [field(axis, cell, *window)] if window else []
    start = Decimal(0) if cell == 1 else totals.get(cell - 1)
    riser = [] if start is None else [vertical(axis, cell, start, totals[cell])]
    return [*grey, *riser, level(axis, cell, totals[cell])]


def _labels(axis: Axis, cell: int, total: Decimal, rise: Taken | None) -> list[Html]:
    labels = [
        above(axis, cell, total, f"{total:f}"),
        below(axis, cell, str(cell), 0),
    ]
    if rise is not None and rise.value is not None:
        labels.append(below(axis, cell, f"{rise.value:f}", 1))
    if rise is not None and rise.verdict is not Verdict.PASS:
        labels.append(mark(axis, cell, total, rise.verdict))
    return labels


def _cells(step: StepRow) -> list[Html]:
    """Draw the voltage of each cell, with the limits where all cells have the same."""
    taken = _taken(step, "cell")
    values = _values(taken)
    if not values:
        return []
    limits = _common(taken.values())
    axis = axis_of([*values.values(), *(value for _, value in limits)], max(values))
    body = [part for name, value in limits for part in limit(axis, name, value)]
    for cell, value in values.items():
        body.append(mark(axis, cell, value, taken[cell].verdict))
        body.append(above(axis, cell, value, f"{value:f}"))
        body.append(below(axis, cell, str(cell), 0))
    why = chain([_extremes(values), text("Dashed: the limits.") if limits else None], " ")
    said = _said(text("Voltage by cell: {values}.", values=_each(values)), taken)
    title = text("Cells against their limits, V")
    return [figure(title, said, [*axis_lines(axis), *body], why)]


def _common(taken: Iterable[Taken]) -> list[tuple[Text, Decimal]]:
    """Return the ends of the limit that all have, with names; none where they differ."""
    first, *others = {_closed(one.limit) for one in taken}
    return [] if others or first is None else list(zip(ENDS, first, strict=True))


def _extremes(values: Values) -> Text:
    low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    apart = values[high] - values[low]
    return text(
        "Lowest: cell {low}, {least} V. Highest: cell {high}, {most} V. Apart: {apart} V.",
        low=low, least=f"{values[low]:f}", high=high, most=f"{values[high]:f}", apart=f"{apart:f}",
    )  # fmt: skip


def _each(values: Values) -> Text:
    return chain(f"{number}: {value:f} V" for number, value in values.items())


def _said(values: Text, judged: Mapping[int, Taken]) -> Text:
    """Return a drawing in words, for who cannot see it."""
    bad = [
        text("{n} {verdict}", n=cell, verdict=VERDICT[one.verdict])
        for cell, one in judged.items()
        if not one.verdict.passes
    ]
    tail = text("Not in order: {which}.", which=chain(bad)) if bad else text("All are in order.")
    return chain([values, tail], " ")


def figure(title: Text, words: Text, body: list[Html], caption: Text) -> Html:
    """Return a drawing with its title, what it shows in words, and a line below it."""
    picture = tag(
        "svg",
        tag("title", title),
        tag("desc", words),
        *body,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        font_family="sans-serif",
        font_size="10",
    )
    return tag("figure", picture, tag("figcaption", tag("b", title, ". "), caption))
