"""The log book says when what happened."""

import pytest

from tests.protocol import reference
from tests.protocol.ble.boards import STATUS_32S, built, framed
from wizard.protocol.ble.logbook import EVENTS, MOST, Entry, entries


def _log(count: int, data: bytes) -> bytes:
    return built(5, {6: count.to_bytes(4, "little") + b"\3" + data})


def test_entries_come_with_their_seconds_and_names() -> None:
    log = _log(2, bytes.fromhex("0000000001 ee00000044"))
    assert entries(framed(log)) == (Entry(0, 1), Entry(238, 68))
    assert [entry.name for entry in entries(framed(log))] == ["boot", "factory setting LFP"]


def test_a_count_beyond_the_frame_gives_what_is_in_it() -> None:
    assert len(entries(framed(_log(0xFFFFFFFF, b"")))) == MOST


def test_what_stands_behind_the_fiftieth_entry_is_none() -> None:
    found = entries(framed(_log(62, 50 * bytes.fromhex("ee00000044"))))
    assert found == 50 * (Entry(238, 68),)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (100, "cell 1 overcharged"),
        (131, "cell 32 overcharged"),
        (132, "unknown"),
        (200, "cell 1 discharged too far"),
        (231, "cell 32 discharged too far"),
        (0, "unknown"),
    ],
)
def test_codes_of_cells_name_the_cell(code: int, name: str) -> None:
    assert Entry(0, code).name == name


def test_other_frames_are_no_log() -> None:
    with pytest.raises(ValueError, match="not a log"):
        entries(framed(STATUS_32S))


@reference.needed
def test_every_code_of_the_reference_has_its_name() -> None:
    rows = [
        row for row in reference.rows("errors_alarms.csv") if "log entry" in row["source_field"]
    ]
    known = {int(row["bit_or_code"]) for row in rows if row["bit_or_code"].isdecimal()}
    assert EVENTS.keys() == known
