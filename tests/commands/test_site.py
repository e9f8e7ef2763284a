"""A site on the command line: what is listed, and what is taken up."""

from pathlib import Path

import pytest

from tests.commands.support import run
from tests.procedure.support_site import SITE, BankSite
from wizard.commands.archive import newest_open
from wizard.commands.first_page import start_options
from wizard.engine.offers import Offer, Opens
from wizard.text import words


def left_in_pack_2() -> str:
    """Leave a site while its second pack is taken; return that one's session."""
    ran = BankSite().run({"pack-2:preset-word": "", "pack-2:not-passed": "leave",
                          "pack-2-not-passed": "leave"})  # fmt: skip
    return ran.pack(2).session


def resumable() -> Opens:
    """What the first page offers to take up: more than one."""
    option = start_options()[1]
    assert isinstance(option, Opens)
    return option


def test_reports_list_the_packs_of_a_site_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    left_in_pack_2()
    lines = run(capsys, "reports", "list").out.splitlines()
    assert lines[0] == f"{SITE}-r1\tINCOMPLETE\tDemo cellar\tSIMULATED"
    assert [line.startswith("  ") for line in lines] == [False, True, True]
    assert [line.split("\t")[1:3] for line in lines[1:]] == [
        ["PASS", "Demo cellar, Pack 1"], ["INCOMPLETE", "Demo cellar, Pack 2"],
    ]  # fmt: skip


def test_resuming_without_a_name_takes_up_the_site_of_the_pack_that_was_left() -> None:
    assert left_in_pack_2() != SITE
    assert newest_open() == SITE


def test_the_start_page_says_which_site_a_pack_belongs_to(home: Path) -> None:
    session = left_in_pack_2()
    assert home.exists()
    page = resumable().page()
    told = [words(option.says) for option in page.options if isinstance(option, Offer)]
    assert any(said.startswith(f"{session} (Pack 2 of site {SITE}) · ") for said in told)
    assert all(said.endswith(" · left in order") for said in told)
