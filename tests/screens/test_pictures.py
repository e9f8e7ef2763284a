"""Every screen once as a picture in English, and once more in the longest language."""

from collections.abc import Callable
from typing import Any

import pytest

from screens.words import speak_as
from tests.languages.pseudo import PSEUDO, pseudo
from tests.screens import scenes
from tests.screens.pictures import OTHER_SIZES, PAGES, PICTURES, STAIRS, TOP, Picture, keys, shown
from tests.screens.support import SIZE, Desk, asked, asking, seen
from wizard import language
from wizard.procedure.questions import Question
from wizard.procedure.views import View
from wizard.text import PLACE, Voice

Compare = Callable[..., bool]

LONGEST = "hu"
FULL: dict[str, tuple[Question[Any], tuple[View, ...]]] = {
    "stairs": (
        scenes.CELL_8,
        (scenes.rail("Voltage steps"), STAIRS, scenes.SHIFTED, scenes.NEWS),
    ),
    "review": (scenes.SEND, (scenes.rail("Settings"), scenes.SETTINGS, scenes.SHIFTED)),
    "trip": (
        scenes.LAMP,
        (scenes.rail("Over-voltage"), scenes.OVER_VOLTAGE, scenes.SHIFTED, scenes.NEWS),
    ),
    "current": (scenes.CLAMP, (scenes.rail("Current"), scenes.CALIBRATION, scenes.WAITING)),
    "password": (
        scenes.PASSWORD,
        (scenes.rail("Voltage steps"), STAIRS, scenes.NEWS, scenes.WAITING),
    ),
}
"""Steps with as much on the screen as there ever is."""


def longest(msgid: str) -> str:
    """Return a template in the longest language; words that only scenes have, 40 % longer."""
    told = language.voice(LONGEST).translate(msgid)
    own_words = told == msgid and any(map(str.islower, PLACE.sub("", msgid)))
    return pseudo(msgid) if own_words else told


SPOKEN = Voice(longest, language.LANGUAGES[LONGEST].decimal)


def speaking(voice: Voice) -> Callable[[str], None]:
    """Return a way to speak, whatever language was asked for."""
    return lambda _code: speak_as(voice)


def drawn(snap_compare: Compare, picture: Picture, desk: Desk, code: str = "en") -> bool:
    """Return whether a screen looks as in its picture."""
    app = picture.app(desk, code)
    return snap_compare(app, terminal_size=picture.size, run_before=picture.walk)


@pytest.mark.parametrize("name", PICTURES | OTHER_SIZES)
def test_in_english(snap_compare: Compare, desk: Desk, name: str) -> None:
    assert drawn(snap_compare, (PICTURES | OTHER_SIZES)[name], desk)


@pytest.mark.parametrize("name", PICTURES)
def test_in_the_longest_language(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, desk: Desk, name: str
) -> None:
    monkeypatch.setattr("screens.app.speak", speaking(SPOKEN))
    assert drawn(snap_compare, PICTURES[name], desk, LONGEST)


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak the language of tests, whose words are all 40 % longer."""
    monkeypatch.setattr("screens.app.speak", speaking(PSEUDO))


@pytest.mark.usefixtures("longer")
def test_the_first_page_in_longer_words(snap_compare: Compare, desk: Desk) -> None:
    assert drawn(snap_compare, PAGES["start"], desk)


@pytest.mark.usefixtures("longer")
@pytest.mark.parametrize("name", FULL)
def test_a_full_step_in_longer_words(snap_compare: Compare, desk: Desk, name: str) -> None:
    question, views = FULL[name]
    picture = Picture(shown(asking(question, TOP, *views)), keys(question.key))
    assert drawn(snap_compare, picture, desk)


@pytest.mark.usefixtures("longer")
@pytest.mark.parametrize("name", FULL)
async def test_in_longer_words_question_and_keys_are_whole(desk: Desk, name: str) -> None:
    question, views = FULL[name]
    app = shown(asking(question, TOP, *views))(desk, "en")
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, question.key)
        await keys(question.key)(pilot)
        told, rows = " ".join(seen(app).split()), seen(app).splitlines()[-2:]
    assert pseudo(question.prompt.msgid) in told
    if question.hint is not None:
        assert pseudo(question.hint.msgid) in told
    assert rows[0].startswith((" Enter ", " 1-3 Enter ", "─"))
    assert {"F1", "F4", "F5", "F7"} <= set(" ".join(rows).split())
    assert rows[-1].endswith(f"F10 {pseudo('leave')}")
    assert max(map(len, rows)) <= SIZE[0]
