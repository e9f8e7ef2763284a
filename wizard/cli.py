"""The command line. Standard output is data, standard error is talk.

Exit codes: 0 PASS, 1 any other verdict (named on the last line), 2 wrong usage, 3 no link.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from wizard import __version__
from wizard.errors import CommissionError, LinkError, WrongUsage
from wizard.text import words

USAGE, NO_LINK, OTHER = 2, 3, 1
DEFAULT_CHECKLIST = "inverter-bms"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="jk-commission",
        description="Commission a lithium pack with a JK BMS, step by step, with a report.",
        epilog="Exit codes: 0 PASS, 1 any other verdict, 2 wrong usage, 3 no link.",
    )
    top.add_argument("--version", action="version", version=f"jk-commission {__version__}")
    top.add_argument("--checklist", default=DEFAULT_CHECKLIST, help="name or file of a checklist")
    _front(top)
    commands = top.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    run = commands.add_parser("run", help="commission headless, with answers from a file")
    run.add_argument("checklist", help="name or file of a checklist")
    _front(run)
    resume = commands.add_parser("resume", help="take up a commissioning that was left")
    resume.add_argument("session", nargs="?", help="its name; the newest open one without")
    _front(resume)
    _simulate(commands.add_parser("simulate", help="serve a simulated board on a pseudo-terminal"))
    _actions(commands.add_parser("checklists", help="the checklists"), "list", "show", "check")
    _actions(commands.add_parser("reports", help="the reports"), "list", "show")
    return top


def _front(command: argparse.ArgumentParser) -> None:
    command.add_argument("--link", help="serial:/dev/ttyUSB0?address=1 or demo:")
    command.add_argument("--demo", action="store_true", help="a simulated pack, no hardware")
    command.add_argument("--fault", help="what is wrong with the simulated pack")
    command.add_argument("--answers", metavar="FILE|demo", help="answer from a TOML file")
    command.add_argument("--plain", action="store_true", help="plain lines instead of a screen")


def _simulate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--address", type=int, action="append", help="of a board; repeatable")
    command.add_argument("--fault", help="what is wrong with the first one")
    command.add_argument("--cells", type=int, default=16, help="cells in series")
    command.add_argument("--chemistry", default="lifepo4", help="lifepo4, li_ion or lto")
    command.add_argument("--memory", metavar="FILE", help="keeps the first board's settings")
    command.add_argument("--list-faults", action="store_true", help="name all faults")


def _actions(command: argparse.ArgumentParser, *actions: str) -> None:
    command.add_argument("action", choices=actions)
    command.add_argument("name", nargs="?", help="which one")


def entry() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run the program; return its exit code."""
    given = parser().parse_args(arguments)
    try:
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
    from wizard.commands import archive, commission, simulate

    table: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: commission.wizard,
        "run": commission.run,
        "resume": commission.resume,
        "simulate": simulate.simulate,
        "checklists": archive.checklists,
        "reports": archive.reports,
    }
    return table[name]
