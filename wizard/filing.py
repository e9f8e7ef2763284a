"""Reports on disk: a further revision each time, and nothing is ever overwritten.

The JSON is written last: where it is, the revision was issued. What a power cut left
behind without one counts for nothing; a bundle that it left out is made up for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from wizard import paths
from wizard.errors import BadFile
from wizard.filed import MASTER, newest, sentence, stem
from wizard.language import LANGUAGES
from wizard.report import bundle
from wizard.report.attachments import attached
from wizard.report.document import Attachment, Document
from wizard.report.pdf_form import NoPdf
from wizard.report.rendering import FORMS
from wizard.report.seal import sealed
from wizard.report.signature import ENDING
from wizard.report.spoken import Speech, speech
from wizard.report.verify import CHECKLIST, JOURNAL, REPORT
from wizard.text import Text

PACKED = ".zip"


@dataclass(frozen=True, slots=True)
class Issued:
    """A report as it was issued, its files, and in words which form it has not."""

    document: Document
    files: tuple[Path, ...]
    missing: tuple[Text, ...] = ()


def issue(document: Document, folder: Path, code: str = "en") -> Issued:
    """Save a report as the next revision of its session; the same one again where it is.

    `folder` is the session's, `code` the language of the forms that people read; of a
    revision that was issued in another one, they are added. Raises BadFile where something
    cannot be read or written, BadInput where there is no such language.
    """
    spoken = speech(code)
    try:
        given = dict(attached(folder / paths.ATTACHMENTS))
        last = newest(document.report_id)
        whole = replace(document, attachments=tuple(given))
        if last is None or not _same(last, whole):
            return _written(sealed(_following(whole, last)), folder, given, spoken)
        lacking = [name for name, file in _wanted(last, code).items() if not file.exists()]
        missing = _forms(last, lacking, spoken)
        if len(lacking) > len(missing) or not packed(last).exists():
            _pack(last, folder, given)
        return Issued(last, files(last), missing)
    except OSError as error:
        raise BadFile(sentence(error.filename or folder, error.strerror or error)) from error


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
    forms = (form.named(code) for form in FORMS.values() for code in LANGUAGES)
    endings = dict.fromkeys([*forms, f".json{ENDING}", PACKED])
    found = (_beside(document, ending) for ending in endings)
    return tuple(file for file in found if file.exists())


def packed(document: Document) -> Path:
    """Return where the bundle of an issued report lies."""
    return _beside(document, PACKED)


def _same(last: Document, whole: Document) -> bool:
    """Whether nothing happened since a report."""
    return (last.journal, last.attachments) == (whole.journal, whole.attachments)


def _following(whole: Document, last: Document | None) -> Document:
    if last is None:
        return whole
    return replace(whole, revision=last.revision + 1, supersedes=last.seal)


def _beside(document: Document, ending: str) -> Path:
    return paths.reports() / f"{stem(document.report_id, document.revision)}{ending}"


def _written(
    document: Document, folder: Path, given: Mapping[Attachment, bytes], spoken: Speech
) -> Issued:
    """Write every form that can be made here, the JSON last, then the bundle of them."""
    missing = _forms(document, sorted(FORMS, key=lambda name: name == MASTER), spoken)
    _pack(document, folder, given)
    return Issued(document, files(document), missing)


def _wanted(document: Document, code: str) -> dict[str, Path]:
    """Return where each form of an issued report belongs."""
    return {name: _beside(document, form.named(code)) for name, form in FORMS.items()}


def _forms(document: Document, names: Iterable[str], spoken: Speech) -> tuple[Text, ...]:
    """Write forms; return in words which could not be made here."""
    missing: list[Text] = []
    for name in names:
        try:
            made = FORMS[name].of(document, spoken)
        except NoPdf as error:
            missing.append(error.reason)
        else:
            paths.save(_wanted(document, spoken.code)[name], made)
    return tuple(missing)


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
