"""The computer itself: Python, disk, clock, and the programs that reports may want."""

import os
import shlex
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime

from wizard.preflight.finding import Finding, Level, Machine, standing
from wizard.text import Text, text

OLDEST = (3, 11)
MEGABYTE = 1_000_000
LITTLE, TOO_LITTLE = 200 * MEGABYTE, 20 * MEGABYTE  # a long record with photographs; one record
MADE = date(2026, 11, 1)  # no clock that is right shows less
APART_S = 120  # by which the two clocks of a computer may differ
SYNCHRONISED = "/run/systemd/timesync/synchronized"  # systemd-timesyncd(8)
HARDWARE_CLOCK = "/sys/class/rtc/rtc0/since_epoch"
EXTRAS = {
    "pdf": ("typst", "typst>=0.13", text("reports as PDF")),
    "photos": ("PIL", "pillow", text("small pictures of photographs in reports")),
}


def python(machine: Machine) -> Iterator[Finding]:
    """Whether this Python is recent enough."""
    told = ".".join(map(str, machine.version))
    if machine.version >= OLDEST:
        yield Finding("python", Level.OK, text("Python is {version}.", version=told))
        return
    yield Finding(
        "python",
        Level.STOPS,
        text("Python is {version}; 3.11 or later is needed.", version=told),
        "sudo apt install python3",
    )


def disk(machine: Machine) -> Iterator[Finding]:
    """Whether a record can be kept."""
    folder = standing(machine.data)
    place, megabytes = str(machine.data), machine.free // MEGABYTE
    if not os.access(folder, os.W_OK | os.X_OK):
        said = text("Nothing can be written to {folder}: no record can be kept.", folder=place)
        mend = f"sudo chown -R $USER {shlex.quote(str(folder))}"
        yield Finding("disk", Level.STOPS, said, mend)
        return
    said = text("{free} MB are free at {folder}.", free=megabytes, folder=place)
    full = text("Only {free} MB are free at {folder}.", free=megabytes, folder=place)
    mend = f"df -h {shlex.quote(str(folder))}"
    if machine.free < TOO_LITTLE:
        yield Finding("disk", Level.STOPS, full, mend)
    elif machine.free < LITTLE:
        yield Finding("disk", Level.MIND, full, mend)
    else:
        yield Finding("disk", Level.OK, said)


def clock(machine: Machine) -> Iterator[Finding]:
    """Whether the time that goes into a report can be true."""
    told = machine.now.strftime("%Y-%m-%d %H:%M UTC")
    apart = _apart(machine)
    if machine.now.date() < MADE:
        said = text("The clock says {time}, which cannot be.", time=told)
        yield Finding("clock", Level.STOPS, said, "sudo date -s 'YYYY-MM-DD hh:mm'")
    elif apart is not None and abs(apart) > APART_S:
        said = text(
            "The clock says {time}; the hardware clock differs by {seconds} s. Compare it "
            "with a watch.",
            time=told,
            seconds=abs(apart),
        )
        yield Finding("clock", Level.MIND, said, "sudo hwclock --show")
    else:
        yield Finding("clock", Level.OK, text("The clock says {time}.", time=told))


def _apart(machine: Machine) -> int | None:
    """Return by how many seconds the hardware clock is ahead, None where there is none."""
    try:
        told = int(machine.below(HARDWARE_CLOCK).read_text("ascii"))
        return int((datetime.fromtimestamp(told, UTC) - machine.now).total_seconds())
    except (OSError, ValueError, OverflowError):
        return None


def time_source(machine: Machine) -> Iterator[Finding]:
    """Who sets the clock."""
    if machine.below(SYNCHRONISED).exists() or _is_synchronised(machine):
        yield Finding("time-source", Level.OK, text("The clock is set by the network."))
        return
    said = (
        text("The network does not set the clock: compare it with a watch.")
        if machine.below(HARDWARE_CLOCK).exists()
        else text(
            "Nothing sets the clock: no network time, no hardware clock. Compare it with a watch."
        )
    )
    mend = "sudo timedatectl set-ntp true" if machine.program("timedatectl") else "date"
    yield Finding("time-source", Level.MIND, said, mend)


def _is_synchronised(machine: Machine) -> bool:
    told = machine.told("timedatectl", "show", "--property=NTPSynchronized", "--value")
    return told == "yes"


def extras(machine: Machine) -> Iterator[Finding]:
    """Which forms of a report can be made."""
    for module, package, what in EXTRAS.values():
        if machine.has_module(module):
            yield Finding("extras", Level.OK, text("There are {what}.", what=what))
        else:
            yield Finding("extras", Level.MIND, _lacks(what), _install(package))


def _lacks(what: Text) -> Text:
    return text("There are no {what}; everything else works.", what=what)


def _install(package: str) -> str:
    return shlex.join([sys.executable, "-m", "pip", "install", package])


def signing(machine: Machine) -> Iterator[Finding]:
    """Whether reports can be signed."""
    if machine.program("ssh-keygen"):
        yield Finding("signing", Level.OK, text("Reports can be signed with ssh-keygen."))
        return
    yield Finding(
        "signing",
        Level.MIND,
        text("Reports cannot be signed: ssh-keygen is not there."),
        "sudo apt install openssh-client",
    )
