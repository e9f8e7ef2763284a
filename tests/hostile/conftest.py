"""Folders of one's own, and signal handlers put back."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.engine.signals import signals


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = {number: signal.getsignal(number) for number in signals()}
    yield tmp_path
    for number, handler in before.items():
        signal.signal(number, handler)
