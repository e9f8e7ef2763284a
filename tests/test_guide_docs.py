"""The technician's guide says what the checklist says."""

import re

import pytest

from tests import guide

ASKS = re.compile(r"url\((?!#)|@import|href=|src=")


@pytest.mark.parametrize("name", sorted(guide.texts()))
def test_a_page_is_what_the_checklist_says_today(name: str) -> None:
    assert (guide.GUIDE / name).read_text(encoding="utf-8") == guide.texts()[name]


def test_most_steps_have_a_picture_and_every_link_leads_somewhere() -> None:
    pages = guide.pages(guide.CHECKLIST)
    assert sum(page.pictured for page in pages) > len(pages) * 2 / 3
    for page in guide.GUIDE.glob("*.md"):
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert (guide.GUIDE / target).exists(), f"{page.name}: {target}"


def test_no_picture_asks_a_network() -> None:
    asking = [one.name for one in guide.GUIDE.glob("*.svg") if ASKS.search(one.read_text("utf-8"))]
    assert asking == []
