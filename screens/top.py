"""The top line: where am I, who am I talking to."""

from textual.content import Content

from screens.paint import LOUD, spread
from screens.seen import Seen
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.procedure.views import Rail, TopLine
from wizard.text import text


def counted(line: Content, seen: Seen, pen: Pen) -> Content:
    """Return the line above the step with which of how many it is, at its right."""
    rail = seen.view(Rail)
    at = next((n for n, each in enumerate(rail.entries, 1) if each.running), 0) if rail else 0
    if rail is None or not at or seen.finished:
        return line
    told = f" {pen.say(text('step {n} of {m}', n=at, m=len(rail.entries)))} "
    end = len(line) - len(told) - 1
    return line if end < len(line) // 2 else line[:end] + told + line[-1:]


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
