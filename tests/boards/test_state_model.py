"""Whatever happens while settings are written and limits shifted, in any order.

A model knows what every setting must be. Nothing is ever out of order in the board, no
write is without its outcome, and no limit stays shifted while the link works.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.boards.support import one_at_a_time, without_outcome
from tests.boards.support_model import PLANS, Run
from tests.boards.support_trouble import TROUBLES, Trouble, targets
from wizard.simulator.pack import Chemistry

IS_DEEP = not settings().derandomize
EXAMPLES = settings().max_examples * (6 if IS_DEEP else 1)  # deep: more than 100 000 plans
KINDS: list[Chemistry] = ["lifepo4", "li_ion", "lto"]
SECONDS = st.integers(0, 200)


class Writing(RuleBasedStateMachine):
    """A technician, a board and an unlucky day."""

    run: Run

    @initialize(chemistry=st.sampled_from(KINDS))
    def begin(self, chemistry: Chemistry) -> None:
        self.run = Run(chemistry)

    @precondition(lambda self: self.run.limits is None)
    @rule(data=st.data(), trouble=TROUBLES)
    def write_settings(self, data: st.DataObject, trouble: Trouble) -> None:
        wanted = data.draw(targets(self.run.chemistry), "wanted")
        self.run.does(self.run.change(wanted, trouble))

    @precondition(lambda self: self.run.last is not None)
    @rule()
    def take_them_back(self) -> None:
        self.run.does(self.run.undo())

    @precondition(lambda self: self.run.limits is None)
    @rule(trouble=TROUBLES)
    def shift_limits(self, trouble: Trouble) -> None:
        self.run.does(self.run.shift(trouble))

    @precondition(lambda self: self.run.limits is not None)
    @rule(trouble=TROUBLES)
    def restore_limits(self, trouble: Trouble) -> None:
        self.run.does(self.run.close(trouble))

    @rule(seconds=SECONDS)
    def let_time_go_by(self, seconds: int) -> None:
        self.run.does(self.run.wait(seconds))

    @rule()
    def pull_the_cable(self) -> None:
        self.run.rig.replug()

    @rule(data=st.data(), place=st.integers(1, 12))
    def kill_the_program(self, data: st.DataObject, place: int) -> None:
        wanted = data.draw(targets(self.run.chemistry), "wanted")
        self.run.does(self.run.die(wanted, place))

    @invariant()
    def nothing_was_out_of_order(self) -> None:
        assert self.run.rig.real.violations == []

    @invariant()
    def every_write_has_its_outcome(self) -> None:
        events = self.run.rig.events()
        assert without_outcome(events) <= self.run.cut_off
        assert self.run.cut_off or one_at_a_time(events)

    @invariant()
    def no_setting_is_other_than_it_must_be(self) -> None:
        shifts = self.run.rig.recorder.state.open_shifts
        assert (shifts != {}) is (self.run.limits is not None)
        if not shifts:
            assert self.run.held() == self.run.model

    def teardown(self) -> None:
        if hasattr(self, "run"):
            self.run.end()


@pytest.fixture(autouse=True, scope="module")
def _plans_are_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tell how many plans were made, at the end of a deep run."""
    yield
    if IS_DEEP:
        capture: Any = request.config.pluginmanager.get_plugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n{PLANS.total()} plans: {dict(PLANS)}")  # noqa: T201  whoever runs it asks


TestWriting = pytest.mark.timeout(3 * 3600)(Writing.TestCase)  # the deep profile takes its time
TestWriting.settings = settings(stateful_step_count=8, max_examples=EXAMPLES)
