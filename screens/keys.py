"""The keys of the run screen: when each works, and the line that names those that do."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content

from screens.asking import ENTER, NO
from screens.paint import STRONG
from screens.seen import Seen
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Choice
from wizard.procedure.views import StepView
from wizard.text import Text, text

WIDE_GAP, NARROW_GAP = "   ", "  "
FEWEST_KEYS = 2


@dataclass(frozen=True, slots=True)
class Key:
    """A key, the action it starts, what the line says, and when it works."""

    name: str
    action: str
    label: Text
    works: Callable[[Seen], bool]


def _under_way(seen: Seen) -> bool:
    return not (seen.finished or seen.left)


def _may_restore(seen: Seen) -> bool:
    return seen.shifted is not None and _under_way(seen)


def _has_reasons(seen: Seen) -> bool:
    return seen.view(StepView) is not None and _under_way(seen)


KEYS = (
    Key("F9", "restore", text("restore now"), _may_restore),
    Key("F1", "why", text("why"), _has_reasons),
    Key("F5", "repeat", text("again"), _under_way),
    Key("F7", "back", text("back"), _under_way),
    Key("F10", "leave", text("leave"), lambda seen: not seen.left),
)


def works(action: str, seen: Seen) -> bool:
    """Return whether an action may be taken now; those that have no key here may."""
    return all(key.works(seen) for key in KEYS if key.action == action)


def key_line(seen: Seen, hidden: int, pen: Pen) -> Content:
    """Return the keys that work now, the next one first."""
    pairs = [*_enter(seen), *(_more() if hidden else [])]
    pairs += [(key.name, key.label) for key in KEYS if key.works(seen) and not _closed(key, seen)]
    return _fitted(pairs, pen)


def _fitted(pairs: list[tuple[str, Text]], pen: Pen) -> Content:
    """Return the pairs in a line; where there is no room, keys before the last are left out."""
    for gap in (WIDE_GAP, NARROW_GAP):
        line = _line(pairs, gap, pen)
        if len(line) <= pen.width:
            return line
    return _fitted([*pairs[:-2], pairs[-1]], pen) if len(pairs) > FEWEST_KEYS else line


def _line(pairs: list[tuple[str, Text]], gap: str, pen: Pen) -> Content:
    named = [Content.styled(name, STRONG) + f" {pen.say(label)}" for name, label in pairs]
    return Content(" ") + Content(gap).join(named)


def _closed(key: Key, seen: Seen) -> bool:
    """Return whether a key gives way to a smaller question: stay or leave, read or go on."""
    return (seen.leaving and key.action != "leave") or (seen.why and key.action == "why")


def _more() -> list[tuple[str, Text]]:
    return [("PgUp", text("more"))]


def _enter(seen: Seen) -> list[tuple[str, Text]]:
    if seen.finished:
        return [("Enter", text("leave"))]
    if seen.left:
        return []
    if seen.leaving:
        return [("Enter", text("stay"))]
    if seen.why:
        return [("Enter", text("close"))]
    return _answers(seen)


def _answers(seen: Seen) -> list[tuple[str, Text]]:
    """Return what answers the open question."""
    if seen.asked is None:
        return []
    question = seen.asked.question
    if isinstance(question, Choice):
        count = len(question.options)
        return [("1 Enter" if count == 1 else f"1-{count} Enter", ENTER[Choice])]
    refuse = NO.get(type(question))
    taken = [("Enter", ENTER[type(question)])]
    return [*taken, ("n", refuse)] if refuse else taken
