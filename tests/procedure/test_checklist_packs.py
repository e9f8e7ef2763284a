"""The other shipped checklists as files: sourced, gated like the one that they rest on."""

import tomllib
from importlib import resources

import msgspec
import pytest

from tests.procedure.support import SHIPPED
from tests.procedure.support_packs import shipped
from tests.procedure.test_checklist import limits
from wizard import library
from wizard.errors import BadFile
from wizard.procedure.checklist import Audit, Form, Preset
from wizard.procedure.loading import parse
from wizard.simulator.makes import MAKES
from wizard.text import words

NAMES = ("b2a8s20p", "pack-16kwh", "pack-dy-n8s24280a", "generic")
LINES = {"title": 64, "short": 14}


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_names_its_source_and_every_step_its_own(name: str) -> None:
    found = limits(shipped(name))
    assert len(found) > 10
    assert all(limit.source or limit.derived for limit in found)
    assert all(step.source and step.why for step in shipped(name).step)


@pytest.mark.parametrize("name", NAMES)
def test_a_gate_of_inverter_bms_is_a_gate_here(name: str) -> None:
    gates = {step.id for step in SHIPPED.step if step.gate}
    assert all(step.gate for step in shipped(name).step if step.id in gates)


@pytest.mark.parametrize("name", NAMES)
def test_steps_keep_the_order_that_they_have_in_inverter_bms(name: str) -> None:
    order = [step.id for step in SHIPPED.step]
    shared = [step.id for step in shipped(name).step if step.id in order]
    assert shared == [step for step in order if step in shared]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_out_that_protects(name: str) -> None:
    steps = {step.id for step in shipped(name).step}
    assert steps >= {
        "particulars", "pack-limits", "supply", "condition", "connect", "cells-visible", "probes",
        "passwords", "chemistry-preset", "pack-settings", "balance", "cold-charge", "currents",
        "advanced", "voltage-calibration", "current-calibration", "controls",
        "protection-over-voltage", "protection-under-voltage", "final-audit", "inverter-joined",
        "hand-over",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_on_a_screen_of_80_columns(name: str) -> None:
    for step in shipped(name).step:
        assert len(step.title) <= LINES["title"], step.id
        assert len(step.short) <= LINES["short"], step.id


@pytest.mark.parametrize("name", NAMES)
def test_it_is_practised_on_a_pack_of_its_own_family(name: str) -> None:
    checklist = shipped(name)
    assert MAKES[checklist.practice.board].family in checklist.families


@pytest.mark.parametrize("name", NAMES)
def test_the_audit_comes_before_the_board_takes_no_more_questions(name: str) -> None:
    ids = [step.id for step in shipped(name).step]
    (audit,) = (at for at, step in enumerate(shipped(name).step) if isinstance(step, Audit))
    assert "dip" not in ids[:audit]
    assert ids[-1] == "hand-over"


def test_the_settings_password_of_the_16_kwh_pack_comes_first() -> None:
    raw = tomllib.loads(library.whole("pack-16kwh").decode())
    (step,) = (step for step in raw["step"] if step["id"] == "passwords")
    assert step["settings_factory"] == ["666666", "123456"]


def test_no_preset_of_the_8_channel_boards_proves_lto() -> None:
    (preset,) = (step for step in shipped("b2a8s20p").step if isinstance(step, Preset))
    assert set(preset.proof) == {"li_ion", "lifepo4"}


# ---- what is wrong is named


def complaint(name: str, *changes: tuple[str, str]) -> str:
    written = library.whole(name).decode()
    for old, new in changes:
        assert old in written, old
        written = written.replace(old, new, 1)
    with pytest.raises(BadFile) as refused:
        parse("mine.toml", written.encode())
    return words(refused.value.reason)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("pack-16kwh", "most = 45", "most = 945", "945 is outside 30 to 80"),
        ("pack-16kwh", "most = 45", "moist = 45", "Did you mean `most`?"),
        ("pack-16kwh", "most = 45, ", "", "nothing bounds `charge_otp`"),
        ("pack-16kwh", "most = 45", "most = 45, least = 50", "`least` and `most` of"),
        ("pack-16kwh", "share = 0.5, ", "", "`share` and `of` go together, `charge_current`"),
        ("pack-16kwh", '["lifepo4"]', "[]", "`offered` names cells"),
        ("pack-16kwh", 'ask = "chemistry"', 'ask = "line"', "`offered` names cells"),
        ("pack-16kwh", 'ask = "cells"', 'ask = "line"', "`possible` goes with a number"),
        ("pack-16kwh", "cells = 16", "cells = 0", "$.practice.cells"),
        ("generic", "when = { family", "when = { famly", "`famly`, which no form asks"),
        ("generic", '"board_probes"', '"board_probe"', "`other` rests on `board_probes`"),
        ("b2a8s20p", "plus = 10", "plus = 0", "$.step[9].plug[0].plus` (step `harness-steps`)"),
    ],
)
def test_what_is_wrong_is_named_with_its_step(name: str, old: str, new: str, said: str) -> None:
    assert said in complaint(name, (old, new))


def test_a_family_without_plugs_needs_them_in_the_step() -> None:
    found = complaint(
        "generic", ('families = ["pb", "b2a", "other"]', 'families = ["pb", "b2a", "nix"]')
    )
    assert "no family `nix`" in found


def test_no_form_asks_for_more_than_a_person_can_answer_in_a_sitting() -> None:
    for name in NAMES:
        for step in shipped(name).step:
            if isinstance(step, Form):
                assert len(step.fields) <= 20, (name, step.id)


def test_every_file_beside_the_checklists_is_read() -> None:
    names = {file.name for file in resources.files("checklists").iterdir() if file.is_file()}
    assert names >= {"boards.toml", "presets.toml", "inverters.toml"}
    assert msgspec.toml.decode(library.whole("generic"))["based_on"]
