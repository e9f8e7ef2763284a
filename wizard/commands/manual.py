"""`manual`: this command line as a page for man(1), made from its one parser.

Source of the marks: man(7), groff_char(7).
"""

import argparse
import re
from collections.abc import Iterator

from wizard import __version__
from wizard.commands.grammar import Parser, Say
from wizard.commands.offers import Option, Place, place, places
from wizard.commands.output import out, say
from wizard.commands.parser import EXIT_CODES, PROGRAM, parser
from wizard.text import Text, text

PLAIN = re.compile(r"[^ -~]")
FILES: dict[str, Text] = {
    "$XDG_DATA_HOME/jk-commission/sessions": text(
        "a folder for each commissioning: its record, its checklist, its photographs"
    ),
    "$XDG_DATA_HOME/jk-commission/reports": text("the reports"),
    "$XDG_CONFIG_HOME/jk-commission/checklists": text("checklists of your own"),
}
ENVIRONMENT: dict[str, Text] = {
    "NO_COLOR": text("where it is set, no colours are used"),
    "TERM": text("where it is dumb or not set, there are plain lines instead of screens"),
    "LANGUAGE, LC_ALL, LC_MESSAGES, LANG": text("the language, where --language is not given"),
    "XDG_DATA_HOME, XDG_CONFIG_HOME": text(
        "where files lie; ~/.local/share and ~/.config where they are not set"
    ),
}
PREFLIGHT_CODES = text("preflight: 0 all is well, 1 something to mind, 3 something stops the work.")


def manual(_given: argparse.Namespace) -> int:
    """Print the page."""
    out("\n".join(page(parser(say), say)))
    return 0


def page(top: Parser, say: Say) -> Iterator[str]:
    """Yield the lines of the page."""
    root = place(top)
    yield f'.TH JK\\-COMMISSION 1 "" "{PROGRAM} {__version__}"'
    yield from _section(say(text("Name")))
    yield rf"{_roff(PROGRAM)} \- {_roff(root.says)}"
    yield from _section(say(text("Synopsis")))
    yield from _synopsis(root)
    yield from _section(say(text("Options")))
    yield from _options(root)
    yield from _section(say(text("Commands")))
    for each in places(root):
        if each.path and not each.below:
            yield from _command(each)
    yield from _section(say(text("Exit codes")))
    yield _roff(say(EXIT_CODES))
    yield ".P"
    yield _roff(say(PREFLIGHT_CODES))
    yield from _section(say(text("Files")))
    yield from _listed(FILES, say)
    yield from _section(say(text("Environment")))
    yield from _listed(ENVIRONMENT, say)


def _section(title: str) -> tuple[str, ...]:
    return (f'.SH "{_roff(title.upper())}"',)


def _command(each: Place) -> Iterator[str]:
    yield f'.SS "{_roff(" ".join(each.path))}"'
    yield _roff(each.says)
    yield ".P"
    yield from _synopsis(each)
    for value in each.values:
        yield ".TP"
        yield rf"\fI{_roff(value.name)}\fR"
        yield _roff(value.says)
    yield from _options(each)


def _synopsis(each: Place) -> Iterator[str]:
    parts = [rf"\fB{_roff(' '.join((PROGRAM, *each.path)))}\fR"]
    parts += [rf"[{_shown(option)}]" for option in each.options]
    parts += [rf"\fI{_roff(value.name)}\fR" for value in each.values]
    if each.below:
        parts.append(r"[\fICOMMAND\fR ...]")
    yield " ".join(parts)


def _options(each: Place) -> Iterator[str]:
    for option in each.options:
        yield ".TP"
        yield _shown(option, ", ")
        yield _roff(option.says)


def _shown(option: Option, between: str = "|") -> str:
    names = between.join(rf"\fB{_roff(name)}\fR" for name in option.names)
    return names if option.offer is None else rf"{names} \fI{_roff(option.called)}\fR"


def _listed(rows: dict[str, Text], say: Say) -> Iterator[str]:
    for name, sentence in rows.items():
        yield ".TP"
        yield rf"\fI{_roff(name)}\fR"
        yield _roff(say(sentence))


def _roff(line: str) -> str:
    """Return a line that roff prints as it is, in ASCII."""
    safe = line.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    safe = PLAIN.sub(lambda found: rf"\[u{ord(found[0]):04X}]", safe)
    return rf"\&{safe}" if safe[:1] in {".", "'"} else safe
