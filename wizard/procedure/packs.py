"""The packs of a site, as the site's steps see them: sessions that are opened, run, read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wizard.errors import BadFile
from wizard.procedure.checklist import Checklist
from wizard.procedure.interrupts import Interrupt
from wizard.record.events import PackJudged, PackPlan
from wizard.record.recorder import Recorder
from wizard.record.state import State

__all__ = ["LEAST", "MOST", "PASSED", "PackPlan", "PackRecord", "Packs", "look"]

PASSED = frozenset({"PASS", "PASS WITH DEVIATIONS"})  # verdicts that a site goes on with
LEAST, MOST = 2, 16  # packs of a site: DIP switches tell addresses 0 to 15 apart


@dataclass(frozen=True, slots=True)
class PackRecord:
    """What the journal of a pack's session holds.

    `verdict` is that of its report, `head` the hash of the journal's last line, `address`
    the one at which the pack was reached last, None where no address is spoken of; `report`
    is the file of the report that was made of all this, "" where none was written.
    """

    session: str
    state: State
    checklist: Checklist
    verdict: str
    head: str
    address: int | None
    report: str = ""

    @property
    def serial(self) -> str:
        """The board's serial number, "" where it was never read."""
        return self.state.identity.serial if self.state.identity else ""


class Packs(Protocol):
    """Makes, runs and reads the sessions of a site's packs."""

    def checklists(self) -> Mapping[str, str]:
        """Return names and titles of the checklists by which a pack can be commissioned."""
        ...

    def begin(self, plan: PackPlan, facts: Mapping[str, str]) -> str:
        """Make a pack's session and return its name; `facts` are proposed in it.

        Raises BadFile, RecordError.
        """
        ...

    async def run(self, session: str, plan: PackPlan, others: Mapping[str, str]) -> bool:
        """Run or resume a session until it ends or is left, and write its report.

        It asks at the site's desk. `others` maps serial numbers to the names of packs that
        are known already: their boards are refused. Return whether it reached its end.
        Raises BadFile where it cannot be opened, RecordError.
        """
        ...

    def interrupt(self, why: Interrupt) -> bool:
        """Interrupt the session that runs; return False where none does."""
        ...

    def note(self, typed: str) -> bool:
        """Record a note in the session that runs; return False where none does."""
        ...

    def record(self, session: str) -> PackRecord:
        """Return what a session's journal holds now. Raises BadFile."""
        ...


def look(packs: Packs, recorder: Recorder, number: int) -> PackRecord:
    """Take what the journal of a pack holds now into the site's record; return it.

    A pack whose journal cannot be read has no verdict from then on. Raises BadFile.
    """
    pack = recorder.state.packs[number]
    try:
        found = packs.record(pack.session)
    except BadFile:
        if pack.verdict or pack.under_way:
            recorder.append(
                PackJudged(number, "", pack.serial, pack.address, pack.head, pack.report)
            )
        raise
    if pack.under_way or (pack.head, pack.report) != (found.head, found.report):
        recorder.append(
            PackJudged(number, found.verdict, found.serial, found.address, found.head, found.report)
        )
    return found
