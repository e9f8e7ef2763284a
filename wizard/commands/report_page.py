"""The reports that were issued, for the first page: listed, and read as text."""

from functools import partial

from wizard import filed
from wizard.engine.offers import Idle, Offer, Opens, Page, Reads
from wizard.errors import BadFile
from wizard.report.document import Document
from wizard.text import Text, text

REPORTS = "reports"
LABEL = text("Reports")


def reports_offer() -> Offer:
    """Return what opens the page of reports, with how many there are and the last one."""
    latest = filed.latest()
    if not latest:
        return Idle(REPORTS, LABEL, says=text("there is none yet"))
    says = text("{n}, last {last}", n=len(latest), last=_last(latest))
    return Opens(REPORTS, LABEL, says=says, page=_page)


def _last(latest: dict[str, int]) -> Text:
    session, number = max(latest.items())
    try:
        found = filed.read(filed.stem(session, number))
    except BadFile:
        return text("{name}", name=session)
    return text("{day} {verdict}", day=_day(found), verdict=text(found.verdict.value))


def _page() -> Page:
    """Return all reports, the newest first; one that cannot be read says so when it is opened."""
    stems = [filed.stem(*each) for each in sorted(filed.latest().items(), reverse=True)]
    return Page(
        title=text("Reports, the newest first"),
        options=tuple(map(_entry, stems)),
        says=(text("Their files: jk-commission reports show NAME"),),
    )


def _entry(name: str) -> Reads:
    return Reads(name, text("{name}", name=name), says=_about(name), lines=partial(_lines, name))


def _about(name: str) -> Text:
    try:
        found = filed.read(name)
    except BadFile:
        return text("cannot be read")
    where = f"{found.site}, {found.pack}" if found.pack_of else found.site
    said = text("{verdict}  {where}", verdict=text(found.verdict.value), where=where)
    return text("{about}  SIMULATED", about=said) if found.simulated else said


def _lines(name: str, code: str) -> str:
    from wizard.report.spoken import speech
    from wizard.report.text_form import to_text

    return to_text(filed.read(name), speech(code))


def _day(document: Document) -> str:
    return document.finished.date().isoformat() if document.finished else "-"
