"""Every recorded frame of the legacy protocol shows all that is known of it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.captures import corpus
from tests.captures.corpus import Capture
from wizard.protocol.alarms import OLDER
from wizard.protocol.describe import describe
from wizard.protocol.legacy import (
    LegacyStream,
    ReadAll,
    Reading,
    age,
    encode,
    identity,
    read,
    secrets,
    settings,
    status,
)
from wizard.protocol.legacy.secrecy import keepable
from wizard.protocol.secret import DOTS

pytestmark = corpus.needed

EVERYTHING = corpus.of("uart-4e57")
STATUSES = corpus.of("uart-4e57", "status")
PASSWORD = "device_password"  # noqa: S105  the name of the value
RECORDED = {
    ("", "H6.X", "6.1.3S"),
    ("JK_B1A20S15P", "11.XW", "11.261"),
    ("JK_B2A20S20P", "11.XW", "11.26"),
    ("JK_B1A8S20P", "11.XA", "11.51"),
}
ROUNDING = 1e-9
MOST_APART = 0.005  # V: the pack voltage comes in 10 mV


def _reading(capture: Capture) -> Reading:
    (found,) = LegacyStream().feed(corpus.frame(capture))
    return read(found)


def _is_same(found: object, known: Mapping[str, Any]) -> bool:
    wanted = known["value"]
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return found == wanted
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return abs(found - wanted) <= known["tol"] + ROUNDING


@pytest.mark.parametrize("capture", EVERYTHING, ids=corpus.named)
def test_a_recorded_frame_shows_all_that_is_known_of_it(capture: Capture) -> None:
    description = describe(corpus.frame(capture))
    found = {**description.values, "valid": description.ok}
    known = {**capture["consensus"], **capture["expected"]}
    word = known.pop(PASSWORD, None)
    wrong = {
        name: (found.get(name), each["value"])
        for name, each in known.items()
        if not _is_same(found.get(name), each)
    }
    assert wrong == {}
    assert (description.dialect, description.kind) == ("uart-4e57", capture["kind"])
    if word is not None:
        assert found[PASSWORD] == DOTS
        assert secrets(_reading(capture)).settings.matches(word["value"])


def test_much_is_known_of_the_recorded_frames(
    record_property: Callable[[str, object], None],
) -> None:
    compared = sum(len(each["expected"]) + len(each["consensus"]) for each in EVERYTHING)
    record_property("values compared", compared)
    assert compared >= 80


@pytest.mark.parametrize("capture", corpus.of("uart-4e57", "request"), ids=corpus.named)
def test_our_request_is_the_recorded_one(capture: Capture) -> None:
    assert encode(ReadAll()) == corpus.frame(capture)


@pytest.mark.parametrize("capture", STATUSES, ids=corpus.named)
def test_a_recorded_frame_is_read_to_its_end_and_its_cells_add_up(capture: Capture) -> None:
    reading = _reading(capture)
    found, told = status(reading), settings(reading)
    assert reading.stopped_at == ""
    assert len(found.cells) == told["cell_count"] == told.shown["cells"][0]
    assert abs(float(sum(found.cells) - found.pack_voltage)) <= MOST_APART
    assert found.alarms <= OLDER.keys()
    assert found.readings["attached"] == (0,)


@pytest.mark.parametrize("capture", STATUSES, ids=corpus.named)
def test_a_recorded_board_says_who_it_is(capture: Capture) -> None:
    reading = _reading(capture)
    found = identity(reading)
    assert (found.model, found.hardware, found.firmware) in RECORDED
    assert found.serial.startswith(f"{found.first_on}/")
    assert age(reading).minutes > 0


def test_recorded_boards_are_told_apart() -> None:
    assert len({identity(_reading(each)).serial for each in STATUSES}) == len(STATUSES)


@pytest.mark.parametrize("capture", STATUSES, ids=corpus.named)
def test_a_recorded_frame_is_found_cut_anywhere_between_others(capture: Capture) -> None:
    data = corpus.frame(capture)
    for end in range(7, len(data), 7):
        stream = LegacyStream()
        chunks = data[:end], data[:end], data[end:], data[end:], data
        found = [each.data for chunk in chunks for each in stream.feed(chunk)]
        assert found == [data, data]


@pytest.mark.parametrize("capture", STATUSES, ids=corpus.named)
def test_no_password_of_a_recorded_board_is_kept(capture: Capture) -> None:
    data = corpus.frame(capture)
    assert b"123456" in data
    kept = keepable(data)
    assert b"123456" not in kept
    assert describe(kept) == describe(data)
