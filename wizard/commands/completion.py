"""`completion`: this command line for bash, zsh or fish, made from its one parser."""

import argparse
from collections.abc import Callable

from wizard.commands.completion_bash import bash
from wizard.commands.completion_fish import fish
from wizard.commands.completion_zsh import zsh
from wizard.commands.offers import Place, place
from wizard.commands.output import out, say
from wizard.commands.parser import parser

SHELLS: dict[str, Callable[[Place], str]] = {"bash": bash, "zsh": zsh, "fish": fish}


def completion(given: argparse.Namespace) -> int:
    """Print the completion for a shell."""
    top = place(parser(say))
    out(SHELLS[given.shell](top).rstrip("\n"))
    return 0
