"""The terminal: what it shows, how large it is, and what becomes of a dropped line."""

from collections.abc import Iterator

from wizard.preflight.finding import Finding, Level, Machine
from wizard.text import text

WANTED, LEAST = (80, 24), (60, 20)  # columns and rows: all is shown; the screens work
WIDE_COLOURS = frozenset({"truecolor", "24bit"})


def terminal(machine: Machine) -> Iterator[Finding]:
    """Whether there is a terminal that takes screens."""
    name = machine.environment.get("TERM", "")
    if machine.size is None:
        yield Finding(
            "terminal",
            Level.MIND,
            text("Input or output is no terminal: there are plain lines instead of screens."),
        )
    elif name in {"", "dumb", "unknown"}:
        yield Finding(
            "terminal",
            Level.MIND,
            text("The terminal says of itself that it takes plain lines only."),
            "export TERM=xterm-256color",
        )
    else:
        yield Finding("terminal", Level.OK, text("The terminal is {name}.", name=name))


def size(machine: Machine) -> Iterator[Finding]:
    """Whether the screens fit."""
    if machine.size is None:
        return
    columns, rows = machine.size
    is_well = columns >= WANTED[0] and rows >= WANTED[1]
    works = columns >= LEAST[0] and rows >= LEAST[1]
    shown = text("The terminal has {columns} columns and {rows} rows.", columns=columns, rows=rows)
    small = text(
        "The terminal has {columns} columns and {rows} rows: screens want {wide} and {high}.",
        columns=columns,
        rows=rows,
        wide=(WANTED if works else LEAST)[0],
        high=(WANTED if works else LEAST)[1],
    )
    yield (
        Finding("size", Level.OK, shown)
        if is_well
        else Finding("size", Level.MIND, small, r"printf '\033[8;24;80t'")
    )


def encoding(machine: Machine) -> Iterator[Finding]:
    """Whether lines and letters with accents come through."""
    told = machine.encoding
    if told.lower().replace("-", "").replace("_", "") == "utf8":
        yield Finding("encoding", Level.OK, text("Characters are sent as UTF-8."))
        return
    yield Finding(
        "encoding",
        Level.MIND,
        text("Characters are sent as {name}: accents and lines do not show.", name=told),
        "export LC_ALL=C.UTF-8",
    )


def colours(machine: Machine) -> Iterator[Finding]:
    """How many colours there are; nothing is said by colour alone."""
    name = machine.environment.get("TERM", "")
    if machine.environment.get("NO_COLOR"):
        said = text("No colours are used, as NO_COLOR asks.")
    elif machine.size is None or name in {"", "dumb", "unknown"} or name.startswith("vt"):
        said = text("There are no colours; nothing depends on them.")
    elif machine.environment.get("COLORTERM", "") in WIDE_COLOURS or name.endswith("-direct"):
        said = text("All colours are there.")
    elif "256" in name:
        said = text("256 colours are there.")
    else:
        said = text("16 colours are there.")
    yield Finding("colours", Level.OK, said)


def multiplexer(machine: Machine) -> Iterator[Finding]:
    """Whether the program goes on where the line to this computer drops."""
    environment = machine.environment
    if environment.get("TMUX") or environment.get("STY"):
        yield Finding("tmux", Level.OK, text("In tmux or screen: a dropped line does no harm."))
    elif environment.get("SSH_CONNECTION"):
        yield Finding(
            "tmux",
            Level.MIND,
            text(
                "Over SSH without tmux: where the line drops, the program restores what it "
                "changed, ends, and has to be resumed. In tmux it goes on."
            ),
            "tmux new -A -s jk" if machine.program("tmux") else "sudo apt install tmux",
        )
    else:
        yield Finding("tmux", Level.OK, text("At this computer itself: no tmux needed."))
