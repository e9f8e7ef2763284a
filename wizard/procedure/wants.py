"""How a checklist says what a setting shall be: by an answer, a share of it, a question."""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Struct

from wizard.procedure.step import Named


class Band(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A value up to some answer, end included; without `up_to` for all above."""

    value: Decimal
    up_to: Decimal | None = None


class Bands(Struct, frozen=True, forbid_unknown_fields=True):
    """A setting that follows from the answer `by`: the first band that it fits counts."""

    key: Named
    by: Named
    band: Annotated[tuple[Band, ...], msgspec.Meta(min_length=1)]
    source: str = ""
    derived: str = ""


class Cap(Struct, frozen=True, forbid_unknown_fields=True):
    """A setting that is lowered where it is too high, raised where it is too low, or left.

    The most is `most`, `share` times the answer `of`, and what the board carries (`board`
    names the figure of its family), whichever is lowest. The least is `least`.
    """

    key: Named
    most: Decimal | None = None
    least: Decimal | None = None
    share: Decimal | None = None
    of: str = ""
    board: str = ""
    source: str = ""
    derived: str = ""


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """A setting whose value a person decides, between its low end and what may be at most.

    The most is the answer `most`, `share` times the answer `of`, and what the board
    carries (`board`), whichever is lowest. A switch is asked as on or off.
    """

    key: Named
    prompt: str
    hint: str = ""
    most: str = ""
    share: Decimal | None = None
    of: str = ""
    board: str = ""
    source: str = ""
    derived: str = ""
