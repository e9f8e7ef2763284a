"""Which checklists there are: those shipped, then the user's own."""

from pathlib import Path

import pytest

from wizard import library
from wizard.errors import BadFile
from wizard.procedure.composing import OWN
from wizard.text import words


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "jk-commission/checklists"
    folder.mkdir(parents=True)
    return folder


def test_every_shipped_checklist_loads_under_its_own_name() -> None:
    for name, _ in library.shipped():
        assert library.load(name).checklist.id == name


def test_these_are_shipped_for_a_pack() -> None:
    assert {name for name, _ in library.shipped()} >= {
        "inverter-bms", "b2a8s20p", "pack-16kwh", "pack-dy-n8s24280a", "generic",
    }  # fmt: skip


def test_a_users_file_is_known_by_its_name(own: Path) -> None:
    (own / "firm.toml").write_bytes(b"x")
    assert library.raw("firm") == b"x"


def test_a_users_file_never_stands_in_for_a_shipped_one(own: Path) -> None:
    (own / "inverter-bms.toml").write_bytes(b"x")
    assert library.raw("inverter-bms") != b"x"


def test_a_file_is_taken_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"mine")
    assert library.raw(str(path)) == b"mine"


@pytest.mark.parametrize("name", ["", "nothing", ".", "/etc/passwd", "inverter-bms/"])
def test_what_is_no_checklist_names_those_there_are(name: str) -> None:
    with pytest.raises(BadFile, match=r"Known are: b2a8s20p, .*inverter-bms"):
        library.raw(name)


@pytest.mark.parametrize("name", ["none.toml", "a\0b.toml", "x" * 999 + ".toml"], ids=len)
def test_a_path_that_leads_nowhere_is_named(name: str) -> None:
    with pytest.raises(BadFile, match=r"\.toml|…"):
        library.raw(name)


def test_a_file_that_cannot_be_read_is_a_bad_file(own: Path) -> None:
    (own / "dir.toml").mkdir()
    with pytest.raises(BadFile):
        library.raw("dir")
    with pytest.raises(BadFile, match=r"gone\.toml"):
        library.read(own / "gone.toml")


def test_no_folder_of_ones_own_is_no_error(own: Path) -> None:
    own.rmdir()
    assert set(library.everything()) == {name for name, _ in library.shipped()}


# ---- what a firm builds on a shipped one

FIRM = """
builds_on = "inverter-bms"
id = "firm"
revision = 1
title = "Ours"
manual = "ours"
families = ["pb"]

[[step]]
from = "inverter-bms:particulars"
through = "cells-alike"

[[step]]
id = "photo"
kind = "confirm"
phase = "Before plugging"
title = "A photo of the cells"
short = "Photo"
why = "Nobody sees them again."
source = "our rule 7"
statements = ["The photo is in the folder of the job."]

[[step]]
from = "inverter-bms:probes-placed"
through = "hand-over"
"""


def test_a_firm_adds_a_step_and_the_report_can_tell_what_it_rests_on(own: Path) -> None:
    (own / "firm.toml").write_text(FIRM)
    ours, theirs = library.load("firm").checklist, library.load("inverter-bms").checklist
    assert [step.id for step in ours.step if step.id != "photo"] == [s.id for s in theirs.step]
    assert ours.based_on == (f"inverter-bms, revision {theirs.revision}",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('through = "cells-alike"', 'through = "condition"', "the gate `cells-alike` is missing"),
        ('families = ["pb"]', 'families = ["b2a"]', "families that the checklist it builds on"),
        ('"inverter-bms"', '"inverter-bmz"', "There is no checklist `inverter-bmz`"),
    ],
)
def test_a_firm_cannot_take_away_what_protects(own: Path, old: str, new: str, said: str) -> None:
    (own / "firm.toml").write_text(FIRM.replace(old, new))
    with pytest.raises(BadFile) as refused:
        library.load("firm")
    assert said in words(refused.value.reason)


def test_a_firm_may_narrow_a_limit_and_not_widen_it(own: Path) -> None:
    block = '[[step]]\nfrom = "inverter-bms:cells-alike"\n'
    limit = 'limit = {{ high = {high}, near = 0.02, unit = "V", source = "our rule 8" }}\n'
    shorter = FIRM.replace('through = "cells-alike"', 'through = "condition"')
    place = '\n[[step]]\nid = "photo"'
    for high, held in (("0.05", True), ("0.2", False)):
        (own / "firm.toml").write_text(
            shorter.replace(place, f"\n{block}{limit.format(high=high)}{place}")
        )
        if held:
            assert library.load("firm").checklist
        else:
            with pytest.raises(BadFile, match="narrowed, not widened"):
                library.load("firm")


def test_a_firms_file_that_builds_on_nothing_says_so(own: Path) -> None:
    (own / "alone.toml").write_bytes(library.raw("inverter-bms"))
    assert library.load("alone").checklist.based_on == (OWN,)
