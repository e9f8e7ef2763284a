"""`checklists` and `reports`, and which sessions there are."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from wizard import library, paths
from wizard.commands.output import out, talk
from wizard.errors import BadFile, CommissionError, WrongUsage
from wizard.record import journal
from wizard.record.state import State, fold
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import from_json, to_json
from wizard.report.text_form import to_text
from wizard.text import text

FORMS: Mapping[str, Callable[[Document], str]] = {
    "": to_text,
    ".txt": to_text,
    ".html": to_html,
    ".json": lambda document: to_json(document).decode(),
}
"""The forms of a report, by how its name ends."""


def checklists(given: argparse.Namespace) -> int:
    """List, show or check checklists."""
    match given.action:
        case "list":
            for name in sorted(library.everything()):
                _list(name)
        case "show":
            out(library.raw(_named(given)).decode("utf-8", errors="replace"))
        case _:
            loaded = library.load(_named(given))
            out(f"{loaded.checklist.id}: {len(loaded.checklist.step)} steps, in order")
    return 0


def _list(name: str) -> None:
    """Print a line about a checklist; one that cannot be used is named on standard error."""
    try:
        loaded = library.load(name).checklist
    except BadFile as error:
        talk(error.reason)
        return
    out(f"{name}\trevision {loaded.revision}\t{loaded.title}")


def reports(given: argparse.Namespace) -> int:
    """List reports, or show one: as text, or in the form that its name ends in."""
    if given.action == "list":
        for file in sorted(paths.reports().glob("*.json")):
            _list_report(file)
        return 0
    known = {
        file.stem + ending: (file, form)
        for file in paths.reports().glob("*.json")
        for ending, form in FORMS.items()
    }
    if _named(given) not in known:
        raise BadFile(text("There is no report {name}.", name=given.name))
    file, form = known[given.name]
    out(form(_report(file)).rstrip("\n"))
    return 0


def _list_report(file: Path) -> None:
    """Print a line about a report; one that cannot be read is named on standard error."""
    try:
        document = _report(file)
    except BadFile as error:
        talk(error.reason)
        return
    simulated = "\tSIMULATED" if document.simulated else ""
    out(f"{document.report_id}\t{document.verdict.value}\t{document.site}{simulated}")


def _report(file: Path) -> Document:
    try:
        return from_json(file.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(text("{file}: {why}", file=str(file), why=str(error))) from error


def _named(given: argparse.Namespace) -> str:
    if not given.name:
        raise WrongUsage(text("{action} needs a name", action=given.action))
    return given.name


def state_of(folder: Path) -> State:
    """Return the state of a session's folder. Raises BadFile."""
    file = folder / paths.JOURNAL
    try:
        return fold(journal.read(file).events)
    except OSError as error:
        raise BadFile(text("{file}: {why}", file=str(file), why=str(error.strerror))) from error


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
    links = state_of(paths.session(name)).links
    if not links:
        raise BadFile(text("Session {name} holds nothing to take up.", name=name))
    return links[-1]
