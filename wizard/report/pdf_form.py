"""The report as PDF, set by typst where it is installed (the extra `pdf`).

What is on the page is the tree of the HTML page, how it looks stands in `report.typ`, which
reads that tree; nothing of a report is ever part of the program that sets it, so nothing in
it can be taken for markup.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from wizard.errors import WrongUsage
from wizard.report.document import Document
from wizard.report.html_attached import JPEG as JPEG_URL
from wizard.report.html_form import body, title
from wizard.report.html_parts import Child, Html, markup
from wizard.report.spoken import IN_ENGLISH, REPORT, Speech
from wizard.report.text_form import SIMULATED
from wizard.report.text_tables import numbered
from wizard.text import text

SOURCE = "report.typ"
JPEG = b"\xff\xd8"
SVG = "http://www.w3.org/2000/svg"
LAST_LETTER = "\u024f"  # of extended Latin
SIGNS = frozenset(
    "ΩμΩ“”„…•→△○✓✗☐\N{EN DASH}\N{EM DASH}\N{RIGHT SINGLE QUOTATION MARK}\N{MINUS SIGN}"
)
PANIC = "PanicException"


class NoPdf(WrongUsage):
    """Typst is not installed here, or could not set this report."""


def to_pdf(document: Document, speech: Speech = IN_ENGLISH) -> bytes:
    """Return the report on A4 pages. Raises NoPdf."""
    try:
        import typst
    except ImportError as error:
        raise NoPdf(
            text("A PDF needs typst: install jk-commission[pdf]. The HTML prints on A4 as well.")
        ) from error
    with TemporaryDirectory() as folder:
        source, own_fonts = _laid_out(document, speech, Path(folder))
        try:
            pdf: bytes = typst.compile(
                str(source),
                root=folder,
                timestamp=_moment(document),
                ignore_system_fonts=own_fonts,
            )
        except BaseException as error:  # a panic of typst's is no Exception
            if not isinstance(error, Exception) and type(error).__name__ != PANIC:
                raise
            raise NoPdf(text("The PDF could not be set: {why}", why=str(error))) from error
    return pdf


def _laid_out(document: Document, speech: Speech, folder: Path) -> tuple[Path, bool]:
    """Put the description of the pages and all that it reads into a folder.

    Return it, and whether typst's own fonts have all letters: then the same report makes
    the same file on every machine, and no machine's fonts are searched.
    """
    source = folder / SOURCE
    source.write_bytes(resources.files("wizard.report").joinpath(SOURCE).read_bytes())
    page = {
        "title": speech.say(title(document)),
        "author": speech.say(document.technician),
        "number": speech.say(numbered(document)),
        "verdict": speech.say(REPORT[document.verdict]),
        "loud": speech.say(SIMULATED) if document.simulated else "",
        "seal": speech.say(text("Seal: {seal}", seal=document.seal)) if document.seal else "",
        "lang": speech.code,
        "body": _Tree(speech, folder).node(body(document)),
    }
    said = json.dumps(page, ensure_ascii=False)
    source.with_name("page.json").write_text(said, encoding="utf-8")
    return source, all(char <= LAST_LETTER or char in SIGNS for char in said)


@dataclass(frozen=True, slots=True)
class _Tree:
    """Makes the tree of a page plain: words in a language, drawings and pictures apart."""

    speech: Speech
    folder: Path

    def node(self, one: Html) -> object:
        """Return an element with its name, kind and children."""
        kind = next((self.speech.say(said) for name, said in one.attributes if name == "class"), "")
        head = {"n": one.name, "c": kind}
        if one.name == "svg":
            return {**head, "svg": markup(_stand_alone(one), self.speech)}
        if one.name == "img":
            return {**head, "file": self._picture(one)}
        return {**head, "k": [self._child(child) for child in one.children]}

    def _child(self, child: Child) -> object:
        return self.node(child) if isinstance(child, Html) else self.speech.say(child)

    def _picture(self, one: Html) -> str:
        """Save a small picture; return its file, or nothing for what is none."""
        source = next(self.speech.say(said) for name, said in one.attributes if name == "src")
        try:
            picture = base64.b64decode(source.removeprefix(JPEG_URL), validate=True)
        except ValueError:
            return ""
        if not picture.startswith(JPEG):
            return ""
        name = f"{hashlib.sha256(picture).hexdigest()}.jpg"
        (self.folder / name).write_bytes(picture)
        return name


def _stand_alone(one: Html) -> Html:
    """Return a drawing of the page as a file of its own."""
    return Html(one.name, (("xmlns", SVG), *one.attributes), one.children)


def _moment(document: Document) -> int:
    """Return when the report's record ended: the same report makes the same file."""
    return int(document.finished.timestamp()) if document.finished else 0
