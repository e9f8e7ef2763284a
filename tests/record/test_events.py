"""The closed set of events, and what a journal line keeps of each."""

import hashlib
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.strategies import EVENTS, STRATEGIES
from tests.record.support import folder, journalled
from wizard.record.events import Event
from wizard.record.journal import GENESIS, read


def test_the_strategies_cover_the_closed_set() -> None:
    assert set(STRATEGIES) == set(get_args(Event))


@pytest.mark.parametrize("kind", STRATEGIES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_event_comes_back_as_it_was(kind: type[Event], data: st.DataObject) -> None:
    event = data.draw(STRATEGIES[kind])
    with folder() as session:
        journalled(session / "journal.jsonl", [event])
        (found,) = read(session / "journal.jsonl").events
    assert found == event
    assert type(found) is kind


@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_each_line_carries_the_hash_of_the_line_before(history: list[Event]) -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        journalled(path, history)
        rows = path.read_bytes().split(b"\n")[:-1]
        lines = read(path).lines
    heads = [GENESIS, *(hashlib.sha256(row).hexdigest() for row in rows)]
    assert [line.prev for line in lines] == heads[:-1]
    assert [line.n for line in lines] == list(range(1, len(history) + 1))
    assert [line.event for line in lines] == history
