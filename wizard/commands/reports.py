"""`reports`: which were issued, one of them, or all of them for whoever collects them."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from wizard import filed
from wizard.commands.output import out, talk
from wizard.errors import BadFile, WrongUsage
from wizard.language import LANGUAGES
from wizard.report.csv_form import measurements_csv, settings_csv
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import to_json, to_line
from wizard.report.parts import ReportVerdict
from wizard.report.spoken import Speech, speech
from wizard.report.text_form import to_text
from wizard.text import text

FORMS: Mapping[str, Callable[[Document, Speech], str]] = {
    "": to_text,
    ".txt": to_text,
    ".html": to_html,
    ".json": lambda document, _: to_json(document).decode(),
    "-measurements.csv": lambda document, _: measurements_csv(document),
    "-settings.csv": lambda document, _: settings_csv(document),
}
"""The forms that are shown as they are, by how a report's name ends."""

SPOKEN = {"", ".txt", ".html"}
"""The endings before which a language may stand."""

VERDICTS = {found.name.lower(): found for found in ReportVerdict}


def reports(given: argparse.Namespace) -> int:
    """Do what the second word says."""
    return ACTIONS[given.action](given)


def _show(given: argparse.Namespace) -> int:
    """Print one: as text, or in the form and the language that its name ends in.

    Without -rN it is the newest revision, without a language that of the program.
    """
    if not given.name:
        raise WrongUsage(text("show needs a name"))
    for ending, form in FORMS.items():
        begin = given.name.removesuffix(ending) if given.name.endswith(ending) else ""
        for name, code in _meant(begin, ending, given.language):
            out(form(filed.read(name), speech(code)).replace("\r\n", "\n").rstrip("\n"))
            return 0
    raise _unknown(given.name)


def _meant(begin: str, ending: str, own: str) -> Iterator[tuple[str, str]]:
    """Yield the report that a file's name begins with, and the code of its language."""
    if name := named(begin):
        yield name, own
    stem, _, code = begin.rpartition("-")
    if ending in SPOKEN and code in LANGUAGES and (name := named(stem)):
        yield name, code


def named(name: str) -> str | None:
    """Return how the files of a report begin, by its session or its revision; None: no such."""
    known = {filed.stem(*revision) for revision in filed.revisions()}
    newest = filed.latest().get(name)
    if newest is not None:
        return filed.stem(name, newest)
    return name if name in known else None


def issued(name: str) -> Document:
    """Return a report by its session or its revision. Raises BadFile."""
    found = named(name)
    if found is None:
        raise _unknown(name)
    return filed.read(found)


def _unknown(name: str) -> BadFile:
    return BadFile(text("There is no report {name}.", name=name))


# ---- many


def _list(given: argparse.Namespace) -> int:
    """Print a line about the newest revision of each report, the packs of a site below it."""
    known = {document.report_id: document for document in _wanted(given)}
    for document in known.values():
        if document.pack_of not in known:
            _line(document)
            for pack in (one for one in known.values() if one.pack_of == document.report_id):
                _line(pack, "  ")
    return 0


def _line(document: Document, before: str = "") -> None:
    simulated = "\tSIMULATED" if document.simulated else ""
    where = f"{document.site}, {document.pack}" if document.pack_of else document.site
    name = filed.stem(document.report_id, document.revision)
    out(f"{before}{name}\t{document.verdict.value}\t{where}{simulated}")


def _export(given: argparse.Namespace) -> int:
    """Print the newest revision of each report as JSON, one a line."""
    if not given.jsonl:
        raise WrongUsage(text("export needs --jsonl: it is the only form of many reports"))
    for document in _wanted(given):
        out(to_line(document).decode().rstrip("\n"))
    return 0


def _wanted(given: argparse.Namespace) -> Iterator[Document]:
    """Yield what the options ask for; what cannot be read is named on standard error."""
    for session, number in sorted(filed.latest().items()):
        try:
            document = filed.read(filed.stem(session, number))
        except BadFile as error:
            talk(error.reason)
            continue
        if _fits(document, given):
            yield document


def _fits(document: Document, given: argparse.Namespace) -> bool:
    day = document.finished.date() if document.finished else date.min  # by UTC
    return (
        (given.site is None or _of_site(document, given.site))
        and (given.serial is None or _of_board(document, given.serial))
        and (given.verdict is None or document.verdict is VERDICTS[given.verdict])
        and (given.since is None or day >= given.since)
        and (given.until is None or day <= given.until)
    )


def _of_site(document: Document, part: str) -> bool:
    return part.casefold() in document.site.casefold()


def _of_board(document: Document, serial: str) -> bool:
    own = document.board.serial if document.board else ""
    return serial in {own, *(pack.serial for pack in document.packs)}


ACTIONS = {"list": _list, "show": _show, "export": _export}
