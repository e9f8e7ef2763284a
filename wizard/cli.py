"""The command line. Standard output is data, standard error is talk.

Exit codes: 0 PASS, 1 any other verdict (named on the last line), 2 wrong usage, 3 no link.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NoReturn

from wizard import __version__
from wizard.errors import CommissionError, LinkError, WrongUsage
from wizard.text import text, words

USAGE, NO_LINK, OTHER = 2, 3, 1
INSPECTIONS = {
    "scan": "who is on a line, and who may be silent",
    "status": "the pack as one board sees it",
    "settings": "all settings of one board",
}


LINKS = "serial:/dev/ttyUSB0?address=1, ble:ADDRESS, uart:/dev/ttyUSB0 or demo:"


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
    top.add_argument("--checklist", help="name or file of a checklist")
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
    _reports(commands.add_parser("reports", help="the reports"))
    _report(commands.add_parser("report", help="one report: check, sign, render, compare, copy"))
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
    command.add_argument("--uart", action="store_true", help="one board's UART, legacy protocol")
    command.add_argument("--cells", type=int, help="cells in series; as many as it carries")
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


def _reports(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="print one")
    show.add_argument("name", nargs="?", help="its name, with an ending for another form")
    for name, sentence in {"list": "a line each", "export": "all, for whoever collects"}.items():
        many = actions.add_parser(name, help=sentence)
        many.add_argument("--site", metavar="WORDS", help="whose site has these words in it")
        many.add_argument("--serial", metavar="NUMBER", help="of the board with this number")
        many.add_argument("--verdict", choices=("pass", "deviations", "incomplete", "fail"))
        for bound in ("since", "until"):
            many.add_argument(f"--{bound}", metavar="DATE", type=date.fromisoformat)
        if name == "export":
            many.add_argument("--jsonl", action="store_true", help="JSON, one report a line")


def _report(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="is it as it was made? name what does not fit")
    verify.add_argument("file", metavar="FILE|BUNDLE")
    verify.add_argument("--allowed-signers", metavar="FILE", help="as in ssh-keygen(1)")
    sign = actions.add_parser("sign", help="sign its JSON with an SSH key")
    sign.add_argument("file", metavar="FILE")
    sign.add_argument("--key", required=True, help="the key, or the public half of an agent's")
    render = actions.add_parser("render", help="make another form of an old one")
    render.add_argument("file", metavar="FILE")
    render.add_argument("--form", required=True, choices=("html", "text", "csv", "pdf"))
    render.add_argument("--out", metavar="FILE|FOLDER", help="beside the JSON without")
    qr = actions.add_parser("qr", help="its number, verdict and seal for a telephone")
    qr.add_argument("file", metavar="FILE|NAME")
    qr.add_argument("--ascii", action="store_true", help="in plain characters")
    diff = actions.add_parser("diff", help="what is different in another, or in the board now")
    diff.add_argument("file", metavar="FILE|NAME")
    diff.add_argument("other", nargs="?", metavar="OTHER")
    diff.add_argument("--link", default=None, help=LINKS)
    issue = actions.add_parser("issue", help="once more, with photographs that were added")
    issue.add_argument("name", metavar="SESSION")
    copy = actions.add_parser("copy", help="copy it to a mounted stick")
    copy.add_argument("name", metavar="NAME")
    copy.add_argument("folder", metavar="FOLDER")


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
    from wizard.commands import (
        archive,
        commission,
        decode,
        inspect,
        report,
        reports,
        scan,
        simulate,
    )

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
        "reports": reports.reports,
        "report": report.report,
    }
    return table[name]
