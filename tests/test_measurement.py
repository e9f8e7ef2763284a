from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.measurement import (
    SEVERITY,
    Limit,
    Measurement,
    Origin,
    Verdict,
    judge,
    shown,
    worst,
)
from wizard.quantity import Quantity, count, volts
from wizard.text import text

LOW, HIGH, NEAR = Decimal("2.5"), Decimal("3.6"), Decimal("0.05")
BOTH = Limit("V", LOW, HIGH, NEAR, source="INV 398")
PASS, MARGINAL, FAIL = Verdict.PASS, Verdict.MARGINAL, Verdict.FAIL


@pytest.mark.parametrize(
    ("limit", "value", "verdict"),
    [
        (BOTH, "2.499", FAIL),
        (BOTH, "2.5", MARGINAL),
        (BOTH, "2.549", MARGINAL),
        (BOTH, "2.55", PASS),
        (BOTH, "3.55", PASS),
        (BOTH, "3.551", MARGINAL),
        (BOTH, "3.6", MARGINAL),
        (BOTH, "3.601", FAIL),
        (Limit("V", LOW, HIGH), "2.5", PASS),
        (Limit("V", LOW, HIGH), "3.6", PASS),
        (Limit("V", low=LOW), "9999", PASS),
        (Limit("V", low=LOW), "2.4", FAIL),
        (Limit("V", high=HIGH), "-9999", PASS),
        (Limit("V", high=HIGH, near=NEAR), "3.58", MARGINAL),
        (Limit("V", high=HIGH), "3.7", FAIL),
        (Limit("", LOW, LOW), "2.5", PASS),
        (Limit("", LOW, LOW), "2.50", PASS),
        (Limit("", LOW, LOW), "2.51", FAIL),
        (Limit("V"), "1", PASS),
        (BOTH, "NaN", FAIL),
        (BOTH, "Infinity", FAIL),
        (Limit("V", low=LOW), "Infinity", FAIL),
        (Limit("V"), "sNaN", FAIL),
    ],
)
def test_a_limit_judges(limit: Limit, value: str, verdict: Verdict) -> None:
    assert limit.judge(Decimal(value)) is verdict


@given(st.decimals(-10, 10, places=3), st.decimals(0, 1, places=3))
def test_a_near_width_only_ever_turns_a_pass_into_marginal(value: Decimal, near: Decimal) -> None:
    without, with_near = Limit("V", LOW, HIGH), Limit("V", LOW, HIGH, near)
    assert with_near.judge(value) in ({FAIL} if without.judge(value) is FAIL else {PASS, MARGINAL})


@pytest.mark.parametrize(
    ("limit", "printed"),
    [
        (BOTH, "2.5 to 3.6 V"),
        (Limit("V", high=Decimal("0.1")), "at most 0.1 V"),
        (Limit("V", low=Decimal("0.100")), "at least 0.100 V"),
        (Limit("", Decimal(16), Decimal(16)), "exactly 16"),
        (Limit("", high=Decimal(2)), "at most 2"),
        (Limit("", low=Decimal(2)), "at least 2"),
        (Limit("", Decimal(1), Decimal(2)), "1 to 2"),
        (Limit("Ah", high=Decimal("2E+3")), "at most 2000 Ah"),
        (Limit("V", Decimal("1E-9"), Decimal(1)), "0.000000001 to 1 V"),
        (Limit("V"), "any V"),
    ],
)
def test_a_limit_prints_as_a_range(limit: Limit, printed: str) -> None:
    assert str(limit) == printed


def test_a_limit_says_where_it_comes_from() -> None:
    assert str(BOTH.origin) == "INV 398"
    assert str(Limit("V", derived="rounded").origin) == "derived: rounded"
    assert str(shown(BOTH)) == "2.5 to 3.6 V (INV 398)"


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("3.0", PASS),
        ("3.7", FAIL),
        ("5.1", Verdict.NOT_BELIEVABLE),
        ("-1", Verdict.NOT_BELIEVABLE),
        ("NaN", Verdict.NOT_BELIEVABLE),
    ],
)
def test_what_cannot_be_is_not_believable_and_no_fail(value: str, verdict: Verdict) -> None:
    possible = Limit("V", Decimal(0), Decimal(5))
    assert judge(Decimal(value), BOTH, possible) is verdict


def test_without_a_bound_on_what_can_be_a_limit_alone_judges() -> None:
    assert judge(Decimal("5.1"), BOTH) is FAIL


def test_only_a_pass_a_marginal_and_a_reasoned_exemption_open_a_gate() -> None:
    opening = {verdict for verdict in Verdict if verdict.passes}
    assert opening == {PASS, MARGINAL, Verdict.NOT_APPLICABLE}


def test_every_verdict_has_its_gravity() -> None:
    assert sorted(SEVERITY) == sorted(Verdict)


@given(st.lists(st.sampled_from(Verdict), min_size=1))
def test_the_worst_of_some_verdicts_is_one_of_them_and_none_is_graver(
    verdicts: list[Verdict],
) -> None:
    found = worst(verdicts)
    assert found in verdicts
    assert all(SEVERITY.index(each) <= SEVERITY.index(found) for each in verdicts)


def test_nothing_measured_is_not_taken_and_never_a_pass() -> None:
    assert worst([]) is Verdict.NOT_TAKEN
    assert not worst([]).passes
    assert worst([PASS, Verdict.NOT_TAKEN]) is Verdict.NOT_TAKEN
    assert worst([Verdict.NOT_APPLICABLE, PASS]) is PASS
    assert worst([Verdict.NOT_BELIEVABLE, FAIL]) is FAIL


@pytest.mark.parametrize(
    ("quantity", "printed"),
    [
        (volts("3.3"), "3.300 V"),
        (volts(Decimal(52)), "52.000 V"),
        (count(16), "16"),
        (Quantity(Decimal("1E+2"), "Ah"), "100 Ah"),
        (Quantity(Decimal("-4.50"), "°C"), "-4.50 °C"),
    ],
)
def test_a_quantity_prints_its_digits_and_its_unit(quantity: Quantity, printed: str) -> None:
    assert str(quantity) == printed


def test_a_measurement_survives_the_record_with_every_digit() -> None:
    taken = Measurement(
        id="m1",
        step="s",
        attempt=1,
        title=text("cell {n}", n=3),
        verdict=PASS,
        origin=Origin.METER,
        at=datetime(2025, 1, 2, tzinfo=UTC),
        quantity=volts("3.3"),
        limit=BOTH,
    )
    again = msgspec.json.decode(msgspec.json.encode(taken), type=Measurement)
    assert again == taken
    assert str(again.quantity) == "3.300 V"
