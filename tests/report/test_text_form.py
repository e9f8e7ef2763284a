"""The printed report: fits the paper, hides nothing, obeys nobody's control characters."""

import unicodedata

import pytest
from hypothesis import given, settings

from tests.report.support import (
    CELL,
    answered,
    identified,
    judged,
    measured,
    passed,
    report,
    whole_story,
)
from tests.report.test_json_form import DOCUMENTS, NO_SHRINKING, SLOW, STEERING
from wizard.measurement import Limit, Origin, Verdict
from wizard.record import events
from wizard.report.document import Document
from wizard.report.lines import WIDTH, columns
from wizard.report.spoken import Speech
from wizard.report.text_form import to_text
from wizard.text import Voice, text

HOSTILE = "\x1b[2J\x9b31m\u202etxt\u2066\x07\r\n\u2028VERDICT\x00"


def _lines(document: Document) -> list[str]:
    return to_text(document).split("\n")


LONGER = {"gate": "Haltepunkt", "try": "Versuche", "meter": "Messgerät"}


def test_no_word_of_a_narrow_column_is_broken_in_a_language_of_longer_ones() -> None:
    printed = to_text(
        report(whole_story()), Speech("de", Voice(lambda msgid: LONGER.get(msgid, msgid)))
    )
    for word in ("Haltepunkt", "Versuche", "Messgerät"):
        assert word in printed.split()
    assert max(map(columns, printed.splitlines())) <= WIDTH


@settings(max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_no_line_is_wider_than_the_paper_nor_steers_a_terminal(document: Document) -> None:
    for line in _lines(document):
        assert columns(line) <= WIDTH
        assert {unicodedata.category(char) for char in line}.isdisjoint(STEERING)


def test_a_whole_story_fits() -> None:
    assert max(columns(line) for line in _lines(report(whole_story()))) <= WIDTH


def test_wide_letters_count_twice() -> None:
    site = [answered("who", "site", "電池" * 30)]
    document = report([*judged("who", taken=site), *passed("who")])
    assert max(columns(line) for line in _lines(document)) <= WIDTH
    assert to_text(document).replace("\n", "").count("電") == 60


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_measurement_stands_with_its_value_limit_verdict_and_origin(
    verdict: Verdict,
) -> None:
    taken = [measured(verdict=verdict, title=text("Rise"), origin=Origin.COMPUTED)]
    document = report([*passed("stairs"), *judged("stairs", taken=taken)])
    [line] = {line for line in _lines(document) if line.startswith("Rise")}
    for part in ("3.315 V", "2.5 to 3.6 V", str(verdict), "computed"):
        assert part in line.replace(str(verdict).upper(), str(verdict))
    following = _lines(document)[_lines(document).index(line) + 1]
    assert "INV 398-409" in following
    assert "10:01:00" in following


def test_a_derived_limit_says_how_it_was_derived() -> None:
    limit = Limit("V", high=CELL.high, derived="preset window")
    taken = [measured(limit=limit)]
    printed = to_text(report([*passed("stairs"), *judged("stairs", taken=taken)]))
    assert "at most 3.6 V" in printed
    assert "derived: preset window" in printed


def test_what_was_seen_and_said_about_it_is_printed() -> None:
    proof = text("proof B: the board's word")
    taken = [measured(value=None, observed="no lamp", limit=None, note=proof)]
    printed = to_text(report([*passed("stairs"), *judged("stairs", taken=taken)]))
    assert "no lamp" in printed
    assert "note: proof B: the board's word" in printed


def test_a_repeated_measurement_shows_its_earlier_attempts() -> None:
    assert "earlier, attempt 1: 0.003 V FAIL (meter), 2026-11-21 10:01:00 UTC" in to_text(
        report(whole_story())
    )


def test_failed_items_come_before_the_others() -> None:
    failed = judged("audit", Verdict.FAIL, text("a setting differs"))
    printed = to_text(report([*passed("audit"), *failed]))
    assert printed.index("a setting differs") < printed.index("-- Failed")
    assert printed.index("-- Failed") < printed.index("-- Steps at a glance")
    assert "-- Failed" not in to_text(report(passed()))


def test_settings_stand_under_jks_own_names() -> None:
    lines = _lines(report(whole_story()))
    [row] = {line for line in lines if line.startswith("Cell OVP (V)") and "pass" in line}
    assert row.split()[3:] == ["3.650", "-", "3.600", "3.600", "pass"]


def test_the_cover_names_who_where_and_what() -> None:
    cover = to_text(report(whole_story())).split("\n-- ")[0]
    for part in ("2026-11-21-003", "Kowalski, cellar", "1 of 4", "Łukasz Wójcik", "FAIL",
                 "JK_PB2A16S20P, firmware 15.41", "SOC is false", "UTC+01:00"):  # fmt: skip
        assert part in cover


def test_the_record_is_named_by_its_hash_and_nothing_is_claimed() -> None:
    printed = to_text(report(whole_story()))
    assert "7f3a91c2" * 8 in printed
    assert "rranged in line with common practice" in printed
    assert "complies" not in printed


def test_hostile_strings_print_and_do_nothing() -> None:
    board = identified().identity
    happened = [
        *judged("who", taken=[answered("who", "site", HOSTILE)]),
        *judged("stairs", Verdict.FAIL, text("said {what}", what=HOSTILE),
                [measured(observed=HOSTILE, person=HOSTILE, title=text(HOSTILE))]),
        events.IdentityRead(type(board)(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "", frozenset())),
        events.Noted(text(HOSTILE), "audit", {HOSTILE: HOSTILE}),
    ]  # fmt: skip
    printed = to_text(report(happened))
    assert not {char for char in printed if char != "\n" and not char.isprintable()}
    assert "?[2J?31m?txt" in printed


def test_a_long_value_wraps_and_loses_nothing() -> None:
    value = "1234567890" * 12
    happened = [*judged("who", taken=[answered("who", "site", value)]), *passed("who")]
    flat = "".join(line.strip() for line in _lines(report(happened)))
    assert value in flat
