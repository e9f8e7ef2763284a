"""A disk whose writes are counted and can be refused."""

import pytest

from tests.record.support import Disk


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk().put_under(monkeypatch)
