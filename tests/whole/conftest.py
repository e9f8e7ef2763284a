"""The whole program in this process without typst: no test of these looks at a PDF."""

import sys

import pytest


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without PDF, as where typst is not installed: each takes long."""
    monkeypatch.setitem(sys.modules, "typst", None)
