"""The report as PDF, set by typst where it is installed (the extra `pdf`).

The page is described in `report.typ`, which reads the report's JSON; nothing of a report is
ever part of the program that sets it, so nothing in it can be taken for markup.
"""

import base64
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from wizard.errors import WrongUsage
from wizard.report import qr
from wizard.report.document import Document
from wizard.text import text

SOURCE = "report.typ"
JPEG = b"\xff\xd8"
PANIC = "PanicException"

_ENCODER = msgspec.json.Encoder(decimal_format="string")  # which keep their digits


class NoPdf(WrongUsage):
    """Typst is not installed here, or could not set this report."""


def to_pdf(document: Document) -> bytes:
    """Return the report on A4 pages. Raises NoPdf."""
    try:
        import typst
    except ImportError as error:
        raise NoPdf(
            text("A PDF needs typst: install jk-commission[pdf]. The HTML prints on A4 as well.")
        ) from error
    with TemporaryDirectory() as folder:
        source = _laid_out(document, Path(folder))
        try:
            pdf: bytes = typst.compile(str(source), root=folder, timestamp=_moment(document))
        except BaseException as error:  # a panic of typst's is no Exception
            if not isinstance(error, Exception) and type(error).__name__ != PANIC:
                raise
            raise NoPdf(text("The PDF could not be set: {why}", why=str(error))) from error
    return pdf


def _laid_out(document: Document, folder: Path) -> Path:
    """Put the description of the pages and all that it reads into a folder."""
    source = folder / SOURCE
    source.write_bytes(resources.files("wizard.report").joinpath(SOURCE).read_bytes())
    source.with_name("report.json").write_bytes(_ENCODER.encode(document))
    source.with_name("qr.json").write_text(json.dumps(_code(document)))
    small = dict(_thumbnails(document))
    source.with_name("thumbnails.json").write_text(json.dumps(list(small)))
    for number, picture in small.items():
        source.with_name(f"thumbnail-{number}.jpg").write_bytes(picture)
    return source


def _code(document: Document) -> qr.Modules:
    """Return the code's modules; none where no code could hold what it is to say."""
    try:
        return qr.modules(qr.content(document), 0)
    except ValueError:
        return []


def _thumbnails(document: Document) -> Iterator[tuple[int, bytes]]:
    for number, one in enumerate(document.attachments):
        try:
            picture = base64.b64decode(one.thumbnail, validate=True)
        except ValueError:
            continue
        if picture.startswith(JPEG):
            yield number, picture


def _moment(document: Document) -> int:
    """Return when the report's record ended: the same report makes the same file."""
    return int(document.finished.timestamp()) if document.finished else 0
