from collections.abc import Iterator

import pytest

from screens.words import speak_as
from tests.screens.support import Desk
from wizard.procedure.interrupts import Interrupt
from wizard.text import ENGLISH


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look the same on every terminal; speak English again in the end."""
    for variable in ("NO_COLOR", "COLORFGBG", "COLORTERM"):
        monkeypatch.delenv(variable, raising=False)
    yield
    speak_as(ENGLISH)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    for run in desk.runs:
        run.engine.interrupt(Interrupt.QUIT)
        assert run.engine.join(5)
