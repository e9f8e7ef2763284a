"""What is another matter over a board's UART: the plug's dangers, what is not told."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.procedure.support import Ran, Site, altered, only
from tests.procedure.support_protection import REAL_OVER, REAL_UNDER
from tests.procedure.support_uart import AtTheSwitch, over_uart
from wizard.procedure.checklist import Checklist, Confirm
from wizard.procedure.step import Only, Span

OVER = "Only over the UART."
PLUG = Confirm(
    id="uart-plug",
    phase="Configuration",
    title="The UART plug",
    short="UART plug",
    why="A pin carries battery voltage.",
    source="a test",
    gate=True,
    only=Only(otherwise=OVER, link="uart"),
    statements=("Only ground, RX and TX are wired.",),
)


def with_plug(*steps: str) -> Checklist:
    checklist = only(*steps)
    return replace(checklist, step=(*checklist.step, PLUG))


def test_the_plugs_dangers_are_a_gate_over_the_uart(tmp_path: Path) -> None:
    ran = over_uart(tmp_path, with_plug(), "pb").run(
        {"uart-plug.statement-1": "n", "not-passed": "leave"}
    )
    assert ran.verdict("uart-plug") == "fail"
    assert not ran.ended


def test_over_another_link_nobody_is_asked_about_the_plug(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=with_plug()).run()
    assert (ran.verdict("uart-plug"), ran.reason("uart-plug")) == ("not applicable", OVER)


SIDES = {REAL_OVER: ("cell_ovp", 1), REAL_UNDER: ("cell_uvp", -1)}


def _attended(folder: Path, step: str, power_off: str = "2.5") -> Ran:
    checklist = altered(only("pack-limits", step), step, within=Span(120, "for this test"))
    site = over_uart(folder, checklist, "pb")
    told = AtTheSwitch(site, *SIDES[step]).answers(step)
    return site.run({"method": "real", "not-passed": "on", "power-off": power_off, **told})


@pytest.mark.parametrize("step", [REAL_OVER, REAL_UNDER])
def test_a_protection_is_proved_by_its_real_limit_and_nothing_is_written(
    tmp_path: Path, step: str
) -> None:
    ran = _attended(tmp_path, step)
    assert ran.verdict(step) == "pass"
    assert ran.observed(step, "power-off") == "2.500 V"
    assert "power-off" in ran.person.keys
    assert ran.measured(step)["mos"] == "pass"


def test_a_limit_near_to_what_the_app_shows_as_power_off_is_not_reached_for(
    tmp_path: Path,
) -> None:
    ran = _attended(tmp_path, REAL_UNDER, "2.899")
    assert ran.measured(REAL_UNDER)["room"] == "fail"
    assert ran.verdict(REAL_UNDER) == "fail"


AUDIT = "final-audit"


@pytest.mark.parametrize(
    ("shown", "verdict"), [("2.5", "marginal"), ("3.4", "fail"), ("0", "not applicable")]
)
def test_what_a_person_reads_in_the_app_is_no_pass(
    tmp_path: Path, shown: str, verdict: str
) -> None:
    given = {"app-power_off_voltage": shown, "not-passed": "leave"}
    ran = over_uart(tmp_path, only(AUDIT), "pb").run(given)
    assert ran.measured(AUDIT)["window-power_off_voltage"] == verdict


@pytest.mark.parametrize(("typed", "verdict"), [("", "marginal"), ("n", "fail")])
def test_emergency_is_looked_up_in_the_app(tmp_path: Path, typed: str, verdict: str) -> None:
    given = {"app-emergency": typed, "not-passed": "leave"}
    ran = over_uart(tmp_path, only(AUDIT), "pb").run(given)
    assert ran.measured(AUDIT)["emergency"] == verdict


def test_a_protocol_that_would_cut_the_uart_comes_last_and_is_never_sent(tmp_path: Path) -> None:
    site = over_uart(tmp_path, only("inverter", "inverter-protocol"), "pb")
    ran = site.run({"inverter_bus": "rs485", "brand": "deye", "number": "1", "way": "later"})
    assert ran.verdict("inverter-protocol") == "deferred"
    assert "would cut the line this program speaks on" in ran.reason("inverter-protocol")
    assert site.simulation.board.writes == []
