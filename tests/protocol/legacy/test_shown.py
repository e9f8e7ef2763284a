"""What `describe` shows of a frame."""

import pytest

from tests.protocol.legacy.frames import PC, REQUEST, content, frame
from wizard.protocol.legacy.shown import is_legacy, said
from wizard.protocol.secret import DOTS


def test_a_read_out_shows_its_values_under_the_names_that_others_use() -> None:
    kind, values, error = said(frame(content({0x8B: b"\4\1", 0x8C: b"\0\7"})))
    assert (kind, error) == ("status", None)
    assert values["command"] == 6
    assert values["cell_voltage_4"] == 3.303
    assert (values["max_voltage_cell"], values["min_cell_voltage"]) == (4, 3.3)
    assert values["current"] == 4.53
    assert (values["errors_bitmask"], values["operation_mode_bitmask"]) == (0x401, 7)
    assert values["balancing"] is True
    assert values["total_runtime"] == 99_043 * 60
    assert values["software_version"] == "11.XW_S11.26___"
    assert values["device_password"] == DOTS


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (0, "Lithium Iron Phosphate"),
        (1, "Ternary Lithium"),
        (2, "Lithium Titanate"),
        (3, "unknown"),
    ],
)
def test_the_battery_type_has_a_name(number: int, name: str) -> None:
    _, values, _ = said(frame(content({0xAF: bytes([number])})))
    assert (values["battery_type_id"], values["battery_type"]) == (number, name)


def test_a_pack_without_cells_has_no_extremes() -> None:
    _, values, error = said(frame(content({0x79: b"\0"})))
    assert error is None
    assert not [name for name in values if "cell_voltage" in name or "voltage_cell" in name]


def test_a_request_shows_its_command() -> None:
    assert said(frame(b"\0", 6, REQUEST, PC)) == ("request", {"command": 6}, None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (frame(content())[:-1], "cut or garbled"),
        (frame(content())[:40] + frame(content()), "cut or garbled"),
        (frame(content() + b"\x88\1"), "read up to unknown id 0x88"),
        (frame(content({0xC0: b"\2"})), "without current of protocol version 2"),
    ],
)
def test_what_cannot_be_read_is_turned_away_with_the_reason(data: bytes, why: str) -> None:
    kind, values, error = said(data)
    assert is_legacy(data)
    assert kind in {"corrupt", "status"}
    assert values == {}
    assert error is not None
    assert why in error
