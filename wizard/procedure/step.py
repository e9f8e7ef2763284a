"""What every step of a checklist has, and the small values that steps are written with."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Struct

from wizard.boards.way import Way
from wizard.measurement import Limit
from wizard.units import Unit

ChemistryKey = Literal["li_ion", "lifepo4", "lto"]
EVERY_CHEMISTRY: tuple[ChemistryKey, ...] = ("li_ion", "lifepo4", "lto")
Named = Annotated[str, msgspec.Meta(min_length=1)]
Positive = Annotated[int, msgspec.Meta(ge=1)]


class Span(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A time in seconds, and where it comes from: a source, or how it was derived."""

    s: Positive
    source: str = ""
    derived: str = ""


class PlugModel(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A plug: its number and the cells of its sense wires in the order of the drawing.

    Where its pins are numbered, `minus` and `plus` are those of the wires to both ends of
    the pack, and the cells have the pins between them.
    """

    number: Positive
    cells: tuple[Positive, ...]
    minus: Positive | None = None
    plus: Positive | None = None

    def pin(self, cell: int) -> int | None:
        """Return the number of a cell's pin; None where pins have no numbers."""
        return None if self.minus is None else self.minus + 1 + self.cells.index(cell)


class Only(Struct, frozen=True, forbid_unknown_fields=True):
    """When a step is taken at all; `otherwise` is the reason it gives where it is not.

    `link` is the only way to talk to the board over which it has sense.
    `answered` maps the key of a form's field to the answers that call for the step;
    `wired` is for what has no sense over Bluetooth, `alone` for what a site does once for
    all its packs.
    """

    otherwise: Named
    link: Way | None = None
    wired: bool = False
    alone: bool = False
    chemistries: tuple[ChemistryKey, ...] = EVERY_CHEMISTRY
    fewer_cells_than: Positive | None = None
    answered: Mapping[str, tuple[str, ...]] = msgspec.field(
        default_factory=dict[str, tuple[str, ...]]
    )


class Step(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every step has. `needs` names the steps that its verdict rests on.

    `short` is the title where there is room for some fourteen letters. A step that comes
    out as deferred is taken up again after the later step that `until` names.
    """

    id: Named
    phase: str
    title: str
    short: str
    why: str
    source: str
    gate: bool = False
    needs: tuple[str, ...] = ()
    until: str = ""
    only: Only | None = None
    mistakes: tuple[str, ...] = ()


class FieldOption(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a choice. `stop` says why it ends the step with a fail."""

    key: Named
    label: str
    stop: str = ""
    open_point: str = ""


class FormField(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a form: what it asks and how it is recorded; its key names a fact.

    A `choice` has `options`. A `number` has `unit`, `decimals` and a `possible` range;
    where it has a `limit`, it is judged, and `beyond` says what to do outside of it. For
    `cells` and `capacity` a `possible` range narrows what the board takes, for `chemistry`
    `offered` does. With `when` it is asked only after these answers to earlier fields.
    """

    key: Named
    ask: Literal["line", "day", "family", "chemistry", "cells", "capacity", "choice", "number"]
    prompt: str
    hint: str = ""
    optional: bool = False
    options: tuple[FieldOption, ...] = ()
    offered: tuple[ChemistryKey, ...] = EVERY_CHEMISTRY
    when: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict[str, tuple[str, ...]])
    unit: Unit = ""
    decimals: int = 0
    possible: Limit | None = None
    limit: Limit | None = None
    beyond: str = ""
