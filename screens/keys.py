"""The keys of the run screen: when each works, and the rows that name those that do."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content

from screens.asking import ENTER, NO
from screens.key_rows import key_rows
from screens.seen import Open, Seen
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Choice
from wizard.procedure.views import StepView
from wizard.text import Text, text

UNNAMED = {
    Open.NOTHING: ("terms",),  # the line is full; the reasons of the step name it
    Open.WHY: ("why",),
    Open.TERMS: ("terms",),
    Open.NOTE: ("terms", "why", "note"),
}
READ_DOWN = frozenset({Open.WHY, Open.TERMS})


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
    Key("F2", "terms", text("JK's words"), _has_reasons),
    Key("F4", "note", text("note"), _has_reasons),
    Key("F5", "repeat", text("again"), _under_way),
    Key("F7", "back", text("back"), _under_way),
    Key("F10", "leave", text("leave"), lambda seen: not seen.left),
)


def works(action: str, seen: Seen) -> bool:
    """Return whether an action may be taken now; those that have no key here may."""
    return all(key.works(seen) for key in KEYS if key.action == action)


def key_lines(seen: Seen, hidden: int, pen: Pen) -> list[Content]:
    """Return the keys that work now, the next one first, in as many rows as they take."""
    pairs = [*_enter(seen), *(_more(seen) if hidden else [])]
    pairs += [(key.name, key.label) for key in KEYS if key.works(seen) and not _closed(key, seen)]
    return key_rows(pairs, pen)


def _closed(key: Key, seen: Seen) -> bool:
    """Return whether a key gives way to a smaller question: stay or leave, read or go on."""
    if seen.leaving:
        return key.action != "leave"
    return key.action in UNNAMED.get(seen.open, ())


def _more(seen: Seen) -> list[tuple[str, Text]]:
    return [("PgDn" if seen.open in READ_DOWN else "PgUp", text("more"))]


def _enter(seen: Seen) -> list[tuple[str, Text]]:
    if seen.finished:
        return [("Enter", text("leave"))]
    if seen.left:
        return []
    if seen.leaving:
        return [("Enter", text("stay"))]
    if seen.open is Open.NOTE:
        return [("Enter", text("write it down"))]
    if seen.open is not Open.NOTHING:
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
