"""The command line. Standard output is data, standard error is talk.

Exit codes: 0 PASS, 1 any other verdict (named on the last line), 2 wrong usage, 3 no link.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from wizard import language
from wizard.commands.output import say, speak
from wizard.commands.parser import parser
from wizard.errors import CommissionError, LinkError, WrongUsage
from wizard.look import look
from wizard.text import Voice

USAGE, NO_LINK, OTHER = 2, 3, 1
COMMANDS: Mapping[str | None, str] = {
    None: "start:wizard",
    "run": "commission:run",
    "resume": "commission:resume",
    "simulate": "simulate:simulate",
    "scan": "scan:scan",
    "status": "inspect:status",
    "settings": "inspect:settings",
    "decode": "decode:decode",
    "checklists": "archive:checklists",
    "reports": "reports:reports",
    "report": "report:report",
    "preflight": "preflight:preflight",
    "completion": "completion:completion",
    "manual": "manual:manual",
}
"""Which function of which module of `wizard.commands` a command is."""


def main(arguments: Sequence[str]) -> int:
    """Run the program; return its exit code."""
    speak(_voice(arguments))
    try:
        given = parser(say).parse_args(arguments)
        _settle(given)
        return _command(given.command)(given)
    except WrongUsage as error:
        return _failed(error, USAGE)
    except LinkError as error:
        return _failed(error, NO_LINK)
    except CommissionError as error:
        return _failed(error, OTHER)
    except BrokenPipeError:
        # Whoever read our output has had enough.
        return OTHER


def _voice(arguments: Sequence[str]) -> Voice:
    """Return the language to parse in: help and refusals are told before parsing has ended."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--language", nargs="?")
    asked = first.parse_known_args(arguments)[0].language
    return language.voice(language.chosen(asked if asked in language.LANGUAGES else None))


def _settle(given: argparse.Namespace) -> None:
    """Settle what was not given by the environment: `look`, and the report's language."""
    given.look = look(theme=given.theme, slow_link=bool(given.slow_link), asked=given.language)
    given.language_asked = given.language is not None
    given.language = given.look.language
    given.report_language_asked = given.report_language is not None
    given.report_language = given.report_language or given.language


def _failed(error: CommissionError, code: int) -> int:
    sys.stderr.write(f"jk-commission: {say(error.reason)}\n")
    return code


def _command(name: str | None) -> Callable[[argparse.Namespace], int]:
    """Return a command; of all others nothing is loaded."""
    module, _, function = COMMANDS[name].partition(":")
    command: Callable[[argparse.Namespace], int] = getattr(
        import_module(f"wizard.commands.{module}"), function
    )
    return command
