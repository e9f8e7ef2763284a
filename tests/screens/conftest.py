from collections.abc import Iterator

import pytest

from tests.screens.support import Desk
from wizard.procedure.interrupts import Interrupt


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    for run in desk.runs:
        run.engine.interrupt(Interrupt.QUIT)
        assert run.engine.join(5)
