"""The live pack beside the step, on screens broad enough."""

from textual.content import Content

from screens.paint import STRONG, paint, verdicts_painted
from screens.seen import Seen
from wizard.procedure.pack_now import pack_now
from wizard.procedure.pen import Pen
from wizard.procedure.views import Live

EDGE = "│ "


def live_lines(seen: Seen, height: int, pen: Pen) -> list[Content]:
    """Return as many lines as the pane is high, the edge at their left; no board, no words."""
    live = seen.view(Live)
    room = Pen(max(pen.width - len(EDGE), 1), pen.ascii_only, pen.voice)
    lines = pack_now(live, room, height) if live is not None else []
    edge = paint(pen.chars(EDGE))
    rows = [*lines, *[""] * (height - len(lines))][:height]
    return [edge + _painted(row, at) for at, row in enumerate(rows)]


def _painted(row: str, at: int) -> Content:
    return paint(row, STRONG) if at == 0 else verdicts_painted(row)
