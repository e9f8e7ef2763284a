"""Whatever people and boards say stays text: it makes no element and steers no reader."""

import unicodedata

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from tests.report.page import Page, page_of
from tests.report.support import answered, identified, judged, measured, report
from tests.report.test_json_form import DOCUMENTS, NO_SHRINKING, SLOW, STEERING
from wizard.measurement import Origin, Verdict
from wizard.record import events
from wizard.record.events import Event
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.html_parts import tag, written
from wizard.text import text

PIECES = st.sampled_from([
    "<script>alert(1)</script>", "</td></tr></table>", "<!--", "-->", "]]>", "</style>",
    "</title>", "\"'><img src=x onerror=y>", "&lt;", "&#60;b>", "\x1b[2J", "\u202e", "\u2066",
    "\u2028", "\x00", "\r\n", "\ud800", "電池", "A. Nowak",
])  # fmt: skip
FOREIGN = st.lists(PIECES | st.text(max_size=5), min_size=1, max_size=4).map("".join).filter(bool)


def told(words: str) -> Document:
    """A report in which every string that is not this program's is some words."""
    board = identified().identity
    happened: list[Event] = [
        *judged("who", taken=[
            answered("who", key, words) for key in ("site", "pack", "technician", "meter")
        ]),
        *judged("stairs", Verdict.FAIL, text("said {what}", what=words), [
            measured("stairs", "wire-1", observed=words, person=words, title=text(words),
                     note=text(words), origin=Origin.PERSON),
            measured("stairs", "cell-1", observed=words),
        ]),
        events.IdentityRead(type(board)(words, words, words, words, words, frozenset())),
        events.Noted(text(words), words, {words: words}),
        events.OpenPointNoted("audit", text("{what}", what=words)),
    ]  # fmt: skip
    return report(happened)


def _shape(page: Page) -> list[tuple[int, str]]:
    return page.shape


PLAIN = _shape(page_of(to_html(told("Kowalski"))))


@settings(max_examples=60, deadline=None)
@given(FOREIGN)
@example("</style></title><script>alert(1)</script><!--")
@example("\u202egnp.exe\u2066\x9b31m")
def test_no_text_makes_an_element_or_steers_a_reader(words: str) -> None:
    printed = to_html(told(words))
    assert _shape(page_of(printed)) == PLAIN
    assert {unicodedata.category(char) for char in printed if char != "\n"}.isdisjoint(
        STEERING | {"Cs"}
    )


@settings(max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_every_document_is_a_page(document: Document) -> None:
    printed = to_html(document)
    page_of(printed)
    assert printed == to_html(document)
    assert {unicodedata.category(char) for char in printed if char != "\n"}.isdisjoint(STEERING)


def test_foreign_words_are_read_as_they_were_written() -> None:
    words = "R&D <Keller> \"1\" 'a' &amp; 電池"
    assert page_of(to_html(told(words))).text.count(words) >= 10


@pytest.mark.parametrize("foreign", ['"><b>', "'", "&quot;", "\u202e\x1b"])
def test_an_attribute_stays_one(foreign: str) -> None:
    page = page_of(written(tag("td", foreign, data_label=foreign)))
    assert page.shape == [(0, "td")]
    [(name, value)] = page.attributes
    assert (name, value) == ("data-label", foreign.replace("\u202e\x1b", "??"))


def test_the_style_sheet_needs_no_escaping() -> None:
    sheet = to_html(told("x")).split("<style>")[1].split("</style>")[0]
    assert not set("<>&") & set(sheet)
    assert sheet.count("{") == sheet.count("}") > 50
