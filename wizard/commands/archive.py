"""`checklists`, and which sessions there are."""

import argparse
from pathlib import Path

from wizard import paths
from wizard.commands.output import out, talk
from wizard.errors import BadFile, CommissionError, WrongUsage
from wizard.record import journal
from wizard.record.state import State, fold
from wizard.text import text


def checklists(given: argparse.Namespace) -> int:
    """List, show or check checklists."""
    from wizard import library

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
    from wizard import library

    try:
        loaded = library.load(name).checklist
    except BadFile as error:
        talk(error.reason)
        return
    out(f"{name}\trevision {loaded.revision}\t{loaded.title}")


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
    """Return the newest session that can be taken up; of a pack in a site, the site's.

    Raises WrongUsage.
    """
    found = dict(open_sessions())
    for name, state in found.items():
        site = state.pack_of.site if state.pack_of else ""
        return site if site in found else name
    raise WrongUsage(text("There is no open commissioning to take up."))


def last_link(name: str) -> str:
    """Return the link that a session used last. Raises BadFile."""
    links = state_of(paths.session(name)).links
    if not links:
        raise BadFile(text("Session {name} holds nothing to take up.", name=name))
    return links[-1]
