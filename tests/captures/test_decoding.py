"""Every recorded frame decodes to all that is known of it, or is turned away with a reason."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.captures import corpus
from tests.captures.corpus import Capture
from wizard.protocol.describe import describe
from wizard.protocol.framing import AnswerStream, BusEar, Frame
from wizard.protocol.layout import Table
from wizard.protocol.modbus import Trigger
from wizard.protocol.secret import DOTS

pytestmark = corpus.needed

RS485 = (*corpus.of("rs485-modbus"), *corpus.of("rs485-55aa"))
BLUETOOTH = corpus.of("ble")
FOREIGN = (
    *corpus.of("rs485-balancer"),
    *(each for each in corpus.everything() if each["kind"] == "corrupt"),
)
ROUNDING = 1e-9


def _is_same(found: object, known: Mapping[str, Any]) -> bool:
    wanted = known["value"]
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return found == wanted
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return abs(found - wanted) <= known["tol"] + ROUNDING


def _differences(capture: Capture) -> dict[str, tuple[object, object]]:
    values = describe(corpus.frame(capture)).values
    known = {**capture["expected"], **capture["consensus"]}
    return {
        name: (values.get(name), each["value"])
        for name, each in known.items()
        if not _is_same(values.get(name), each)
    }


@pytest.mark.parametrize("capture", [*RS485, *BLUETOOTH], ids=corpus.named)
def test_a_recorded_frame_decodes_to_all_that_is_known_of_it(capture: Capture) -> None:
    found = describe(corpus.frame(capture))
    assert (found.error, found.kind) == (None, capture["kind"])
    assert _differences(capture) == {}


@pytest.mark.parametrize("capture", RS485, ids=corpus.named)
def test_a_recorded_frame_is_of_the_dialect_it_was_recorded_from(capture: Capture) -> None:
    assert describe(corpus.frame(capture)).dialect == capture["transport"]


@pytest.mark.parametrize("capture", BLUETOOTH, ids=corpus.named)
def test_what_only_bluetooth_carries_is_told_as_such_with_its_dialect(capture: Capture) -> None:
    found = describe(corpus.frame(capture))
    by_wire_too = capture["variant"] == "JK02_32S" and capture["kind"] != "app_write"
    assert found.dialect == ("rs485-55aa" if by_wire_too else "ble")
    if capture["kind"] in {"settings", "cell_info", "device_info"} and not by_wire_too:
        assert found.values["variant"] == capture["variant"]


@pytest.mark.parametrize("capture", FOREIGN, ids=corpus.named)
def test_what_is_not_ours_or_broken_is_turned_away_with_a_reason(capture: Capture) -> None:
    found = describe(corpus.frame(capture))
    assert not found.ok
    assert found.error
    assert not found.values


def test_something_is_known_of_every_kind() -> None:
    assert {each["kind"] for each in RS485 if each["expected"] or each["consensus"]} >= {
        "settings",
        "cell_info",
        "fc03_response",
        "request",
        "ack",
        "stream",
    }


@pytest.mark.parametrize("capture", corpus.of("rs485-55aa", "device_info"), ids=corpus.named)
def test_passwords_of_a_recorded_board_are_dots(capture: Capture) -> None:
    values = describe(corpus.frame(capture)).values
    assert values["device_password"] == values["settings_password"] == DOTS


@pytest.mark.parametrize("capture", corpus.of("rs485-55aa", "stream"), ids=corpus.named)
def test_on_a_recorded_line_master_and_slave_are_told_apart(capture: Capture) -> None:
    heard = BusEar().feed(corpus.frame(capture))
    assert {each.unit for each in heard} == {0, 1}
    assert {each.frame.kind for each in heard if each.unit == 0} == {1, 2}
    for each in heard:
        assert each.frame.counter == (0 if each.unit == 0 else 5)


@pytest.mark.parametrize("table", [Table.SETTINGS, Table.STATUS])
def test_on_a_recorded_line_the_answer_of_the_slave_is_found(table: Table) -> None:
    (capture,) = corpus.of("rs485-55aa", "stream")
    found = AnswerStream(Trigger(1, table)).feed(corpus.frame(capture))
    assert isinstance(found, Frame)
    assert (found.table, found.counter) == (table, 5)
    assert AnswerStream(Trigger(2, table)).feed(corpus.frame(capture)) is None
