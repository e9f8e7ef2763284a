"""Hypothesis profiles, and a place for the locks of links.

`ci` is the same run every time, `deep` looks further; `million` is the number of examples
of all of tests/fuzz together.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

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
