"""The PDF: of every report, whatever words are in it; the same bytes for the same report."""

import base64
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from msgspec.structs import replace

from tests.report.support import passed, report, whole_story
from tests.report.test_attachments import photograph
from tests.report.test_html_escapes import FOREIGN, told
from tests.report.test_json_form import DOCUMENTS, NO_SHRINKING, SLOW
from wizard.report.document import Attachment, Document
from wizard.report.pdf_form import NoPdf, to_pdf
from wizard.report.seal import sealed
from wizard.report.thumbnail import thumbnail

END = b"%%EOF"


def assert_is_pdf(raw: bytes) -> None:
    assert raw.startswith(b"%PDF-")
    assert raw.rstrip().endswith(END)


@pytest.mark.parametrize(
    "document", [report(whole_story()), report(passed()), report([]), sealed(report(passed()))]
)
def test_a_report_is_set_on_pages(document: Document) -> None:
    assert_is_pdf(to_pdf(document))


def test_the_same_report_makes_the_same_file_whenever_it_is_made() -> None:
    document = sealed(report(whole_story()))
    assert to_pdf(document) == to_pdf(document)


@settings(max_examples=25, deadline=None)
@given(FOREIGN)
def test_no_words_are_taken_for_markup(words: str) -> None:
    assert_is_pdf(to_pdf(told(words)))


@pytest.mark.parametrize(
    "words",
    ["#panic()", "$", "]", "*_`", '#read("/etc/passwd")', "\\u{0}", "//", "= x", "@a <b>", "\0"],
)  # fmt: skip
def test_what_is_markup_of_typst_is_words(words: str) -> None:
    assert_is_pdf(to_pdf(told(words)))


@settings(max_examples=15, deadline=None, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_every_document_is_set(document: Document) -> None:
    try:
        assert_is_pdf(to_pdf(document))
    except NoPdf as error:
        pytest.fail(str(error.reason))


def test_small_pictures_are_in_it_and_what_is_none_is_left_out() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    small = thumbnail(photograph())
    strange = ("no base64!", base64.b64encode(b"no picture").decode())
    files = [
        Attachment(f"{n}.jpg", 1, at, "ab" * 32, picture)
        for n, picture in enumerate((small, *strange))
    ]
    bare = to_pdf(report(passed()))
    whole = to_pdf(replace(report(passed()), attachments=tuple(files)))
    assert_is_pdf(whole)
    assert len(whole) > len(bare) + len(base64.b64decode(small)) // 2
    assert b"/Image" in whole


class PanicException(BaseException):
    """What Rust's panics become."""


@pytest.mark.parametrize("error", [MemoryError("much"), PanicException("index 9")])
def test_whatever_goes_wrong_in_typst_is_said_and_costs_the_pdf_only(
    monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(typst, "compile", fails)
    with pytest.raises(NoPdf, match=rf"could not be set: {error}"):
        to_pdf(report(passed()))


def test_being_told_to_end_is_no_fault_of_the_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "compile", interrupted)
    with pytest.raises(KeyboardInterrupt):
        to_pdf(report(passed()))


def test_without_typst_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(NoPdf, match=r"install jk-commission\[pdf\]"):
        to_pdf(report(passed()))
    assert list(tmp_path.iterdir()) == []
