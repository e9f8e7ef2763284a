"""Every form of a report is to the letter what it was when somebody looked at it.

Where a change was meant: `python -m tests.golden`, then look at what is different.
"""

from pathlib import Path

import pytest

from tests.golden.forms import KEPT, forms, pdf_form
from tests.golden.sessions import GOLDEN, golden
from tests.report.pdf import with_poppler
from wizard.report.document import Document
from wizard.report.parts import ReportVerdict

VERDICTS = {
    "pass": ReportVerdict.PASS, "fail": ReportVerdict.FAIL, "interrupted": ReportVerdict.FAIL,
    "site": ReportVerdict.FAIL,
}  # fmt: skip


@pytest.fixture(scope="module", params=list(GOLDEN))
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Document]:
    name: str = request.param
    return name, golden(name, tmp_path_factory.mktemp(name))


def kept(name: str, file: str) -> str:
    return Path(KEPT / name / file).read_text(encoding="utf-8")


def test_every_form_is_what_it_was(made: tuple[str, Document]) -> None:
    name, document = made
    assert document.verdict is VERDICTS[name]
    for file, content in forms(document).items():
        assert content == kept(name, file), f"{name}/{file}"


@with_poppler
def test_the_pdf_says_what_it_said(made: tuple[str, Document]) -> None:
    name, document = made
    for file, content in pdf_form(document).items():
        assert content == kept(name, file), f"{name}/{file}"
