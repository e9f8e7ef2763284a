"""What is seen at a tripped pack, with a test source and without, and what it proves."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import waiting_for
from tests.procedure.support_protection import (
    BOTH,
    OVER,
    UNDER,
    in_order,
    ready_site,
    shifts,
    warnings_beside_a_pass,
)
from wizard.procedure.questions import Choice
from wizard.simulator.hands import Hands

B = "proof B: by the board's own word, MOS and alarm"
A_STOPPED = "proof A: the current was seen to stop"
A_DEAD = "proof A: the lamp went out, P- is dead"


@pytest.mark.parametrize(
    ("step", "seen", "verdict", "proof"),
    [
        (OVER, "nothing", "pass", B),
        (OVER, "lit", "pass", f"{B}; lamp lit"),
        (OVER, "out", "fail", "the lamp went out"),
        (UNDER, "nothing", "pass", B),
        (UNDER, "out", "pass", A_DEAD),
        (UNDER, "lit", "fail", "the lamp stays lit"),
    ],
)
def test_without_a_source_the_lamp_is_the_proof_or_the_boards_word(
    tmp_path: Path, step: str, seen: str, verdict: str, proof: str
) -> None:
    site = ready_site(tmp_path, step)
    ran = site.run({"hand-check": seen})
    assert ran.verdict(step) == verdict
    assert ran.observed(step, "proof") == proof
    assert in_order(site, ran)


@pytest.mark.parametrize("step", BOTH)
@pytest.mark.parametrize(
    ("seen", "verdict", "proof"),
    [
        ("nothing", "pass", B),
        ("stopped", "pass", A_STOPPED),
        ("flows", "fail", "the current still flows"),
    ],
)
def test_with_a_source_its_current_is_the_proof(
    tmp_path: Path, step: str, seen: str, verdict: str, proof: str
) -> None:
    site = ready_site(tmp_path, step)
    _switch_source_on(Hands(site.simulation), step)
    ran = site.run({"test-source": "on", "hand-check": seen})
    assert ran.verdict(step) == verdict
    assert ran.observed(step, "proof") == proof
    assert ran.observed(step, "current") == "5.000 A"
    assert ran.observed(step, "current-after") == "0.000 A"
    assert verdict == "fail" or warnings_beside_a_pass(ran) == []
    assert in_order(site, ran)


def _switch_source_on(hands: Hands, step: str, amperes: str = "5") -> None:
    turn_on = hands.charge if step == OVER else hands.load
    turn_on(Decimal(amperes))


@pytest.mark.parametrize("step", BOTH)
@pytest.mark.parametrize("amperes", ["0", "1.9", "10.1", "-5"])
def test_a_source_that_is_too_small_too_large_or_the_wrong_way_round_is_refused(
    tmp_path: Path, step: str, amperes: str
) -> None:
    site = ready_site(tmp_path, step)
    _switch_source_on(Hands(site.simulation), step, amperes)
    ran = site.run({"test-source": "on"})
    assert ran.verdict(step) == "fail"
    assert "limit 2 to 10 A" in ran.reason(step)
    assert shifts(ran) == []


@pytest.mark.parametrize("step", BOTH)
def test_a_current_that_flows_on_past_the_open_mos_fails_without_a_question(
    tmp_path: Path, step: str
) -> None:
    site = ready_site(tmp_path, step)
    board = site.simulation.board
    _switch_source_on(Hands(site.simulation), step)
    shorted = replace(board.quirks, mos_shorted=True)
    site.simulation.board.quirks = shorted
    ran = site.run({"test-source": "on"})
    assert ran.verdict(step) == "fail"
    assert "a current still flows: MOS shorted or wired round" in ran.reason(step)
    assert ran.observed(step, "current-after") == "5.000 A"
    assert any("disconnect the pack" in notice for notice in ran.notices)
    assert "hand-check" not in ran.person.keys
    assert in_order(site, ran)


@pytest.mark.parametrize(
    ("step", "seen", "typed", "verdict"),
    [
        (OVER, "lit-metered", "52.10", "pass"),
        (OVER, "lit-metered", "51.20", "fail"),
        (UNDER, "out-metered", "0.012", "pass"),
        (UNDER, "out-metered", "-0.012", "pass"),
        (UNDER, "out-metered", "5.4", "fail"),
        (UNDER, "out-metered", "-52.8", "fail"),
    ],
)
def test_a_meter_at_hand_is_judged_against_the_pack(
    tmp_path: Path, step: str, seen: str, typed: str, verdict: str
) -> None:
    site = ready_site(tmp_path, step)
    ran = site.run({"hand-check": seen, "output-voltage": typed})
    assert ran.verdict(step) == verdict
    assert ran.measured(step)["output"] == verdict
    assert in_order(site, ran)


@pytest.mark.parametrize(("step", "seen"), [(OVER, "lit-metered"), (UNDER, "out-metered")])
def test_what_a_lamp_and_a_meter_show_at_a_good_pack_passes(
    tmp_path: Path, step: str, seen: str
) -> None:
    site = ready_site(tmp_path, step)
    hands = Hands(site.simulation)
    ran = site.run({"hand-check": seen, "output-voltage": lambda: str(hands.output_voltage())})
    assert ran.verdict(step) == "pass"
    assert warnings_beside_a_pass(ran) == []


@pytest.mark.parametrize("step", BOTH)
def test_only_what_can_be_seen_is_offered(tmp_path: Path, step: str) -> None:
    ran = ready_site(tmp_path, step).run()
    asked = ran.person.question("hand-check")
    assert isinstance(asked, Choice)
    assert {"stopped", "flows"}.isdisjoint(option.key for option in asked.options)


def test_a_source_switched_on_after_the_gates_is_a_current_like_any_other(tmp_path: Path) -> None:
    site = ready_site(tmp_path, UNDER, fault="no-trip")
    hands = Hands(site.simulation)
    ran = site.run(when=waiting_for("waiting for the trip", lambda: hands.load(Decimal(16))))
    assert ran.verdict(UNDER) == "fail"
    assert "a current flows of -16.000 A" in ran.reason(UNDER)
