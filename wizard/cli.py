"""The command line. Standard output is data, standard error is talk.

Exit codes: 0 PASS, 1 any other verdict (named on the last line), 2 wrong usage, 3 no link.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from wizard import __version__
from wizard.errors import CommissionError, LinkError, WrongUsage
from wizard.text import text, words

USAGE, NO_LINK, OTHER = 2, 3, 1
DEFAULT_CHECKLIST = "inverter-bms"
INSPECTIONS = {
    "scan": "who is on a line, and who may be silent",
    "status": "the pack as one board sees it",
    "settings": "all settings of one board",
}


LINKS = "serial:/dev/ttyUSB0?address=1, ble:ADDRESS or demo:"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage instead of printing all that could have been typed."""
        raise WrongUsage(
            text("{what}; `{program} --help` tells more", what=message, program=self.prog)
        )


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(
        prog="jk-commission",
        description="Commission a lithium pack with a JK BMS, step by step, with a report.",
        epilog="Exit codes: 0 PASS, 1 any other verdict, 2 wrong usage, 3 no link.",
    )
    top.add_argument("--version", action="version", version=f"jk-commission {__version__}")
    top.add_argument("--checklist", default=DEFAULT_CHECKLIST, help="name or file of a checklist")
    _front(top, None)
    commands = top.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    run = commands.add_parser("run", help="commission headless, with answers from a file")
    run.add_argument("checklist", help="name or file of a checklist")
    _front(run, argparse.SUPPRESS)
    resume = commands.add_parser("resume", help="take up a commissioning that was left")
    resume.add_argument("session", nargs="?", help="its name; the newest open one without")
    _front(resume, argparse.SUPPRESS)
    _simulate(commands.add_parser("simulate", help="serve a simulated board on a pseudo-terminal"))
    for name, sentence in INSPECTIONS.items():
        inspection = commands.add_parser(name, help=sentence)
        _inspection(inspection)
        if name == "scan":
            _over_bluetooth(inspection)
    decode = commands.add_parser("decode", help="recorded frames as JSON, one object each")
    decode.add_argument("file", metavar="FILE", help="hex lines or a list of frames; - for input")
    _actions(commands.add_parser("checklists", help="the checklists"), "list", "show", "check")
    _actions(commands.add_parser("reports", help="the reports"), "list", "show")
    return top


def _front(command: argparse.ArgumentParser, default: str | None) -> None:
    """Add what both the program and a command take; a command leaves alone what came before."""

    def add(name: str, sentence: str, **more: Any) -> None:  # noqa: ANN401  argparse's own
        command.add_argument(name, help=sentence, default=default, **more)

    add("--link", LINKS)
    add("--demo", "a simulated pack, no hardware", action="store_true")
    add("--fault", "what is wrong with the simulated pack")
    add("--answers", "answer from a TOML file", metavar="FILE|demo")
    add("--record", "what went over the link, no passwords", metavar="FILE")
    add("--plain", "plain lines instead of a screen", action="store_true")


def _simulate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--address", type=int, action="append", help="of a board; repeatable")
    command.add_argument("--fault", help="what is wrong with the first one")
    command.add_argument("--cells", type=int, default=16, help="cells in series")
    command.add_argument("--chemistry", default="lifepo4", help="lifepo4, li_ion or lto")
    command.add_argument("--memory", metavar="FILE", help="keeps the first board's settings")
    command.add_argument("--list-faults", action="store_true", help="name all faults")


def _inspection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--link", default=argparse.SUPPRESS, help=LINKS)
    command.add_argument("--json", action="store_true", help="JSON instead of a table")
    command.add_argument(
        "--record",
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="what went over the link, no passwords",
    )


def _over_bluetooth(scan: argparse.ArgumentParser) -> None:
    scan.add_argument(
        "--bluetooth",
        nargs="?",
        const="",
        metavar="DIGITS",
        help="boards in reach over Bluetooth; only those whose name ends with DIGITS",
    )


def _actions(command: argparse.ArgumentParser, *actions: str) -> None:
    command.add_argument("action", choices=actions)
    command.add_argument("name", nargs="?", help="which one")


def entry() -> None:
    """Run the program and leave with its exit code. What it writes is for its owner only."""
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run the program; return its exit code."""
    try:
        given = parser().parse_args(arguments)
        return _command(given.command)(given)
    except WrongUsage as error:
        return _say(error, USAGE)
    except LinkError as error:
        return _say(error, NO_LINK)
    except CommissionError as error:
        return _say(error, OTHER)
    except BrokenPipeError:
        # Whoever read our output has had enough.
        return OTHER


def _say(error: CommissionError, code: int) -> int:
    sys.stderr.write(f"jk-commission: {words(error.reason)}\n")
    return code


def _command(name: str | None) -> Callable[[argparse.Namespace], int]:
    from wizard.commands import archive, commission, decode, inspect, scan, simulate

    table: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: commission.wizard,
        "run": commission.run,
        "resume": commission.resume,
        "simulate": simulate.simulate,
        "scan": scan.scan,
        "status": inspect.status,
        "settings": inspect.settings,
        "decode": decode.decode,
        "checklists": archive.checklists,
        "reports": archive.reports,
    }
    return table[name]
