"""Everything that can be typed behind `jk-commission`."""

import argparse
from datetime import date

from wizard import __version__
from wizard.commands.grammar import Kind, Parser, Say
from wizard.language import LANGUAGES
from wizard.look import THEMES
from wizard.text import Text, text, words

PROGRAM = "jk-commission"
ABOUT = text("Commission a lithium pack with a JK BMS, step by step, with a report.")
EXIT_CODES = text("Exit codes: 0 PASS, 1 any other verdict, 2 wrong usage, 3 no link.")
LINK = text("serial:/dev/ttyUSB0?address=1, ble:ADDRESS, uart:/dev/ttyUSB0 or demo:")
RECORD = text("what went over the link, no passwords")
JSON = text("JSON instead of a table")
INSPECTIONS = {
    "scan": text("who is on a line, and who may be silent"),
    "status": text("the pack as one board sees it"),
    "settings": text("all settings of one board"),
}
SHELLS = ("bash", "zsh", "fish")
BEFORE = argparse.SUPPRESS  # a command leaves alone what was given before it


def parser(say: Say = words) -> Parser:
    """Return the parser of the whole command line, whose help `say` puts into words."""
    about = say(ABOUT)
    top = Parser(say, about, prog=PROGRAM, description=about, epilog=say(EXIT_CODES))
    top.option(
        "--version",
        says=text("name the version, and leave"),
        action="version",
        version=f"{PROGRAM} {__version__}",
    )
    top.option("--checklist", says=text("name or file of a checklist"), kind=Kind.CHECKLIST)
    _front(top, None)
    _language(top, None)
    top.branch("command", text("commands"), "COMMAND")
    _commissionings(top)
    _lines(top)
    _papers(top)
    _program(top)
    for command in _all(top):
        _language(command, BEFORE)
    return top


def _all(top: Parser) -> list[Parser]:
    """Return the commands that nothing branches from."""
    found: list[Parser] = []
    for command in top.below.values():
        found += _all(command) if command.below else [command]
    return found


def _language(command: Parser, default: str | None) -> None:
    command.option(
        "--language",
        says=text("of screens and lines: {codes}", codes=", ".join(LANGUAGES)),
        metavar="CODE",
        choices=tuple(LANGUAGES),
        default=default,
    )


def _report_language(command: Parser, default: str | None) -> None:
    command.option(
        "--report-language",
        says=text("of the report, where it is another one"),
        metavar="CODE",
        choices=tuple(LANGUAGES),
        default=default,
    )


# ---- commissionings


def _commissionings(top: Parser) -> None:
    run = top.command("run", text("commission headless, with answers from a file"))
    run.value("checklist", text("name or file of a checklist"), Kind.CHECKLIST)
    _front(run, BEFORE)
    resume = top.command("resume", text("take up a commissioning that was left"))
    resume.value("session", text("its name; the newest open one without"), Kind.SESSION, nargs="?")
    _front(resume, BEFORE)
    checklists = top.command("checklists", text("the checklists"))
    checklists.value("action", text("what to do"), choices=("list", "show", "check"))
    checklists.value("name", text("which one"), Kind.CHECKLIST, nargs="?")


def _front(command: Parser, default: str | None) -> None:
    """Add what both the program and a command take."""
    command.option("--link", says=LINK, kind=Kind.LINK, default=default)
    command.option(
        "--demo",
        says=text("a simulated pack, no hardware"),
        action="store_true",
        default=default,
    )
    command.option(
        "--fault",
        says=text("what is wrong with the simulated pack"),
        kind=Kind.FAULT,
        default=default,
    )
    command.option(
        "--answers",
        says=text("answer from a TOML file"),
        kind=Kind.FILE,
        metavar="FILE|demo",
        default=default,
    )
    command.option("--record", says=RECORD, kind=Kind.FILE, metavar="FILE", default=default)
    command.option(
        "--plain",
        says=text("plain lines instead of a screen"),
        action="store_true",
        default=default,
    )
    command.option(
        "--theme",
        says=text("of the screen: {names}", names=", ".join(THEMES)),
        metavar="NAME",
        choices=tuple(THEMES),
        default=default,
    )
    command.option(
        "--slow-link",
        says=text("draw less often: for a thin line to this computer"),
        action="store_true",
        default=default,
    )
    _report_language(command, default)


# ---- lines and boards


def _lines(top: Parser) -> None:
    simulate = top.command("simulate", text("serve a simulated board on a pseudo-terminal"))
    _simulate(simulate)
    for name, sentence in INSPECTIONS.items():
        command = top.command(name, sentence)
        command.option("--link", says=LINK, kind=Kind.LINK, default=BEFORE)
        command.option("--json", says=JSON, action="store_true")
        command.option("--record", says=RECORD, kind=Kind.FILE, metavar="FILE", default=BEFORE)
    top.below["scan"].option(
        "--bluetooth",
        says=text("boards in reach over Bluetooth; only those whose name ends with DIGITS"),
        nargs="?",
        const="",
        metavar="DIGITS",
    )
    decode = top.command("decode", text("recorded frames as JSON, one object each"))
    decode.value(
        "file", text("hex lines or a list of frames; - for input"), Kind.FILE, metavar="FILE"
    )


def _simulate(command: Parser) -> None:
    command.option("--address", says=text("of a board; repeatable"), type=int, action="append")
    command.option("--fault", says=text("what is wrong with the first one"), kind=Kind.FAULT)
    command.option("--uart", says=text("one board's UART, legacy protocol"), action="store_true")
    command.option("--cells", says=text("cells in series; as many as it carries"), type=int)
    command.option("--chemistry", says=text("lifepo4, li_ion or lto"), default="lifepo4")
    command.option(
        "--memory",
        says=text("keeps the first board's settings"),
        kind=Kind.FILE,
        metavar="FILE",
    )
    command.option("--list-faults", says=text("name all faults"), action="store_true")


# ---- reports


def _papers(top: Parser) -> None:
    _reports(top.command("reports", text("the reports")))
    _report(top.command("report", text("one report: check, sign, render, compare, copy")))


def _reports(command: Parser) -> None:
    command.branch("action", text("actions"), "ACTION", required=True)
    show = command.command("show", text("print one"))
    show.value("name", text("its name, with an ending for another form"), Kind.REPORT, nargs="?")
    _filters(command.command("list", text("a line each")))
    export = command.command("export", text("all, for whoever collects"))
    _filters(export)
    export.option("--jsonl", says=text("JSON, one report a line"), action="store_true")


def _filters(command: Parser) -> None:
    command.option("--site", says=text("whose site has these words in it"), metavar="WORDS")
    command.option("--serial", says=text("of the board with this number"), metavar="NUMBER")
    command.option(
        "--verdict",
        says=text("with this verdict"),
        choices=("pass", "deviations", "incomplete", "fail"),
    )
    bounds: dict[str, Text] = {
        "--since": text("from this day on, as 2026-11-21"),
        "--until": text("up to this day, as 2026-11-21"),
    }
    for name, sentence in bounds.items():
        command.option(name, says=sentence, metavar="DATE", type=date.fromisoformat)


def _report(command: Parser) -> None:
    command.branch("action", text("actions"), "ACTION", required=True)
    verify = command.command("verify", text("is it as it was made? name what does not fit"))
    verify.value("file", text("its JSON or its bundle"), Kind.FILE, metavar="FILE|BUNDLE")
    verify.option(
        "--allowed-signers", says=text("as in ssh-keygen(1)"), kind=Kind.FILE, metavar="FILE"
    )
    sign = command.command("sign", text("sign its JSON with an SSH key"))
    sign.value("file", text("its JSON"), Kind.FILE, metavar="FILE")
    sign.option(
        "--key",
        says=text("the key, or the public half of an agent's"),
        kind=Kind.FILE,
        required=True,
    )
    render = command.command("render", text("make another form of an old one"))
    render.value("file", text("its JSON"), Kind.FILE, metavar="FILE")
    render.option(
        "--form",
        says=text("which form"),
        required=True,
        choices=("html", "text", "csv", "pdf"),
    )
    render.option(
        "--out",
        says=text("beside the JSON without"),
        kind=Kind.FILE,
        metavar="FILE|FOLDER",
    )
    _report_language(render, BEFORE)
    _compared_and_carried(command)


def _compared_and_carried(command: Parser) -> None:
    qr = command.command("qr", text("its number, verdict and seal for a telephone"))
    qr.value("file", text("its JSON or its name"), Kind.REPORT, metavar="FILE|NAME")
    qr.option("--ascii", says=text("in plain characters"), action="store_true")
    diff = command.command("diff", text("what is different in another, or in the board now"))
    diff.value("file", text("its JSON or its name"), Kind.REPORT, metavar="FILE|NAME")
    diff.value("other", text("the later one"), Kind.REPORT, nargs="?", metavar="OTHER")
    diff.option("--link", says=LINK, kind=Kind.LINK, default=None)
    issue = command.command("issue", text("once more, with photographs that were added"))
    issue.value("name", text("of the commissioning"), Kind.SESSION, metavar="SESSION")
    _report_language(issue, BEFORE)
    copy = command.command("copy", text("copy it to a mounted stick"))
    copy.value("name", text("of the report"), Kind.REPORT, metavar="NAME")
    copy.value("folder", text("where the stick is mounted"), Kind.FOLDER, metavar="FOLDER")


# ---- the program itself


def _program(top: Parser) -> None:
    preflight = top.command(
        "preflight",
        text("what this computer lacks, and the command that mends it"),
        text("Exit codes: 0 all is well, 1 something to mind, 3 something stops the work."),
    )
    preflight.option("--json", says=JSON, action="store_true")
    completion = top.command("completion", text("completion of this command line for a shell"))
    completion.value("shell", text("which shell"), choices=SHELLS)
    top.command("manual", text("this command line as a manual page, for man(1)"))
