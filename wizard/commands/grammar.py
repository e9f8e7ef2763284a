"""How a command line is described: once, for the parser, its help, completion and manual.

Sentences are `Text`; `Parser` puts them into words as it is built.
"""

import argparse
from collections.abc import Callable
from enum import Enum
from typing import Any, NoReturn

from wizard.commands.refusals import reworded
from wizard.errors import WrongUsage
from wizard.text import Text, text

Say = Callable[[Text], str]


class Kind(Enum):
    """What a value is, where its choices do not tell."""

    OTHER = "other"
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    CHECKLIST = "checklist"
    SESSION = "session"
    REPORT = "report"
    FAULT = "fault"


class Parser(argparse.ArgumentParser):
    """A command with its options, values and commands below it.

    `options` and `values` are argparse's actions in the order of the help, `kinds` says by
    `dest` what the values are, `below` holds the commands by name, `about` says what the
    command does.
    """

    def __init__(self, say: Say, about: str, **more: Any) -> None:  # noqa: ANN401  argparse's own
        super().__init__(add_help=False, formatter_class=lambda prog: _Help(prog, say), **more)
        self.about = about
        self.options: list[argparse.Action] = []
        self.values: list[argparse.Action] = []
        self.kinds: dict[str, Kind] = {}
        self.below: dict[str, Parser] = {}
        self._put = say
        self._shown_values = self.add_argument_group(say(text("values")))
        self._shown_options = self.add_argument_group(say(text("options")))
        self._add: Callable[..., Parser] | None = None
        self.option("-h", "--help", says=text("tell more, and leave"), action="help")

    def option(self, *names: str, says: Text, kind: Kind = Kind.OTHER, **more: Any) -> None:  # noqa: ANN401
        """Add an option; `more` is argparse's."""
        action = self._shown_options.add_argument(*names, help=self._put(says), **more)
        self.options.append(action)
        self.kinds[action.dest] = kind

    def value(self, name: str, says: Text, kind: Kind = Kind.OTHER, **more: Any) -> None:  # noqa: ANN401
        """Add a value that stands by itself; `more` is argparse's."""
        action = self._shown_values.add_argument(name, help=self._put(says), **more)
        self.values.append(action)
        self.kinds[action.dest] = kind

    def branch(self, dest: str, title: Text, metavar: str, *, required: bool = False) -> None:
        """Let commands follow, which `command` adds; the name of the one given is `dest`."""
        branches = self.add_subparsers(
            dest=dest,
            title=self._put(title),
            metavar=metavar,
            required=required,
            parser_class=Parser,
        )
        self._add = branches.add_parser

    def command(self, name: str, says: Text, after: Text | None = None) -> "Parser":
        """Add a command below this one; `after` stands at the end of its help."""
        if self._add is None:
            raise TypeError(self.prog)
        about = self._put(says)
        end = None if after is None else self._put(after)
        made = self._add(
            name, help=about, description=about, epilog=end, say=self._put, about=about
        )
        self.below[name] = made
        return made

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage instead of printing all that could have been typed."""
        raise WrongUsage(
            text(
                "{what}; `{program} --help` tells more",
                what=reworded(message),
                program=self.prog,
            )
        )


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str, say: Say) -> None:
        super().__init__(prog)
        self._usage = say(text("Usage:")) + " "

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:  # noqa: ANN401
        super().add_usage(usage, actions, groups, self._usage if prefix is None else prefix)
