"""A whole site, headless: the packs by sessions of their own, then joined, to one report."""

from pathlib import Path
from typing import Any

import pytest

from tests.procedure.support import Given, altered
from tests.procedure.support_bus import BusSite, bank, bus, hurried
from tests.procedure.support_site import LINK, SHORT, BankSite
from wizard import paths
from wizard.assembly import document_of
from wizard.operators import demo_site
from wizard.operators.script import Answers
from wizard.procedure.questions import Question
from wizard.procedure.step import Span
from wizard.simulator.bank import bank_of
from wizard.simulator.bank_faults import BANK_FAULTS
from wizard.site import Surroundings

PACK = ("connect", "chemistry-preset", "inverter", "inverter-protocol", "final-audit", "dip")
LESS = Span(60, derived="less to simulate")
JOINING = ("site-compare", "site-chain", "site-master", "site-equal", "site-joined",
           "site-settled")  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


class WholeSite(BankSite):
    """A bank with every step of the site; its packs by a short checklist, without files."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.raw = hurried()
        paths.save(self.folder / paths.CHECKLIST, self.raw)

    def _around(self) -> Surroundings:
        return Surroundings("test", LINK, True, self._far_end, document_of, document_of)

    def _answers(self, given: Given) -> Answers:
        usual = demo_site.answers(self.bank)

        def answer(step: str, question: Question[Any]) -> str | None:
            if question.key.startswith("checklist-"):
                return SHORT
            found = given.get(f"{step}.{question.key}", given.get(question.key))
            if callable(found):
                return found()
            return found if isinstance(found, str) else usual(step, question)

        return answer


def test_a_bank_of_sixteen_becomes_a_site_report() -> None:
    ran = WholeSite(bank_of(16), PACK).run()
    assert ran.ended
    assert ran.document.verdict.value == "PASS", ran.document.reasons
    assert [row.number for row in ran.document.packs] == list(range(1, 17))
    assert len({row.serial for row in ran.document.packs}) == 16
    assert [row.address for row in ran.document.packs] == [*range(1, 16), 0]
    verdicts = {row.id: row.verdict.value for row in ran.document.steps}
    assert set(verdicts.values()) == {"pass"}
    losses = [one for row in ran.document.steps for one in row.measurements
              if one.id.startswith("loss-")]  # fmt: skip
    assert len(losses) == 15


STOPS = {
    "other-cells": ("site-compare", "fail"),
    "other-firmware": ("site-compare", "marginal"),
    "double-address": ("site-chain", "fail"),
    "chain-open": ("site-chain", "fail"),
    "lossy-chain": ("site-chain", "fail"),
    "two-masters": ("site-master", "fail"),
    "voltage-apart": ("site-equal", "fail"),
    "soc-apart": ("site-equal", "fail"),
    "never-settles": ("site-settled", "fail"),
}
"""Where a bank's fault shows first, and with which verdict."""


def test_each_fault_of_a_bank_has_its_step() -> None:
    assert set(STOPS) == set(BANK_FAULTS)


@pytest.mark.parametrize("fault", STOPS)
def test_each_fault_of_a_bank_is_seen_at_its_step_and_not_before(
    tmp_path: Path, fault: str
) -> None:
    checklist = altered(bus(*JOINING), "site-settled", hold=LESS, patience=LESS)
    ran = BusSite(tmp_path, bank(fault), checklist).run()
    step, verdict = STOPS[fault]
    assert ran.verdict(step) == verdict
    before = JOINING[: JOINING.index(step)]
    assert [ran.verdict(each) for each in before] == ["pass"] * len(before)
