"""What can be typed at each place of the command line, for the completion of any shell."""

import argparse
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wizard import library, paths
from wizard.commands.grammar import Kind, Parser
from wizard.simulator.bank_faults import BANK_FAULTS
from wizard.simulator.faults import KNOWN

LINKS = (
    "ls -d /dev/serial/by-id/* 2>/dev/null | sed 's/^/serial:/'; "
    "ls -d /dev/serial/by-id/* 2>/dev/null | sed 's/^/uart:/'"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a value may be: words, names that a command of sh(1) prints, files, folders."""

    words: tuple[str, ...] = ()
    printed_by: str = ""
    files: bool = False
    folders: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its names, its help, and what its value may be, None where it takes none."""

    names: tuple[str, ...]
    says: str
    offer: Offer | None
    called: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands by itself."""

    name: str
    says: str
    offer: Offer


@dataclass(frozen=True, slots=True)
class Place:
    """A command by the words that lead to it: its options, values, and commands below."""

    path: tuple[str, ...]
    says: str
    options: tuple[Option, ...]
    values: tuple[Value, ...]
    below: tuple["Place", ...]


def place(command: Parser, path: tuple[str, ...] = ()) -> Place:
    """Return what can be typed at a command and below it."""
    return Place(
        path,
        command.about,
        tuple(_option(command, action) for action in command.options),
        tuple(
            Value(_called(action), action.help or "", _offer(command, action))
            for action in command.values
        ),
        tuple(place(below, (*path, name)) for name, below in command.below.items()),
    )


def places(top: Place) -> Iterator[Place]:
    """Yield a place and all below it."""
    yield top
    for below in top.below:
        yield from places(below)


def _option(command: Parser, action: argparse.Action) -> Option:
    takes = action.nargs is None
    offer = _offer(command, action) if takes else None
    return Option(tuple(action.option_strings), action.help or "", offer, _called(action))


def _called(action: argparse.Action) -> str:
    return str(action.metavar or action.dest)


def _offer(command: Parser, action: argparse.Action) -> Offer:
    if action.choices is not None:
        return Offer(tuple(map(str, action.choices)))
    return KINDS[command.kinds[action.dest]]()


def _names(folder: Path) -> str:
    return f"ls {shlex.quote(str(folder))} 2>/dev/null"


KINDS: Mapping[Kind, Callable[[], Offer]] = {
    Kind.OTHER: Offer,
    Kind.FILE: lambda: Offer(files=True),
    Kind.FOLDER: lambda: Offer(folders=True),
    Kind.LINK: lambda: Offer(("demo:", "ble:"), LINKS),
    Kind.CHECKLIST: lambda: Offer(tuple(sorted(dict(library.shipped()))), files=True),
    Kind.SESSION: lambda: Offer(printed_by=_names(paths.sessions())),
    Kind.REPORT: lambda: Offer(printed_by=_names(paths.reports()), files=True),
    Kind.FAULT: lambda: Offer(tuple(dict.fromkeys((*KNOWN, *BANK_FAULTS)))),
}
