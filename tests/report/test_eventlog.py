"""The event log: every line of the journal is a sentence in the report."""

from typing import get_args

from hypothesis import given

from tests.record.strategies import EVENTS
from tests.report.page import page_of
from tests.report.support import history, opened, report, whole_story
from wizard.record.events import Event
from wizard.report.eventlog import SENTENCES, log
from wizard.report.html_form import to_html
from wizard.report.json_form import from_json, to_json
from wizard.report.timeline import moments


def test_there_is_a_sentence_for_every_event() -> None:
    assert SENTENCES.keys() == set(get_args(Event))


@given(EVENTS)
def test_an_event_of_any_kind_is_told_in_words(event: Event) -> None:
    [row] = log(moments(history([event])))
    assert row.number == 1
    assert row.what.words.strip() or str(getattr(event, "note", "")).strip() == ""


def test_the_log_holds_all_lines_in_order_with_number_time_and_step() -> None:
    happened = [opened(), *whole_story()]
    document = report(whole_story())
    assert [row.number for row in document.log] == list(range(1, len(happened) + 1))
    assert [row.at for row in document.log] == [line.at for line in history(happened).lines]
    said = {row.what.words: row.step for row in document.log}
    assert said["stairs: attempt 1 came to fail: wire 4 is on cell 3"] == "stairs"
    assert said["site was answered: Kowalski, cellar"] == "who"
    assert said["Write 1: verified, found -."] == ""
    assert "Left to do: SOC is false until the next full charge" in said


def test_the_log_comes_back_as_it_was() -> None:
    document = report(whole_story())
    assert from_json(to_json(document)).log == document.log


def test_on_the_page_it_is_folded_away_and_whole() -> None:
    document = report(whole_story())
    page = page_of(to_html(document))
    assert page.names.count("details") == 1
    assert len(page.rows("log", "")) == len(document.log) + 1
    assert "wire 4 is on cell 3" in page.section("log")
