"""What this computer lacks for a commissioning, with the command that mends each.

Nothing here changes anything, needs another user's rights, or uses the network.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wizard.preflight import computer, terminal, ways
from wizard.preflight.finding import Finding, Level, Machine, here
from wizard.text import Text, text

__all__ = ["CHECKS", "Check", "Finding", "Level", "Machine", "all_checks", "here", "quick"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its id, what it looks at, how, and whether it is quick.

    A quick one starts no program and looks at no process.
    """

    id: str
    about: Text
    probe: Callable[[Machine], Iterator[Finding]]
    is_quick: bool = False


CHECKS = {
    check.id: check
    for check in (
        Check("python", text("Python"), computer.python),
        Check("terminal", text("terminal"), terminal.terminal, is_quick=True),
        Check("size", text("size"), terminal.size, is_quick=True),
        Check("encoding", text("characters"), terminal.encoding, is_quick=True),
        Check("colours", text("colours"), terminal.colours),
        Check("tmux", text("line"), terminal.multiplexer, is_quick=True),
        Check("disk", text("disk"), computer.disk, is_quick=True),
        Check("clock", text("clock"), computer.clock, is_quick=True),
        Check("time-source", text("time from"), computer.time_source),
        Check("ports", text("serial ports"), ways.ports, is_quick=True),
        Check("in-use", text("in use"), ways.holders),
        Check("modem-manager", text("ModemManager"), ways.modem_manager),
        Check("bluetooth", text("Bluetooth"), ways.bluetooth),
        Check("way", text("way to a board"), ways.any_way),
        Check("extras", text("extras"), computer.extras),
        Check("signing", text("signing"), computer.signing),
    )
}


def all_checks(machine: Machine) -> tuple[Finding, ...]:
    """Return what every check found, in their order."""
    return tuple(finding for check in CHECKS.values() for finding in check.probe(machine))


def quick(data: Path, machine: Machine | None = None) -> tuple[Finding, ...]:
    """Return what the quick checks found that somebody should mind, the worst first.

    `data` is the folder where records go; the computer is this one where none is given.
    """
    seen = here(data) if machine is None else machine
    found = [each for check in CHECKS.values() if check.is_quick for each in check.probe(seen)]
    return tuple(
        sorted((each for each in found if each.level is not Level.OK), key=lambda each: -each.level)
    )
