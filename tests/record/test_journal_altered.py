"""Whatever is changed before the last line is found, and the place is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.support import HISTORY, folder, journalled
from wizard.errors import BadFile
from wizard.record.journal import read


def _complaint(path: Path, raw: bytes) -> str:
    path.write_bytes(raw)
    with pytest.raises(BadFile) as caught:
        read(path)
    return str(caught.value)


def _line_at(raw: bytes, place: int) -> str:
    number = raw[:place].count(b"\n") + 1
    return f"line {number}"


def _lines(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True)


@given(st.data())
def test_a_byte_altered_anywhere_before_the_last_line_is_found(data: st.DataObject) -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        raw = journalled(path)
        end = sum(map(len, _lines(raw)[:-1]))
        place = data.draw(st.integers(0, end - 1), "place")
        byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[place]), "byte")
        complaint = _complaint(path, raw[:place] + bytes([byte]) + raw[place + 1 :])
    assert _line_at(raw, place) in complaint
    assert str(path) in complaint


@pytest.mark.parametrize("byte", [b"\r", b"\n", b" ", b"\0", b"}"])
def test_no_kind_of_byte_hides_an_alteration(tmp_path: Path, byte: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    raw = journalled(path)
    end = sum(map(len, _lines(raw)[:-1]))
    for place in range(end):
        if raw[place : place + 1] != byte:
            altered = raw[:place] + byte + raw[place + 1 :]
            assert _line_at(raw, place) in _complaint(path, altered)


@given(st.integers(0, len(HISTORY) - 2), st.integers(0, len(HISTORY) - 1))
def test_a_line_that_was_doubled_is_found(which: int, where: int) -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        lines = _lines(journalled(path))
        lines.insert(where, lines[which])
        assert "line" in _complaint(path, b"".join(lines))


@given(st.integers(0, len(HISTORY) - 2))
def test_a_line_that_was_taken_out_is_found(which: int) -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        lines = _lines(journalled(path))
        del lines[which]
        assert f"line {which + 1}" in _complaint(path, b"".join(lines))


@given(st.permutations(range(len(HISTORY))).filter(lambda order: order != sorted(order)))
def test_lines_in_another_order_are_found(order: list[int]) -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        lines = _lines(journalled(path))
        first = next(n for n, place in enumerate(order) if n != place)
        complaint = _complaint(path, b"".join(lines[place] for place in order))
    assert f"line {first + 1}" in complaint


def test_lines_of_another_journal_do_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    other = _lines(journalled(tmp_path / "other.jsonl", HISTORY[1:] + HISTORY[:1]))
    lines = _lines(journalled(path))
    assert "line 3" in _complaint(path, b"".join([*lines[:2], *other[2:]]))
