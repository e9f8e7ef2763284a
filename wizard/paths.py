"""Where things lie: the only module that names folders.

Everything is under the user's data folder (`XDG_DATA_HOME` is respected); folders are
0700 and files 0600, since a report holds names and addresses of people.
"""

from datetime import datetime
from pathlib import Path

from platformdirs import user_config_path, user_data_path

from wizard.errors import BadFile
from wizard.record import beside
from wizard.record.disk import keep
from wizard.text import text

APP = "jk-commission"
JOURNAL = "journal.jsonl"
CHECKLIST = "checklist.toml"
ATTACHMENTS = beside.ATTACHMENTS


def data() -> Path:
    """Return the data folder."""
    return user_data_path(APP, appauthor=False)


def sessions() -> Path:
    """Return the folder that holds a folder for each session."""
    return data() / "sessions"


def reports() -> Path:
    """Return the folder of finished and interrupted reports."""
    return data() / "reports"


def gaps() -> Path:
    """Return the file of the gaps that adapters and boards were found to need."""
    return data() / "gaps.json"


def own_checklists() -> Path:
    """Return the user's folder for checklists of their own."""
    return user_config_path(APP, appauthor=False) / "checklists"


def new_session(now: datetime) -> Path:
    """Make the folder of a new session, named by date and a number: 2026-11-21-003.

    In it is one for photographs and whatever else belongs to the report.
    """
    private(sessions())
    day = now.astimezone().date().isoformat()
    for number in range(1, 1000):
        folder = sessions() / f"{day}-{number:03d}"
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        private(folder / ATTACHMENTS)
        return folder
    raise BadFile(text("{folder} holds 999 sessions of today", folder=str(sessions())))


def session(name: str) -> Path:
    """Return the folder of a session. Raises BadFile where there is none."""
    known = {file.parent.name: file.parent for file in sessions().glob(f"*/{JOURNAL}")}
    if name not in known:
        raise BadFile(text("There is no session {name}.", name=name))
    return known[name]


def private(folder: Path) -> Path:
    """Make a folder that only its owner can look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def save(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all, readable by its owner only; then the disk has it."""
    private(path.parent)
    return keep(path, content)
