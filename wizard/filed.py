"""Reports that were issued: which there are, and what they say.

Where a report's JSON is, that revision was issued. Nothing here makes a form of one.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from wizard import paths
from wizard.errors import BadFile
from wizard.report.document import Document
from wizard.report.json_form import from_json
from wizard.text import Text, text

REVISION = re.compile(r"(?P<session>.+)-r(?P<number>[1-9][0-9]{0,3})")
MASTER = "json"
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def newest(session: str) -> Document | None:
    """Return the last revision of a session's report; None where there is none."""
    numbers = [number for name, number in revisions() if name == session]
    return read(stem(session, max(numbers))) if numbers else None


def revisions() -> Iterator[tuple[str, int]]:
    """Yield session and number of every report that was issued, in order of their names."""
    for file in sorted(paths.reports().glob("*.json")):
        if found := REVISION.fullmatch(file.stem):
            yield found["session"], int(found["number"])


def latest() -> dict[str, int]:
    """Return the number of the newest revision of each session's report."""
    found: dict[str, int] = {}
    for session, number in revisions():
        found[session] = max(number, found.get(session, 0))
    return found


def stem(session: str, number: int) -> str:
    """Return how the names of a revision's files begin."""
    return f"{session}-r{number}"


def read(name: str) -> Document:
    """Return an issued report by how its files' names begin. Raises BadFile."""
    return opened(paths.reports() / f"{name}.{MASTER}")


def opened(file: Path) -> Document:
    """Return the report in a JSON file. Raises BadFile."""
    try:
        return from_json(file.read_bytes())
    except UNREADABLE as error:
        raise BadFile(sentence(file, error)) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else ""
        raise BadFile(sentence(file, why or error)) from error


def sentence(file: object, why: object) -> Text:
    """Say what is wrong with a file."""
    return text("{file}: {why}", file=str(file), why=str(why))
