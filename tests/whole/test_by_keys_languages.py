"""The whole procedure by keys alone, at 80 by 24, in each language of the program."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.asking import NO
from screens.sheet import Sheet
from screens.words import say, speak_as
from tests.languages.extraction import messages, needs_words
from tests.whole.by_keys import SIZE, Walk
from tests.whole.packs import MOST, require_commissioned
from wizard import language
from wizard.look import Look
from wizard.procedure.questions import Choice, Number, Question
from wizard.text import ENGLISH, Voice, text

KNOWN = frozenset(message.msgid for message in messages())
LONGEST = "hu"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield
    speak_as(ENGLISH)


class ForeignWalk(Walk):
    """A walk in a language, which looks at every question before it answers it.

    `unknown` are the sentences that were said and are in no catalogue; `cut` are the
    questions of which something was missing on the screen.
    """

    def __init__(self, code: str) -> None:
        super().__init__()
        self.case = replace(self.case, report_language=code)
        self.app = WizardApp((), lambda _key: self._run(), "here", look=Look(language=code))
        self.unknown: set[str] = set()
        self.cut: list[str] = []
        self._spoken = language.voice(code)
        speak_as(Voice(self._translate, self._spoken.decimal))

    def _translate(self, msgid: str) -> str:
        if needs_words(msgid) and msgid not in KNOWN:
            self.unknown.add(msgid)
        return self._spoken.translate(msgid)

    async def answer(self, pilot: Pilot[int | None], question: Question[Any]) -> None:
        """Look at the question, then press what a technician would, with the language's mark."""
        if not (self._question_whole(question) and self._keys_whole(question)):
            self.cut.append(f"{question.key}:\n{self.picture()}")
        if isinstance(question, Number) and self._wanted != question.proposal:
            self._wanted = self._spoken.number(self._wanted)
        await super().answer(pilot, question)

    def sheet(self, name: str) -> str:
        """Return what stands on a part of the screen, as one line."""
        return " ".join(self.app.screen.query_one(f"#{name}", Sheet).text.split())

    def _question_whole(self, question: Question[Any]) -> bool:
        options = question.options if isinstance(question, Choice) else ()
        labels = [option.label for option in options]
        hint = [question.hint] if question.hint else []
        body = _closed_up(self.sheet("body"))
        return all(_closed_up(say(part)) in body for part in (question.prompt, *hint, *labels))

    def _keys_whole(self, question: Question[Any]) -> bool:
        """Return whether the keys have the next one, how to decline, and how to leave."""
        keys, line = self.app.screen.query_one("#keys", Sheet), self.sheet("keys")
        rows = keys.text.splitlines()
        refuse = NO.get(type(question))
        return (
            len(rows) <= keys.size.height
            and max(map(len, rows)) <= SIZE[0]
            and "Enter" in line
            and (refuse is None or f"n {say(refuse)}" in line)
            and line.endswith(f"F10 {say(text('leave'))}")
        )


def _closed_up(line: str) -> str:
    """Return a line without blanks: it may be folded anywhere."""
    return "".join(line.split())


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, marks=() if code == LONGEST else pytest.mark.exhaustive)
        for code in language.LANGUAGES
    ],
)
async def test_the_whole_procedure_passes_by_keys_in_each_language(code: str) -> None:
    walk = ForeignWalk(code)
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "nothing more")
        document = walk.outcomes[0].document
        assert say(text(document.verdict.value)) in walk.sheet("body")
        await pilot.press("enter")
    assert walk.app.return_value == document.verdict.exit_code
    assert walk.case.line.simulation is not None
    require_commissioned(
        MOST, walk.case.line.simulation, walk.case.loaded.checklist, walk.state(), document
    )
    assert walk.unknown == set()
    assert walk.cut == [], "\n".join(walk.cut)
    pages = [file for file in walk.outcomes[0].files if file.suffix == ".html"]
    assert [f'<html lang="{code}">' in page.read_text("utf-8") for page in pages] == [True]
