"""Every form for people is in the language asked for: no word of this program is left out."""

import re

import pytest

from tests.issued import issued, session
from tests.report.page import page_of
from tests.report.pdf import with_poppler, words_of
from tests.report.support import report, whole_story
from tests.report.test_packs import site
from wizard import filing
from wizard.assembly import document_of
from wizard.errors import BadInput
from wizard.filing import issue
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.pdf_form import to_pdf
from wizard.report.spoken import Speech, speech
from wizard.report.text_form import to_text
from wizard.report.verify import verify_bundle
from wizard.text import Voice

LETTERS = re.compile(r"\{\w+\}|[A-Za-z]")
LATIN = re.compile(r"[A-Za-z][A-Za-z']+")


def _masked(msgid: str) -> str:
    """A template in a language whose letters are none of ours."""
    return LETTERS.sub(lambda found: found[0] if len(found[0]) > 1 else "ж", msgid)


MASKED = Speech("pl", Voice(_masked))
PEOPLE_AND_BOARDS = """
    Kowalski cellar of ukasz jcik Nowak Fluke INV JK PB pb jk commission dev ttyUSB Left Right
    rack SN own inverter bms json UTC SHA Cell OVP OVPR UVP this house
"""
NAMES = """
    who stairs audit site pack technician meter step lamp port answered ended identity read
    judged left measured noted opened started shift intended settled write open point settings
    packs counted planned begun
"""
"""Of steps, fields, events and files: they are the same in every language."""
FOREIGN = frozenset(f"{PEOPLE_AND_BOARDS} {NAMES}".split())


def unspoken(printed: str) -> set[str]:
    """Latin words that are neither foreign nor hexadecimal digits."""
    return {
        word for word in LATIN.findall(printed)
        if word not in FOREIGN and not re.fullmatch(r"[a-f]+", word)
    }  # fmt: skip


@pytest.mark.parametrize("document", [report(whole_story()), site("FAIL", 3)])
def test_every_word_of_ours_on_the_page_is_in_its_language(document: Document) -> None:
    assert unspoken(" ".join(page_of(to_html(document, MASKED)).words)) == set()


@pytest.mark.parametrize("document", [report(whole_story()), site("FAIL", 3)])
def test_every_word_of_ours_in_the_plain_text_is_in_its_language(document: Document) -> None:
    assert unspoken(to_text(document, MASKED)) == set()


@with_poppler
def test_the_page_names_its_language_and_the_pdf_is_in_it() -> None:
    document = report(whole_story())
    assert '<html lang="pl">' in to_html(document, MASKED)
    pdf = to_pdf(document, MASKED)
    assert unspoken(words_of(pdf)) == set()


def test_a_report_in_polish_has_its_own_file_names_and_the_same_master() -> None:
    folder = session(*whole_story())
    done = issue(document_of(folder), folder, "pl")
    names = {file.name.removeprefix(f"{folder.name}-r1") for file in done.files}
    assert names == {
        ".json", "-pl.txt", "-pl.html", "-pl.pdf", "-measurements.csv", "-settings.csv", ".zip",
    }  # fmt: skip
    assert done.document == issue(document_of(folder), folder, "pl").document


def test_a_further_language_is_added_to_what_was_issued_and_the_bundle_still_fits() -> None:
    folder = session(*whole_story())
    first = issued(folder)
    before = {file: file.read_bytes() for file in first.files if file.suffix != ".zip"}
    second = issue(document_of(folder), folder, "de")
    assert second.document == first.document
    assert {file.name for file in second.files} > {file.name for file in first.files}
    assert {file: file.read_bytes() for file in before} == before
    packed = filing.packed(second.document)
    assert verify_bundle(packed.read_bytes(), packed.name).problems == []


def test_there_is_no_report_in_a_language_that_nobody_knows() -> None:
    with pytest.raises(BadInput, match="no language xx"):
        speech("xx")


def test_figures_in_a_report_keep_their_point_in_every_language() -> None:
    assert speech("de").voice.decimal == "."
    assert "3.575 V" in to_text(report(whole_story()), speech("de"))
