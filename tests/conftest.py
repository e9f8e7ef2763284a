"""Hypothesis profiles, a place for the locks of links, who waits when, what is collected.

`ci` is the same run every time, `deep` looks further; `million` is the number of examples
of all of tests/fuzz together.
"""

import gc
import os
from collections.abc import Iterator
from itertools import chain, zip_longest

import pytest
from hypothesis import settings

gc.disable()  # until all tests are there: none of them goes before the end

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("deep", deadline=None, max_examples=5000)
settings.register_profile("million", deadline=None, max_examples=60_000)  # over tests/fuzz
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True, scope="session")
def _locks_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test touch the locks of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("XDG_RUNTIME_DIR", raising=False)
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


SELDOM = 20_000  # objects more than before

WAITING = (
    "test_crashes.py",
    "test_over_a_serial_line.py",
    "test_ssh.py",
    "test_stalled_terminal.py",
    "whole/test_site.py",
    "commands/test_scan.py",
    "bluez/test_whole.py",
    "test_every_place.py",
)
"""Modules that mostly wait in real time, and one that works for long in one test."""


def pytest_collection_finish() -> None:
    """Let the collector look through what tests make, seldom, and not through all the tests."""
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread those that wait over all workers, each early in a worker's share."""
    waiting = [item for item in items if item.nodeid.split("::")[0].endswith(WAITING)]
    others = [item for item in items if item not in set(waiting)]
    parts = max(1, len(waiting))
    size = -(-len(others) // parts)
    shares = (others[at : at + size] for at in range(0, len(others), size or 1))
    pairs = zip_longest(waiting, shares)
    items[:] = list(
        chain.from_iterable(([one] if one else []) + (rest or []) for one, rest in pairs)
    )
