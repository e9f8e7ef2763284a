"""One number, several meanings: no dialect is ever sent another's."""

import re
from pathlib import Path

import pytest

from tests.protocol import reference
from tests.protocol.ble.everything import every
from wizard.protocol.ble import Dialect, encode

COLUMNS = (Dialect.JK04, Dialect.JK02_24S, Dialect.JK02_32S)
SWITCH_ROWS = frozenset(
    [
        "heating",
        "disable_sensors",
        "port_switch",
        "display_always_on",
        "smart_sleep",
        "disable_pcl",
        "timed_storage",
        "float_mode",
        "button_emergency",
        "dry_intermittent",
        "discharge_ocp_2",
        "discharge_ocp_3",
        "gps_lock_charge",
        "gps_lock_discharge",
        "heater_on",
        "heater_off",
        "smart_sleep_hours",
    ]
)
# code or codes as in the table: what JK04, 24S, 32S may mean by it
MEANING: dict[str, tuple[set[str], set[str], set[str]]] = {
    "0x20": (set(), {"capacity"}, {"capacity"}),
    "0x21": (set(), {"voltage_calibration"}, {"scp_delay"}),
    "0x22": (set(), set(), {"balance_start"}),
    "0x24": (set(), {"current_calibration"}, set()),
    "0x25": (set(), set(), {"precharge_time"}),
    "0x26": (set(), set(), set()),
    "0x27..0x3E": (set(), set(), set(SWITCH_ROWS)),
    "0x44": (set(), set(), set()),
    "0x64": (set(), set(), {"voltage_calibration"}),
    "0x68": (set(), set(), {"preset_li_ion"}),
    "0x6C": (set(), set(), {"clock"}),
}
FORBIDDEN = {
    0x23: "wire resistances, inferred",
    0x26: "current range: a constant of the hardware",
    0x6B: "emergency mode",
    0x65: "shutdown",
    0x66: "restart",
    0x6E: "state of charge",
    0x6F: "state of health",
    0x9D: "factory restore",
    0x9E: "unknown",
    0x9F: "user data",
    0x9B: "name",
    0x9C: "Bluetooth password",
    0xA0: "settings password",
    0xA1: "log",
    0xA2: "user data",
    0xA4: "unknown",
    0xA7: "fault records",
    0xB5: "minutes of emergency mode",
    0xB6: "UART3, which the catalogue does not set",
    0xC3: "never recorded",
    0xFF: "boot loader",
}


def _codes(written: str) -> range:
    first, _, last = written.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def _sent(dialect: Dialect) -> dict[int, set[str]]:
    """Return by number what it means in all commands that this dialect can be sent."""
    found: dict[int, set[str]] = {}
    for key, command in every(dialect):
        found.setdefault(encode(command)[4], set()).add(key)
    return found


@pytest.mark.parametrize("written", MEANING)
@pytest.mark.parametrize("dialect", COLUMNS)
def test_a_number_with_several_meanings_has_only_this_dialects(
    dialect: Dialect, written: str
) -> None:
    sent = _sent(dialect)
    meant = {key for code in _codes(written) for key in sent.get(code, set())}
    assert meant == MEANING[written][COLUMNS.index(dialect)]


@reference.needed
def test_every_row_of_the_collision_table_stands_here() -> None:
    table = _section("## 1. Code collisions")
    rows = re.findall(r"^\| (0x\S+) \|", table, flags=re.MULTILINE)
    assert rows == list(MEANING)


def _section(title: str) -> str:
    text = Path(reference.FOLDER / "conflicts.md").read_text("utf-8")
    return text.split(title)[1].split("\n## ")[0]


@pytest.mark.parametrize("dialect", COLUMNS)
def test_a_number_means_one_thing_in_a_dialect(dialect: Dialect) -> None:
    assert all(len(keys) == 1 for keys in _sent(dialect).values())


@pytest.mark.parametrize("dialect", COLUMNS)
def test_no_byte_string_carries_a_forbidden_number(dialect: Dialect) -> None:
    frames = [encode(command) for _, command in every(dialect)]
    assert not {frame[4] for frame in frames} & FORBIDDEN.keys()


def test_the_address_is_not_sent_to_boards_for_32_cells_nor_wires_to_those_for_24() -> None:
    assert 0x24 not in _sent(Dialect.JK02_32S)
    assert not _sent(Dialect.JK02_24S).keys() & set(range(0x25, 0x3F))


def test_numbers_that_only_few_boards_understand_are_few() -> None:
    shared = _sent(Dialect.JK02_24S).keys() & _sent(Dialect.JK02_32S).keys()
    same = {code: _sent(Dialect.JK02_24S)[code] == _sent(Dialect.JK02_32S)[code] for code in shared}
    assert {code for code, alike in same.items() if not alike} == {0x21}
