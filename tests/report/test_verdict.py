"""The rules that a customer's verdict rests on."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.report.support import (
    CHECKLIST,
    intended,
    judged,
    measured,
    passed,
    read,
    report,
    settled,
    shift,
)
from wizard.measurement import Verdict
from wizard.quantity import count, volts
from wizard.record import events
from wizard.record.events import Event, Outcome
from wizard.report.parts import ReportVerdict
from wizard.report.text_form import to_text
from wizard.text import text

PASS, DEVIATIONS = ReportVerdict.PASS, ReportVerdict.DEVIATIONS
INCOMPLETE, FAIL = ReportVerdict.INCOMPLETE, ReportVerdict.FAIL

RULES: dict[Verdict, ReportVerdict] = {
    Verdict.PASS: PASS,
    Verdict.NOT_APPLICABLE: PASS,
    Verdict.MARGINAL: DEVIATIONS,
    Verdict.DEFERRED: DEVIATIONS,
    Verdict.NOT_TAKEN: INCOMPLETE,
    Verdict.STALE: INCOMPLETE,
    Verdict.FAIL: FAIL,
    Verdict.NOT_BELIEVABLE: FAIL,
}


@pytest.mark.parametrize(("verdict", "expected"), RULES.items())
def test_a_steps_verdict_decides(verdict: Verdict, expected: ReportVerdict) -> None:
    document = report([*passed("stairs"), *judged("stairs", verdict, text("as it is"))])
    assert document.verdict is expected
    named = [reason.words for reason in document.reasons]
    assert (not named) == (expected is PASS)
    assert all("Voltage rises" in words and "as it is" in words for words in named)


@pytest.mark.parametrize(("verdict", "expected"), RULES.items())
def test_a_measurements_verdict_decides_though_its_step_passed(
    verdict: Verdict, expected: ReportVerdict
) -> None:
    taken = [measured(verdict=verdict)]
    document = report([*passed("stairs"), *judged("stairs", taken=taken)])
    assert document.verdict is expected
    assert all("Step to cell 4" in reason.words for reason in document.reasons)


def test_only_pass_leaves_with_zero() -> None:
    assert {one: one.exit_code for one in ReportVerdict} == {
        PASS: 0, DEVIATIONS: 1, INCOMPLETE: 1, FAIL: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("of_audit", "why"),
    [
        ([], "never started"),
        ([events.StepStarted("audit", 1)], "never judged"),
        ([events.StepStarted("audit", 1), events.StepInterrupted("audit", 1, "back")],
         "never judged"),
        ([*judged("audit"), events.StepStarted("audit", 2)], "attempt 2"),
        ([*judged("audit"), events.WentStale("audit", "stairs")], "stairs was taken again"),
    ],
)  # fmt: skip
def test_what_was_not_brought_to_its_end_is_incomplete(of_audit: Sequence[Event], why: str) -> None:
    document = report([*passed("audit"), *of_audit])
    assert document.verdict is INCOMPLETE
    [reason] = document.reasons
    assert "All settings once more" in reason.words
    assert why in reason.words


def test_the_gravest_comes_first() -> None:
    document = report([
        *judged("who", Verdict.DEFERRED, text("no time")),
        *judged("stairs", Verdict.FAIL, text("no rise")),
    ])  # fmt: skip
    assert document.verdict is FAIL
    assert [("no rise" in r.words, "never" in r.words, "no time" in r.words)
            for r in document.reasons] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip


def test_a_value_taken_again_no_longer_counts() -> None:
    first = judged("stairs", Verdict.FAIL, taken=[measured(verdict=Verdict.FAIL)])
    again = judged("stairs", taken=[measured(attempt=2)], attempt=2)
    assert report([*passed("stairs"), *first, *again]).verdict is PASS


def test_an_open_shift_fails_and_says_what_to_set_by_hand() -> None:
    document = report([*passed(), shift(), events.ShiftLeftOpen(1, text("no answer"))])
    assert document.verdict is FAIL
    assert "test limits were left in board JK42" in document.reasons[0].words
    [row] = document.shifts
    assert [(one.key, one.original.printed) for one in row.set_by_hand] == [
        ("cell_ovpr", "3.550 V"), ("cell_ovp", "3.600 V"),
    ]  # fmt: skip
    printed = to_text(document)
    assert "[ ] Cell OVP (V) = 3.600 V" in printed
    assert "[ ] Cell OVPR (V) = 3.550 V" in printed


def test_a_shift_that_came_back_is_no_finding() -> None:
    document = report([*passed(), shift(), events.ShiftClosed(1, "step ended")])
    assert document.verdict is PASS
    assert document.shifts[0].set_by_hand == ()


LATER: dict[str, tuple[list[Event], ReportVerdict]] = {
    "nothing": ([], FAIL),
    "another value read": ([read("again", cell_ovp="3.650")], FAIL),
    "another setting verified": (
        [intended(2, "2.800", "cell_uvp"), settled(2, Outcome.VERIFIED)], FAIL,
    ),
    "verified by a later write": ([intended(2), settled(2, Outcome.VERIFIED)], PASS),
    "read later": ([read("again", cell_ovp="3.600")], PASS),
    "a shift opened and closed later": ([shift(), events.ShiftClosed(1, "end")], FAIL),
}  # fmt: skip


@pytest.mark.parametrize("outcome", [None, Outcome.UNKNOWN, Outcome.REFUSED])
@pytest.mark.parametrize("later", LATER)
def test_a_write_fails_the_report_until_something_proves_it(
    outcome: Outcome | None, later: str
) -> None:
    then, expected = LATER[later]
    written = [intended(1), *([settled(1, outcome)] if outcome else [])]
    document = report([*passed(), *written, *then])
    assert document.verdict is expected
    assert bool(document.writes[0].proof) == (expected is PASS)
    assert any("Cell OVP (V)" in r.words for r in document.reasons) == (expected is FAIL)


CALIBRATED = events.CalibrationIntended(
    1, "JK42", "voltage_calibration", volts("53.060"), volts("52.800")
)
AGAIN = events.CalibrationIntended(
    2, "JK42", "voltage_calibration", volts("53.060"), volts("52.800")
)


@pytest.mark.parametrize("outcome", [None, *Outcome])
@pytest.mark.parametrize(
    ("later", "proves"),
    [
        ([], False),
        ([read("again", voltage_calibration="52.800")], False),
        ([AGAIN, settled(2, Outcome.REFUSED)], False),
        ([shift(), events.ShiftClosed(1, "end")], False),
        ([AGAIN, settled(2, Outcome.VERIFIED)], True),
    ],
)
def test_a_calibration_is_proved_by_its_own_outcome_or_by_a_later_verified_one(
    outcome: Outcome | None, later: Sequence[Event], *, proves: bool
) -> None:
    told = [CALIBRATED, *([settled(1, outcome)] if outcome else [])]
    document = report([*passed(), *told, *later])
    proved = proves or (outcome is Outcome.VERIFIED and AGAIN not in later)
    assert document.verdict is (PASS if proved else FAIL)
    assert bool(document.writes[0].proof) is (proves or outcome is Outcome.VERIFIED)
    assert document.writes[0].label == "Voltage Calibration (V)"
    printed = to_text(document)
    assert "53.060 V" in printed
    assert ("NOT PROVED" in printed) is not proved


def plain(purpose: str, **values: int) -> events.SettingsRead:
    return events.SettingsRead(purpose, "JK42", {key: count(values[key]) for key in values})


def test_switches_and_options_stand_behind_the_settings_by_their_names() -> None:
    document = report([
        *passed(),
        events.SettingsRead("first", "JK42", {"cell_ovp": volts("3.650"), "smart_sleep": count(0)}),
        plain("before inverter", can_protocol=0, smart_sleep=0, capacity=280),
        events.WriteIntended(1, "JK42", "can_protocol", count(0), count(4), "inverter"),
        settled(1, Outcome.VERIFIED),
        plain("final", can_protocol=4, smart_sleep=1, capacity=280),
    ])  # fmt: skip
    rows = {row.label: (row.first, row.wanted, row.final, row.verdict) for row in document.settings}
    assert rows == {
        "Cell OVP (V)": (Decimal("3.650"), None, None, Verdict.NOT_TAKEN),
        "Battery Capacity (Ah)": (280, None, 280, Verdict.PASS),
        "Smart Sleep": (0, None, 1, Verdict.MARGINAL),
        "CAN Protocol No.": (0, 4, 4, Verdict.PASS),
    }
    assert list(rows) == [
        "Cell OVP (V)", "Battery Capacity (Ah)", "Smart Sleep", "CAN Protocol No.",
    ]  # fmt: skip


def test_a_verified_restore_proves_the_writes_of_its_shift() -> None:
    document = report([*passed(), shift(), intended(1, "3.252"), events.ShiftClosed(1, "end")])
    proof = document.writes[0].proof
    assert proof is not None
    assert proof.words == "restore of shift 1"
    assert document.verdict is PASS


@pytest.mark.parametrize(
    ("happened", "verdict", "expected"),
    [
        ([read("first", cell_ovp="3.650"), read("final", cell_ovp="3.650")], Verdict.PASS, PASS),
        ([read("first", cell_ovp="3.650"), read("final", cell_ovp="3.600")],
         Verdict.MARGINAL, DEVIATIONS),
        ([read("first", cell_ovp="3.650"), intended(1), settled(1, Outcome.VERIFIED),
          read("final", cell_ovp="3.600")], Verdict.PASS, PASS),
        ([read("first", cell_ovp="3.650"), intended(1), settled(1, Outcome.VERIFIED),
          read("final", cell_ovp="3.650")], Verdict.FAIL, FAIL),
        ([read("first", cell_ovp="3.650"), events.ActionIntended(1, "JK42", "preset_lifepo4"),
          settled(1, Outcome.VERIFIED), read("after preset", cell_ovp="3.600"),
          read("final", cell_ovp="3.600")], Verdict.PASS, PASS),
        ([read("first", cell_ovp="3.650"), shift(), intended(1, "3.252"),
          settled(1, Outcome.VERIFIED), events.ShiftClosed(1, "end"),
          read("final", cell_ovp="3.650")], Verdict.PASS, PASS),
        ([read("first", cell_ovp="3.650"), read("final", cell_ovp="3.650"), intended(1),
          settled(1, Outcome.VERIFIED)], Verdict.NOT_TAKEN, PASS),
    ],
)  # fmt: skip
def test_a_setting_is_judged_by_what_this_session_wanted(
    happened: Sequence[Event], verdict: Verdict, expected: ReportVerdict
) -> None:
    document = report([*passed(), *happened])
    assert document.settings[0].verdict is verdict
    assert document.verdict is expected


def test_another_checklist_than_the_records_is_incomplete() -> None:
    import msgspec

    other = msgspec.structs.replace(CHECKLIST, revision=4)
    document = report(passed(), other)
    assert document.verdict is INCOMPLETE
    assert "pb 3" in document.reasons[0].words


def test_an_empty_checklist_passes_nothing() -> None:
    import msgspec

    assert report([], msgspec.structs.replace(CHECKLIST, step=())).verdict is INCOMPLETE


def test_a_simulated_pack_keeps_its_verdict_and_says_so() -> None:
    document = report(passed(), simulated=True)
    assert document.verdict is PASS
    assert document.simulated
    assert to_text(document).count("SIMULATED PACK") > 3
    assert "SIMULATED" not in to_text(report(passed()))


def test_an_open_point_is_told_and_changes_no_verdict() -> None:
    document = report([*passed(), events.OpenPointNoted("audit", text("SOC is false"))])
    assert document.verdict is PASS
    assert [point.words for point in document.open_points] == ["SOC is false"]
