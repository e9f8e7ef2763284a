"""Every template of the program, from the code and from the checklists' TOML.

The code is read as a tree: a literal as the first argument of `text(...)`, also one of
several that a condition chooses from. What is handed to `text` by a name comes from a table
of `TABLES`, or from TOML.
"""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.procedure.interrupts import Interrupt
from wizard.text import PLACE

ROOT = Path(__file__).parents[2]
LETTER = re.compile(r"[^\W\d_]")
LEFT_BY_CHOICE = "chosen"

CALLS: Mapping[str, int] = {
    "text": 0,  # the template
    "observe": 2,  # what was seen: recorded in English, put into words by the report
    "NotEncodable": 0,  # why the protocol library refuses
    "_require": 1,  # same
    "snapshot": 0,  # why settings were read: recorded in English, as what was seen is
    "close": 0,  # why a shift ended: same
}
"""Functions whose argument, by its place, is a template."""

KEYWORDS: Mapping[str, frozenset[str]] = {
    "Limit": frozenset({"derived", "note"}),
    "Span": frozenset({"derived"}),
}
"""Functions some of whose named arguments are templates."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "wizard/protocol/alarms.py": ("ALARMS", "OLDER", "USER_ALARMS", "UNKNOWN"),
    "wizard/procedure/kinds/password_questions.py": ("UNTOLD",),
    "wizard/links/discover.py": ("GOOD", "UNKNOWN", "BAD"),
}
"""Tables of strings that are templates, for rooms which do not know `text`."""

READ = """
alone beyond button charger dark derived does fits fits_not hint label manual mistakes note
notes open_point open_points otherwise phase prompt reason says settings short shows
statement statements stop switch title why
"""
TEMPLATE_KEYS = frozenset(READ.split())
"""Keys of TOML whose strings a person reads."""

TEMPLATE_TABLES = frozenset(["decide", "entered", "links", "refused"])
"""Keys of TOML below which every string is read by a person."""

NOT_READ = """
ask balance_source board bus by chemistries connection_factory current_source families
firmware from id key kind link models most names needs of off offered part pins
pins_source probes_source settings_factory since source switches_on through tried unit
until without
"""
OTHER_KEYS = frozenset(NOT_READ.split())
"""Keys of TOML whose strings are names, units, places in a source, or values of the field."""

FACTS = frozenset({"answered", "practice", "when"})
"""Tables of TOML that hold keys and answers only."""

NAMES = {("checklists/inverters.toml", "label")}
"""Where a key has names, and not sentences."""

Toml = dict[str, "Toml"] | list["Toml"] | str | int | float | bool


@dataclass(frozen=True, slots=True)
class Message:
    """A template, the file it stands in, and what it is there."""

    msgid: str
    file: str
    remark: str = ""


def messages() -> list[Message]:
    """Return every template, by file; one that stands at several places stands so often."""
    return [*_of_code(), *_of_interrupts(), *_of_toml()]


def _of_code() -> Iterator[Message]:
    for path in sorted([*ROOT.glob("wizard/**/*.py"), *ROOT.glob("screens/**/*.py")]):
        file = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        found = [*_called(tree), *_tabled(tree, TABLES.get(file, ()))]
        yield from (Message(msgid, file) for msgid in found if needs_words(msgid))


def _of_interrupts() -> Iterator[Message]:
    """Yield how a step or a session was left, as the record says it in one word."""
    file = Path(inspect.getfile(Interrupt)).relative_to(ROOT).as_posix()
    return (Message(word, file) for word in (*(each.word for each in Interrupt), LEFT_BY_CHOICE))


def needs_words(msgid: str) -> bool:
    """Whether there is anything to translate: letters outside the places of values."""
    return LETTER.search(PLACE.sub("", msgid)) is not None


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (each for arg in _templates(node) for each in literals(arg))


def _templates(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of a call that are templates."""
    name = _name(call.func)
    if (place := CALLS.get(name)) is not None:
        yield from call.args[place : place + 1]
    named = KEYWORDS.get(name, ())
    yield from (each.value for each in call.keywords if each.arg in named)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _tabled(tree: ast.Module, names: Iterable[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[target], value=ast.expr() as value):
                yield from _strings(target, value, names)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _strings(target, value, names)
            case _:
                pass


def _strings(target: ast.expr, value: ast.expr, names: Iterable[str]) -> Iterator[str]:
    """Yield the strings that are assigned where one of the names is among the targets."""
    if any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(target)):
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def literals(value: ast.expr) -> Iterator[str]:
    """Yield the literals that an expression may come to."""
    match value:
        case ast.Constant(value=str(literal)):
            yield literal
        case ast.IfExp(body=one, orelse=other):
            yield from literals(one)
            yield from literals(other)
        case ast.BoolOp(values=several):
            for each in several:
                yield from literals(each)
        case _:
            pass


# ---- checklists


def _of_toml() -> Iterator[Message]:
    for path in sorted(ROOT.glob("checklists/**/*.toml")):
        file = path.relative_to(ROOT).as_posix()
        yield from _read(tomllib.loads(path.read_text("utf-8")), _Place(file))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file: the last name given to a table, the key, and whether all is read."""

    file: str
    name: str = ""
    key: str = ""
    shown: bool = False

    def below(self, key: str) -> "_Place":
        """Return the place of a value of this table."""
        return replace(self, key=key, shown=self.shown or key in TEMPLATE_TABLES)

    @property
    def read(self) -> bool:
        """Whether a person reads a string here. Raises ValueError where no table says so."""
        known = self.shown or self.key in TEMPLATE_KEYS
        if not known and self.key not in OTHER_KEYS:
            raise ValueError(f"{self.file}: {self.key}: is it read? Add it to a table here.")
        return known and (self.file, self.key) not in NAMES


def _read(value: Toml, at: _Place) -> Iterator[Message]:
    match value:
        case dict():
            names = (value.get(key) for key in ("id", "from", "key"))
            name = next((name for name in names if isinstance(name, str)), "")
            here = replace(at, name=": ".join(each for each in (at.name, name) if each))
            for key, each in value.items():
                yield from () if key in FACTS else _read(each, here.below(key))
        case list():
            for each in value:
                yield from _read(each, at)
        case str() if at.read and needs_words(value):
            yield Message(value, at.file, f"{at.name}: {at.key}".removeprefix(": "))
        case _:
            pass
