"""`checklists` and `reports`, and which sessions there are."""

import argparse
from pathlib import Path

from wizard import library, paths
from wizard.commands.output import out, talk
from wizard.errors import BadFile, CommissionError, WrongUsage
from wizard.record import journal
from wizard.record.state import State, fold
from wizard.report.json_form import from_json
from wizard.report.text_form import to_text
from wizard.text import text


def checklists(given: argparse.Namespace) -> int:
    """List, show or check checklists."""
    match given.action:
        case "list":
            for name in sorted(library.everything()):
                loaded = library.load(name).checklist
                out(f"{name}\trevision {loaded.revision}\t{loaded.title}")
        case "show":
            out(library.raw(_named(given)).decode("utf-8", errors="replace"))
        case _:
            loaded = library.load(_named(given))
            out(f"{loaded.checklist.id}: {len(loaded.checklist.step)} steps, in order")
    return 0


def reports(given: argparse.Namespace) -> int:
    """List reports, or show one as text."""
    if given.action == "list":
        for file in sorted(paths.reports().glob("*.json")):
            document = from_json(file.read_bytes())
            simulated = "\tSIMULATED" if document.simulated else ""
            out(f"{document.report_id}\t{document.verdict.value}\t{document.site}{simulated}")
        return 0
    file = paths.reports() / f"{_named(given)}.json"
    if file.parent != paths.reports() or not file.is_file():
        raise BadFile(text("There is no report {name}.", name=given.name))
    out(to_text(from_json(file.read_bytes())))
    return 0


def _named(given: argparse.Namespace) -> str:
    if not given.name:
        raise WrongUsage(text("{action} needs a name", action=given.action))
    return given.name


def state_of(folder: Path) -> State:
    """Return the state of a session's folder. Raises BadFile."""
    return fold(journal.read(folder / paths.JOURNAL).events)


def open_sessions() -> list[tuple[str, State]]:
    """Return the sessions that were not brought to their end, newest first.

    One whose journal cannot be read is named on standard error and left out.
    """
    found: list[tuple[str, State]] = []
    for file in sorted(paths.sessions().glob(f"*/{paths.JOURNAL}"), reverse=True):
        try:
            state = state_of(file.parent)
        except CommissionError as error:
            talk(error.reason)
            continue
        if state.opened is not None and not state.ended:
            found.append((file.parent.name, state))
    return found


def newest_open() -> str:
    """Return the newest session that can be taken up. Raises WrongUsage."""
    for name, _state in open_sessions():
        return name
    raise WrongUsage(text("There is no open commissioning to take up."))


def last_link(name: str) -> str:
    """Return the link that a session used last. Raises BadFile."""
    return state_of(paths.session(name)).links[-1]
