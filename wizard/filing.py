"""Reports on disk: a further revision each time, and nothing is ever overwritten.

The JSON is written last: where it is, the revision was issued. What a power cut left
behind without one counts for nothing; a bundle that it left out is made up for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from wizard import paths
from wizard.errors import BadFile
from wizard.report import bundle
from wizard.report.attachments import attached
from wizard.report.document import Attachment, Document
from wizard.report.json_form import from_json
from wizard.report.pdf_form import NoPdf
from wizard.report.rendering import FORMS
from wizard.report.seal import sealed
from wizard.report.signature import ENDING
from wizard.report.verify import CHECKLIST, JOURNAL, REPORT
from wizard.text import Text, text

REVISION = re.compile(r"(?P<session>.+)-r(?P<number>[1-9][0-9]{0,3})")
MASTER = "json"
PACKED = ".zip"
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Issued:
    """A report as it was issued, its files, and in words which form it has not."""

    document: Document
    files: tuple[Path, ...]
    missing: tuple[Text, ...] = ()


def issue(document: Document, folder: Path) -> Issued:
    """Save a report as the next revision of its session; the same one again where it is.

    `folder` is the session's. Raises BadFile where something cannot be read or written.
    """
    try:
        given = dict(attached(folder / paths.ATTACHMENTS))
        last = newest(document.report_id)
        whole = replace(document, attachments=tuple(given))
        if last is None or not _same(last, whole):
            return _written(sealed(_following(whole, last)), folder, given)
        if not packed(last).exists():
            _pack(last, folder, given)
        return Issued(last, files(last))
    except OSError as error:
        raise BadFile(_sentence(error.filename or folder, error.strerror or error)) from error


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


def made_of(session: str, head: str) -> str:
    """Return the file of a session's report; "" where none was made of its journal up to `head`.

    Raises BadFile.
    """
    last = newest(session)
    if last is None or last.journal.head != head:
        return ""
    return _beside(last, FORMS[MASTER].ending).name


def files(document: Document) -> tuple[Path, ...]:
    """Return the files of an issued report that are there: forms, signature, bundle."""
    endings = [*(form.ending for form in FORMS.values()), f".json{ENDING}", PACKED]
    found = (_beside(document, ending) for ending in endings)
    return tuple(file for file in found if file.exists())


def packed(document: Document) -> Path:
    """Return where the bundle of an issued report lies."""
    return _beside(document, PACKED)


def read(name: str) -> Document:
    """Return an issued report by how its files' names begin. Raises BadFile."""
    return opened(paths.reports() / f"{name}{FORMS[MASTER].ending}")


def opened(file: Path) -> Document:
    """Return the report in a JSON file. Raises BadFile."""
    try:
        return from_json(file.read_bytes())
    except UNREADABLE as error:
        raise BadFile(_sentence(file, error)) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else ""
        raise BadFile(_sentence(file, why or error)) from error


def _sentence(file: object, why: object) -> Text:
    return text("{file}: {why}", file=str(file), why=str(why))


def _same(last: Document, whole: Document) -> bool:
    """Whether nothing happened since a report."""
    return (last.journal, last.attachments) == (whole.journal, whole.attachments)


def _following(whole: Document, last: Document | None) -> Document:
    if last is None:
        return whole
    return replace(whole, revision=last.revision + 1, supersedes=last.seal)


def _beside(document: Document, ending: str) -> Path:
    return paths.reports() / f"{stem(document.report_id, document.revision)}{ending}"


def _written(document: Document, folder: Path, given: Mapping[Attachment, bytes]) -> Issued:
    """Write every form that can be made here, the JSON last, then the bundle of them."""
    missing: list[Text] = []
    for name in sorted(FORMS, key=lambda name: name == MASTER):
        form = FORMS[name]
        try:
            paths.save(_beside(document, form.ending), form.of(document))
        except NoPdf as error:
            missing.append(error.reason)
    _pack(document, folder, given)
    return Issued(document, files(document), tuple(missing))


def _pack(document: Document, folder: Path, given: Mapping[Attachment, bytes]) -> None:
    """Pack what was issued, the record that it was made from, and what was attached."""
    begin = stem(document.report_id, document.revision)
    issued = (file for file in files(document) if file.suffix != PACKED)
    content = {f"{REPORT}{file.name.removeprefix(begin)}": file.read_bytes() for file in issued}
    content[JOURNAL] = _as_reported(folder, document)
    content[CHECKLIST] = (folder / paths.CHECKLIST).read_bytes()
    content |= {f"{bundle.ATTACHMENTS}/{one.name}": its for one, its in given.items()}
    paths.save(packed(document), bundle.pack(content))


def _as_reported(folder: Path, document: Document) -> bytes:
    """Return the journal as far as the report knows it."""
    raw = (folder / paths.JOURNAL).read_bytes()
    rows = raw.split(b"\n")[: document.journal.lines]
    return b"".join(row + b"\n" for row in rows)
