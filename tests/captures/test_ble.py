"""Every frame that was recorded over Bluetooth shows all that is known of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.captures import corpus
from tests.captures.corpus import Capture
from wizard.protocol.ble import RECEIVED, BleStream, Dialect, Received, masked, passwords_in
from wizard.protocol.ble.logbook import entries
from wizard.protocol.ble.shown import shown
from wizard.protocol.ble.views import balancer, implausible, status
from wizard.protocol.dialects import likely
from wizard.protocol.framing import Frame
from wizard.protocol.layout import Image
from wizard.protocol.names import Value

pytestmark = corpus.needed

TABLES = {"settings", "cell_info", "device_info"}
FRAMES = tuple(each for each in corpus.of("ble") if each["kind"] in TABLES)
STATUSES = tuple(each for each in FRAMES if each["kind"] == "cell_info")
INFOS = tuple(each for each in FRAMES if each["kind"] == "device_info")
ROUNDING = 1e-9


def _frame(capture: Capture) -> Frame:
    (found,) = [each for each in _events([corpus.frame(capture)]) if isinstance(each, Frame)]
    return found


def _events(chunks: list[bytes]) -> list[Frame | Received]:
    stream = BleStream()
    return [each for chunk in chunks for each in stream.feed(chunk)]


def _image(capture: Capture) -> Image:
    image = _frame(capture).image()
    assert image is not None
    return image


def _shown(capture: Capture) -> dict[str, Value]:
    return shown(Dialect(capture["variant"]), _image(capture))


def _is_same(found: object, known: Mapping[str, Any]) -> bool:
    wanted = known["value"]
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return found == wanted
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return abs(found - wanted) <= known["tol"] + ROUNDING


@pytest.mark.parametrize("capture", FRAMES, ids=corpus.named)
def test_a_recorded_frame_shows_all_that_is_known_of_it(capture: Capture) -> None:
    found = _shown(capture)
    for source in (capture["consensus"], capture["expected"]):
        wrong = {
            name: (found.get(name), each["value"])
            for name, each in source.items()
            if not _is_same(found.get(name), each)
        }
        assert wrong == {}


def test_much_is_known_of_the_frames_of_every_dialect(
    record_property: Callable[[str, object], None],
) -> None:
    counts = Counter[str]()
    for capture in FRAMES:
        counts[capture["variant"]] += len(capture["expected"]) + len(capture["consensus"])
    record_property("values compared", dict(counts))
    assert counts.keys() == set(Dialect)
    assert min(counts.values()) > 300


@pytest.mark.parametrize("capture", FRAMES, ids=corpus.named)
def test_a_recorded_frame_looks_like_its_dialect(capture: Capture) -> None:
    assert likely(_frame(capture)) is Dialect(capture["variant"])


@pytest.mark.parametrize("capture", STATUSES, ids=corpus.named)
def test_the_cells_of_a_recorded_status_add_up_to_its_pack(capture: Capture) -> None:
    dialect = Dialect(capture["variant"])
    if dialect is Dialect.JK04:
        found = balancer(_image(capture))
        assert len(found.cells) in {16, 24}
        assert abs(found.pack_voltage / len(found.cells) - found.average) < found.spread
    else:
        assert implausible(status(dialect, _image(capture))) is None


@pytest.mark.parametrize("capture", INFOS, ids=corpus.named)
def test_no_password_of_a_recorded_board_is_shown_or_kept(capture: Capture) -> None:
    data = _frame(capture).data
    words = [data[first:last].strip(b"\0") for first, last in passwords_in(data)]
    assert any(words)
    shows = repr(_shown(capture)).encode()
    assert not any(word in masked(data) or word in shows for word in words if len(word) > 4)


@pytest.mark.parametrize("capture", corpus.of("ble", "ack"), ids=corpus.named)
def test_a_recorded_receipt_is_found_with_noise_behind_it(capture: Capture) -> None:
    assert _events([corpus.frame(capture)]) == [RECEIVED]


@pytest.mark.parametrize("capture", corpus.of("ble", "logbook"), ids=corpus.named)
def test_a_recorded_log_book_shows_its_entries(capture: Capture) -> None:
    found = entries(_frame(capture))
    known = {name: each["value"] for name, each in capture["expected"].items()}
    assert len(found) == known.pop("log_count")
    for number, entry in enumerate(found, 1):
        seconds, code, name = known.pop(f"log_{number}")
        assert (entry.seconds, entry.code) == (seconds, code)
        assert entry.name.lower() == name.lower()
    assert known == {}
