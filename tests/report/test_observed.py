"""What was seen and is no number: in the report's language for people, in English in files."""

import csv
import io
import json

import pytest

from tests.languages.pseudo import PSEUDO, pseudo
from tests.report.page import page_of
from tests.report.support import judged, measured, report
from wizard.boards.alarm_words import alarm_words
from wizard.procedure.kinds.sides import SIDES
from wizard.report.csv_form import measurements_csv
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import from_json, to_json
from wizard.report.purposes import purpose_words
from wizard.report.rejudge import rejudged
from wizard.report.spoken import Speech
from wizard.text import text, words

OPEN = "charge MOS open, 4 cell over-voltage / fully charged"


def seen() -> Document:
    trip = text("{mos} open, {alarms}", mos=SIDES["over"].mos, alarms=alarm_words({4}))
    taken = [measured(name="trip", value=None, limit=None, observed=trip)]
    return report(judged("stairs", taken=taken))


def of_trip(document: Document) -> object:
    (step,) = [each for each in json.loads(to_json(document))["steps"] if each["id"] == "stairs"]
    return step["measurements"][0]["observed"]


def test_people_read_in_their_language_what_was_seen() -> None:
    page = " ".join(page_of(to_html(seen(), Speech("pl", PSEUDO))).words)
    for part in ("charge MOS", "cell over-voltage / fully charged"):
        assert pseudo(part) in page
        assert part not in page


def test_files_have_it_in_english() -> None:
    (row,) = csv.DictReader(io.StringIO(measurements_csv(seen()).removeprefix("\ufeff")))
    assert row["observed"] == OPEN
    told = of_trip(seen())
    assert isinstance(told, dict)
    assert told["words"] == OPEN


def test_a_report_with_it_is_read_again_and_bears_itself_out() -> None:
    document = seen()
    assert from_json(to_json(document)) == document
    assert list(rejudged(document)) == []


def test_an_older_record_has_a_string_and_keeps_it() -> None:
    taken = [measured(name="trip", value=None, limit=None, observed=OPEN)]
    document = report(judged("stairs", taken=taken))
    assert of_trip(document) == OPEN
    assert OPEN in " ".join(page_of(to_html(document)).words)


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("after preset", pseudo("after preset")),
        ("before pack-settings", pseudo("before {what}").replace("{what}", "pack-settings")),
        ("set in the app: balance", pseudo("set in the app: {what}").replace("{what}", "balance")),
        (
            "undo of no balancing meanwhile",
            pseudo("undo of {what}").replace("{what}", pseudo("no balancing meanwhile")),
        ),
        ("pack-settings", "pack-settings"),
    ],
)
def test_why_settings_were_read_is_in_words_with_the_names_of_steps(
    purpose: str, said: str
) -> None:
    assert words(purpose_words(purpose), PSEUDO) == said
    assert words(purpose_words(purpose)) == purpose
