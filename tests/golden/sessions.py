"""The sessions of the golden reports: real runs on simulated packs, the same in every run.

Time is virtual through and through: it moves only where nothing is left to do.
"""

import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from msgspec.structs import replace

from tests.procedure import support
from tests.procedure.support import Given, Site, only
from tests.report.support import HEAD, START, passed, report
from wizard.clock import JumpClock
from wizard.record import events, journal
from wizard.record.events import PackPlan, ShiftOpened
from wizard.record.journal import History
from wizard.record.state import fold
from wizard.report.build import build
from wizard.report.document import Attachment, Document
from wizard.report.seal import sealed
from wizard.simulator.create import create

ZONE = "Europe/Warsaw"
STEPS = (
    "pack-limits", "cells-alike", "harness-steps", "connect", "cells-visible",
    "chemistry-preset", "pack-settings", "current-calibration", "protection-over-voltage",
    "final-audit", "dip", "hand-over",
)  # fmt: skip
FEW = (
    "pack-limits",
    "cells-alike",
    "connect",
    "chemistry-preset",
    "pack-settings",
    "protection-over-voltage",
)
CELLS = 8
PEOPLE: Given = {
    "technician": "Łukasz Wójcik", "site": "Kowalski, cellar", "pack": "left rack",
    "meter": "Fluke 87V", "meter_serial": "SN-1", "meter_due": "2027-06-30",
}  # fmt: skip
OUT_OF_DATE: Given = {**PEOPLE, "meter_due": "2026-01-31"}
PHOTOGRAPH = Attachment("harness.jpg", 2_345_678, START, "5a" * 32)


class StillClock(JumpClock):
    """A clock that stands still while anything is being done, and begins on a fixed day."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 11, 21, 10, 0, tzinfo=UTC))

    def monotonic(self) -> float:
        """Return all jumps, and no real time."""
        return self._began + self._ahead


@contextmanager
def in_warsaw() -> Generator[None]:
    """Let the local clock be that of a place, whatever this machine's is."""
    with patch.dict(os.environ, TZ=ZONE):
        time.tzset()
        yield
    time.tzset()


def _run(
    folder: Path, given: Given, fault: str | None = None, steps: tuple[str, ...] = STEPS
) -> Site:
    """Commission a pack by some steps of the shipped checklist."""
    simulation = create(fault, cells=CELLS)
    simulation.board.set("cell_count", Decimal(CELLS))
    site = Site(folder, simulation, only(*steps))
    with in_warsaw(), patch.object(support, "JumpClock", StillClock):
        site.run(given)
    return site


def _document(site: Site, number: str, history: History | None = None) -> Document:
    known = history or journal.read(site.folder / "journal.jsonl")
    return build(fold(known.events), site.checklist, known, number)


def _of_pass(folder: Path) -> Document:
    found = _document(_run(folder, PEOPLE), "2026-11-21-001")
    return replace(found, attachments=(PHOTOGRAPH,))


def _of_fail(folder: Path) -> Document:
    """Return the report of a session in which a person went on from a test that failed."""
    gone_on: Given = {**OUT_OF_DATE, "not-passed": "on"}
    site = _run(folder, gone_on, "trips-without-alarm", FEW)
    return _document(site, "2026-11-21-002")


def _of_interrupted(folder: Path) -> Document:
    """Return the report of a session that a power cut ended while limits were shifted."""
    site = _run(folder, PEOPLE, steps=FEW)
    raw = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    whole = journal.read(folder / "journal.jsonl")
    opened = [isinstance(event, ShiftOpened) for event in whole.events].index(True)
    cut = b"".join(raw[: opened + 4]) + raw[opened + 4][:40]
    return _document(site, "2026-11-21-003", journal.decoded(cut, "journal.jsonl"))


def _of_site(_folder: Path) -> Document:
    """Return the report of a site of four packs: one failed, one was never begun."""
    names = ("Left rack", "Right rack", "Top shelf", "Bottom shelf")
    plans = [PackPlan(n, name, "inverter-bms", n % 4) for n, name in enumerate(names, 1)]
    ends = ((1, "PASS", 1), (2, "PASS WITH DEVIATIONS", 3), (3, "FAIL", None))
    happened: list[events.Event] = [*passed()]
    happened += [*(events.PackPlanned(plan) for plan in plans), events.PacksCounted(len(plans))]
    for number, verdict, address in ends:
        session = f"2026-11-21-01{number}"
        serial = f"50410000{number:03d}" if address is not None else ""
        happened.append(events.PackBegun(number, session))
        happened.append(
            events.PackJudged(number, verdict, serial, address, HEAD, f"{session}-r1.json")
        )
    return replace(report(happened), report_id="2026-11-21-010")


GOLDEN: Mapping[str, Callable[[Path], Document]] = {
    "pass": _of_pass,
    "fail": _of_fail,
    "interrupted": _of_interrupted,
    "site": _of_site,
}
"""By name, what makes the document of a golden report in a folder of its own."""


def golden(name: str, folder: Path) -> Document:
    """Return the document of a golden report, sealed."""
    return sealed(GOLDEN[name](folder))
