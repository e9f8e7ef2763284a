"""The report's page as its readers open it: on A4 and on a telephone, asking for nothing."""

import shutil
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.browser.chromium import Page, chromium
from tests.golden.forms import KEPT
from tests.golden.sessions import GOLDEN
from tests.languages.pseudo import pseudo
from tests.report.support import report, whole_story
from wizard.report.html_form import to_html
from wizard.report.spoken import Speech
from wizard.text import Voice

A4, TELEPHONE = (794, 1123), (390, 844)
MM_TO_POINTS = Decimal(72) / Decimal("25.4")
TOO_WIDE = """
    [...document.body.querySelectorAll("*")].filter(one =>
        !one.closest("figure") && one.getBoundingClientRect().right > innerWidth + 1
    ).map(one => one.outerHTML.slice(0, 120))
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Generator[Page]:
    program = shutil.which("chromium")
    assert program, "install the Debian package chromium"
    with chromium(program, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.mark.parametrize("size", [A4, TELEPHONE], ids=["A4", "telephone"])
@pytest.mark.parametrize("name", list(GOLDEN))
def test_it_fits_says_nothing_and_asks_for_nothing(
    page: Page, name: str, size: tuple[int, int]
) -> None:
    file = KEPT / name / "report.html"
    page.open(file, *size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(TOO_WIDE) == []
    assert page.noise == []
    assert page.requests == [file.as_uri()]


@pytest.mark.parametrize("size", [A4, TELEPHONE], ids=["A4", "telephone"])
def test_it_fits_in_a_language_of_longer_words(
    page: Page, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "report-pl.html"
    file.write_text(to_html(report(whole_story()), Speech("pl", Voice(pseudo))), encoding="utf-8")
    page.open(file, *size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(TOO_WIDE) == []


def test_it_is_printed_on_a4_with_the_verdict_on_each_page(page: Page) -> None:
    page.open(KEPT / "fail" / "report.html", *A4)
    printed = page.printed()
    assert printed.startswith(b"%PDF-")
    box = printed.partition(b"/MediaBox [0 0 ")[2].partition(b"]")[0]
    width, height = map(Decimal, box.decode().split())
    assert abs(width - 210 * MM_TO_POINTS) < 1
    assert abs(height - 297 * MM_TO_POINTS) < 1


def test_a_page_that_complains_or_asks_for_something_would_be_noticed(
    page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "bad.html"
    file.write_text("<img src='other.png'><script>throw new Error('oh')</script>")
    page.open(file, *TELEPHONE)
    assert any("oh" in str(one) for one in page.noise)
    assert page.requests == [file.as_uri(), (tmp_path / "other.png").as_uri()]
