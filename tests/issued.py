"""Sessions on disk and the reports that were issued of them, without a run."""

import hashlib
from pathlib import Path

from msgspec.structs import replace

from tests.report.support import opened
from wizard import library, paths
from wizard.assembly import document_of
from wizard.clock import JumpClock
from wizard.filing import Issued, issue
from wizard.record import events
from wizard.record.journal import Journal

FOLLOWED = "inverter-bms"


def session(*happened: events.Event) -> Path:
    """A session's folder, in which some events happened."""
    folder = paths.new_session(JumpClock().utc())
    raw = library.raw(FOLLOWED)
    paths.save(folder / paths.CHECKLIST, raw)
    digest = hashlib.sha256(raw).hexdigest()
    begun = replace(
        opened(), session=folder.name, checklist=FOLLOWED, checklist_sha256=digest
    )  # fmt: skip
    goes_on(folder, begun, *happened)
    return folder


def goes_on(folder: Path, *happened: events.Event) -> None:
    journal = Journal(folder / paths.JOURNAL, JumpClock())
    for event in happened:
        journal.append(event)
    journal.close()


def issued(folder: Path) -> Issued:
    return issue(document_of(folder), folder)
