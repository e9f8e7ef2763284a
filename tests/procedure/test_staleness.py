"""What rests on a step that is taken again: stale where the result is another."""

from pathlib import Path

from tests.procedure.support import Site, altered, only
from tests.procedure.test_session import METER, Keys, stale, started
from wizard.procedure.interrupts import Interrupt
from wizard.simulator.create import create

FAILED = {"plugs-in.statement-2": ["n"], "wire-1": ["3.300"]}
OPEN_END = altered(METER, "plugs-in", gate=False)


def test_another_result_makes_what_rests_on_it_stale_and_it_is_taken_again(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=OPEN_END)
    ran = Keys(Interrupt.BACK).at(site, "not-passed", "on", {**FAILED, "wire-1": ["3.3", "3.31"]})
    assert stale(ran) == [("plugs-in", "harness-steps")]
    assert started(ran)[3:] == ["plugs-in", "harness-steps", "plugs-in"]
    assert ran.verdict("plugs-in") == "pass"


def test_a_preset_that_is_sent_again_makes_the_settings_after_it_stale(tmp_path: Path) -> None:
    two = altered(only("chemistry-preset", "pack-settings"), "pack-settings", gate=False)
    site = Site(tmp_path, create("refused-write"), two)
    ran = Keys(Interrupt.BACK).at(site, "not-passed", "on", {"preset-again": "send"})
    assert stale(ran) == [("pack-settings", "chemistry-preset")]
    kept = Site(tmp_path / "kept", create("refused-write"), two)
    ran = Keys(Interrupt.BACK).at(kept, "not-passed", "on", {"preset-again": "keep"})
    assert stale(ran) == []


def test_the_same_result_makes_nothing_stale(tmp_path: Path) -> None:
    ran = Keys(Interrupt.BACK).at(Site(tmp_path, checklist=OPEN_END), "not-passed", "on", FAILED)
    assert started(ran)[3:] == ["plugs-in", "harness-steps"]
    assert (stale(ran), ran.verdict("plugs-in")) == ([], "fail")
