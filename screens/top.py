"""The top line: where am I, who am I talking to."""

from textual.content import Content

from screens.paint import LOUD, spread
from screens.seen import Seen
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.procedure.views import TopLine
from wizard.text import text


def top_line(seen: Seen, pen: Pen) -> Content:
    """Return site and pack at the left; board, link and whether it is real at the right."""
    view = seen.view(TopLine)
    if view is None:
        return Content(" jk-commission")
    mark = f" {say(text('SIMULATED'))} " if view.simulated else ""
    right = pen.say(text("{board} · {link}  ", board=view.board, link=view.link)) + mark
    line = spread(pen.chars(f" {view.site}"), right if mark else right.rstrip() + " ", pen)
    painted = Content(line)
    return painted.stylize(LOUD, len(line) - len(mark)) if mark else painted
