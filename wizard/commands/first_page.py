"""The first page: begin, take up, look for boards, read reports, practise."""

from wizard import __version__, paths, remembered
from wizard.commands.report_page import reports_offer
from wizard.commands.resume_page import resume_offer
from wizard.engine.offers import FirstPage, Offer, Opens, Page, Reads
from wizard.language import voice
from wizard.links.discover import Port, ports
from wizard.preflight import Finding, Level, quick
from wizard.procedure.questions import Option
from wizard.text import Text, text, words

NEW, FIND, PRACTISE = "new", "find", "practise"

NO_ADAPTER = text(
    "No serial adapter is plugged in. Plug one in, then open this page again: F7, then Enter."
)
ADVICE = text(
    "RS485 is the usual way. Bluetooth needs no cable. A UART is for older boards: read the "
    "warning in the manual first."
)
HELP = (
    text("Keys"),
    text(
        "Enter goes on where it is safe. A digit chooses. Arrows move the mark. F7 goes back. F10 "
        "leaves; what was begun can be taken up later."
    ),
    text("What this program does"),
    text(
        "It leads through the manual of a pack with a JK BMS, step by step: first with the meter, "
        "then with the board. It reads the board, shows each change before it is sent, reads it "
        "back, tests the protections, and writes a report."
    ),
    text(
        "Each answer is on disk before the next question. Whatever is shifted for a test is "
        "restored, even when the line drops or the program is ended."
    ),
    text("What it never does"),
    text(
        "It never flashes firmware, never switches a protection off, never writes a setting that "
        "nobody has read, and never takes a missing value for a good one."
    ),
    text("How it was proved"),
    text(
        "On recordings of boards, on a simulator that was written apart from it, and on the real "
        "Bluetooth stack of Linux. Not yet on hardware: believe your meter first."
    ),
    text("Without this screen"),
    text(
        "`jk-commission --help` names all commands. `jk-commission preflight` checks this "
        "computer. `--plain` asks in lines, for a screen reader or a poor line."
    ),
)


def start_options() -> tuple[Option, ...]:
    """Return what can be done, by digits that never change."""
    found = ports()
    return (
        Opens(
            NEW,
            text("New commissioning"),
            says=text("of a pack on the bench or in its place"),
            page=_new,
        ),
        resume_offer(),
        Opens(
            FIND,
            text("Find boards"),
            says=text("over Bluetooth, or on the line of an adapter")
            if found
            else text("over Bluetooth; no serial adapter is plugged in"),
            page=_find,
        ),
        reports_offer(),
        Opens(
            PRACTISE,
            text("Practise"),
            says=text("on a simulated pack, with a fault if you like"),
            page=_practise,
        ),
    )


# ---- pages, with what only they need


def _practise() -> Page:
    from wizard.commands.practice_page import practice_page

    return practice_page()


def _new() -> Page:
    from wizard.commands.nearby import nearby

    found = ports()
    return Page(
        title=text("How is the board spoken to?"),
        options=(*map(_by_bus, found), *nearby(), *map(_by_uart, found)),
        says=(ADVICE,) if found else (NO_ADAPTER,),
    )


def _by_bus(port: Port) -> Offer:
    return Offer(
        f"serial:{port.path}?address=1",
        text("RS485 at {port}", port=port.known_as),
        says=text("one board, at address 1"),
    )


def _by_uart(port: Port) -> Offer:
    return Offer(
        f"uart:{port.path}",
        text("UART at {port}", port=port.known_as),
        says=text("GPS plug of an older board"),
    )


def _find() -> Page:
    from wizard.commands.nearby import nearby, wired

    found = ports()
    return Page(
        title=text("Where shall boards be looked for?"),
        options=(*nearby(), *map(wired, found)),
        says=() if found else (NO_ADAPTER,),
        empty=text("This system has no Bluetooth that can be used."),
    )


# ---- what stands around them


def first_page() -> FirstPage:
    """Return what stands around the options."""
    minded = quick(paths.data())
    return FirstPage(
        program=f"jk-commission {__version__}",
        adapters=_adapters(ports()),
        foot=_foot(minded),
        help=Reads("help", text("help"), says=text("help"), lines=_help),
        how=_how(minded),
        remember=remembered.keep,
    )


def _adapters(found: tuple[Port, ...]) -> Text:
    match found:
        case ():
            return text("no serial adapter")
        case (port,):
            return text("{port}", port=port.known_as)
        case _:
            return text("{n} serial adapters", n=len(found))


def _foot(minded: tuple[Finding, ...]) -> tuple[Text, ...]:
    if not minded:
        return (text("Terminal, line, disk, clock and ports of this computer: in order."),)
    worst, *others = minded
    if not others:
        return (worst.says,)
    return (text("{what} And {n} more: F2.", what=worst.says, n=len(others)),)


def _how(minded: tuple[Finding, ...]) -> Reads | None:
    if not minded:
        return None

    def lines(code: str) -> str:
        said = voice(code)
        parts = (part for each in minded for part in _finding(each, words(each.says, said)))
        return "\n".join(parts)

    return Reads("how", text("how"), says=text("how"), lines=lines)


def _finding(finding: Finding, said: str) -> tuple[str, ...]:
    mark = "!" if finding.level is Level.STOPS else "-"
    return (f"{mark} {said}", *([f"    {finding.mend}"] if finding.mend else []), "")


def _help(code: str) -> str:
    said = voice(code)
    return "\n\n".join(words(each, said) for each in HELP)
