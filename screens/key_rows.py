"""The keys and what they do, in as few rows as they fit in."""

from collections.abc import Sequence

from textual.content import Content

from screens.paint import STRONG
from screens.sheet import Sheet
from wizard.procedure.pen import Pen
from wizard.text import Text

WIDE_GAP, NARROW_GAP = "   ", "  "
MOST_KEY_ROWS = 3


def key_rows(keys: Sequence[tuple[str, Text]], pen: Pen) -> list[Content]:
    """Return the keys in as few rows as they fit in; none is left out for want of width."""
    parts = [Content.styled(name, STRONG) + f" {pen.say(label)}" for name, label in keys]
    wide = _packed(parts, WIDE_GAP, pen.width)
    rows = wide if len(wide) == 1 else _packed(parts, NARROW_GAP, pen.width)
    return rows[:MOST_KEY_ROWS]


def show(rows: list[Content], sheet: Sheet) -> bool:
    """Write the rows on their sheet; return whether it takes another height for them."""
    sheet.write(rows)
    if sheet.has_class(name := f"-rows-{len(rows)}"):
        return False
    sheet.set_classes(name)
    return True


def _packed(parts: list[Content], gap: str, width: int) -> list[Content]:
    rows = [Content(" ")]
    for part in parts:
        begun = len(rows[-1]) > 1
        if begun and len(rows[-1]) + len(gap) + len(part) > width:
            rows.append(Content(" "))
            begun = False
        rows[-1] += Content(gap if begun else "") + part
    return rows
