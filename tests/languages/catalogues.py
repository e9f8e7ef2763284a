"""The catalogues: made from what is extracted, kept in step with it, compiled.

Places are files without lines, the head has no dates: a catalogue changes where a sentence
does, and nowhere else.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.languages import extraction
from wizard.language import CATALOGUES, DOMAIN, LANGUAGES

TEMPLATE = CATALOGUES / f"{DOMAIN}.pot"
CODES = tuple(code for code in LANGUAGES if code != "en")
WIDTH = 100


class Still(Catalog):
    """A catalogue whose head says nothing about days and people."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__(locale=code, charset="utf-8", fuzzy=False)

    def take(self, message: Message) -> None:
        """Add a message of another catalogue as it is."""
        self.add(
            message.id,
            message.string,
            locations=message.locations,
            auto_comments=message.auto_comments,
            flags={"fuzzy"} & set(message.flags),
        )

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        language = [("Language", str(self.locale))] if self.locale else []
        return [
            ("Project-Id-Version", DOMAIN),
            *language,
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    @property
    def header_comment(self) -> str:
        return f"# Sentences of {DOMAIN}. Kept by `python -m tests.languages`."


def path(code: str, ending: str) -> Path:
    """Return the file of a language: `po` or `mo`."""
    return CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.{ending}"


def template(found: Iterable[extraction.Message]) -> Catalog:
    """Return the catalogue of what has to be translated, in the order of the files."""
    fresh = Still()
    for message in found:
        remark = [message.remark] if message.remark else []
        fresh.add(message.msgid, "", locations=[(message.file, 0)], auto_comments=remark)
    return fresh


def read(file: Path, code: str | None = None) -> Catalog:
    """Return a catalogue from its file; an empty one where there is none yet."""
    held = Still(code)
    if file.exists():
        with file.open("rb") as opened:
            for message in read_po(opened, locale=code, charset="utf-8"):
                if message.id:
                    held.take(message)
    return held


def updated(code: str, fresh: Catalog) -> Catalog:
    """Return a language's catalogue with the sentences of a template, in its order.

    A new sentence that is like an old one gets its translation, marked as fuzzy.
    """
    old = read(path(code, "po"), code)
    old.update(fresh, update_header_comment=False)
    renewed = Still(code)
    for wanted in fresh:
        known = old.get(wanted.id) if wanted.id else None
        if known is not None:
            renewed.take(known)
    return renewed


def written(catalogue: Catalog) -> bytes:
    """Return the text of a catalogue."""
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return what gettext reads."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()
