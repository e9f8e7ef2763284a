"""What `describe` says of bytes, for files that people keep."""

import json
import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.lines import AT, MASTER_STATUS, native, receipt
from wizard.protocol import fields, names
from wizard.protocol.ble import commands
from wizard.protocol.ble.stream import RECEIPT
from wizard.protocol.catalogue import FRAMES, OPTIONS, SETTINGS, SWITCHES, Parameter
from wizard.protocol.describe import describe
from wizard.protocol.framing import MAGIC
from wizard.protocol.layout import Kind, Place, Table
from wizard.protocol.modbus import Read, Trigger, encode, sealed
from wizard.protocol.registers import Asked, asked_by
from wizard.protocol.secret import DOTS

sealed_ble = commands.sealed
TAIL = 0x119  # where the flags begin that a board for 32 cells has
FLAGS = bytes.fromhex("fe9fe9ff0f")


def over_long() -> bytes:
    """A command that says it holds 200 bytes."""
    body = sealed_ble(0x20, b"")[:5] + b"\xc8" + bytes(13)
    return body + bytes([sum(body) & 0xFF])


def _payload(*numbers: tuple[Place, int], order: str = "little") -> bytearray:
    data = bytearray(0x125)
    data[TAIL : TAIL + len(FLAGS)] = FLAGS
    for place, raw in numbers:
        size = place.kind.size
        told = raw.to_bytes(size, "big" if order == "big" else "little", signed=raw < 0)
        data[place.offset : place.offset + size] = told
    return data


def _told(kind: int, *numbers: tuple[Place, int]) -> bytes:
    return native(kind, bytes(_payload(*numbers)))


def _status(**raw: int) -> bytes:
    rows = {row.key: row.place for row in (*fields.STATUS, *fields.STATUS_MORE)}
    return _told(2, *((rows[key], number) for key, number in raw.items()))


def _answer(content: bytes, unit: int = 1) -> bytes:
    return sealed(bytes([unit, 3, len(content)]) + content)


def _asked(address: int, registers: int, unit: int = 1) -> Asked:
    return Asked(unit, address, registers)


# ---- native frames


def test_a_status_is_told_under_the_names_that_others_use() -> None:
    found = describe(_status(current=-4000, power=53_000, soc=64, run_time=262_056, charge_mos=1))
    assert (found.ok, found.dialect, found.kind) == (True, "rs485-55aa", "cell_info")
    assert found.values["current"] == -4
    assert found.values["power"] == -53
    assert found.values["state_of_charge"] == 64
    assert found.values["total_runtime"] == 262_056
    assert found.values["charging_mosfet_on"] is True
    assert found.values["discharging_mosfet_on"] is False


def test_cells_are_numbered_from_1_and_those_not_seen_are_left_out() -> None:
    volts = next(row.place for row in fields.STATUS if row.key == "cell_voltages")
    mask = next(row.place for row in fields.STATUS if row.key == "cell_mask")
    third = Place(Table.STATUS, volts.offset + 4, Kind.U16)
    found = describe(_told(2, (Place(Table.STATUS, 0, Kind.U16), 3300), (third, 3310), (mask, 5)))
    cells = {name: value for name, value in found.values.items() if "cell_voltage_" in name}
    assert cells == {"cell_voltage_1": 3.3, "cell_voltage_3": 3.31}
    assert found.values["cell_count"] == 2
    assert (found.values["max_voltage_cell"], found.values["min_voltage_cell"]) == (3, 1)
    assert (found.values["max_cell_voltage"], found.values["min_cell_voltage"]) == (3.31, 3.3)


def test_a_pack_without_cells_has_no_extremes() -> None:
    found = describe(_status(soc=1)).values
    assert found["cell_count"] == 0
    assert "max_cell_voltage" not in found


@pytest.mark.parametrize(
    ("raw", "name", "word"),
    [
        ({"cell_type": 0}, "battery_type", "LFP"),
        ({"cell_type": 9}, "battery_type", "unknown"),
        ({"charge_state": 2}, "charge_status", "Float"),
        ({"alarms": 0x80012}, "errors_bitmask_low16", 0x12),
        ({"full_capacity": 200_950}, "full_charge_capacity_floor", 200),
        ({"balancing": 2}, "balancing", True),
    ],
)
def test_what_others_derive_is_derived_too(raw: dict[str, int], name: str, word: object) -> None:
    assert describe(_status(**raw)).values[name] == word


def test_a_number_that_is_none_is_null() -> None:
    found = describe(_status(voltage_correction=0x7FC00000)).values
    assert found["voltage_correction"] is None
    assert describe(_status(voltage_correction=0x7F800000)).values["voltage_correction"] is None


def test_settings_tell_each_row_and_each_switch() -> None:
    word = (fields.SWITCHES, 0b1001)
    found = describe(_told(1, (SETTINGS[3].place, 3650), word)).values
    assert found["cell_ovp"] == 3.65
    assert (found["heating_enabled"], found["port_switch_rs485"]) == (True, True)
    assert found["smart_sleep"] is False
    keys = {row.key for row in (*SETTINGS, *SWITCHES)}
    assert {names.SETTINGS.get(key, key) for key in keys} <= found.keys()


def test_an_information_frame_tells_all_but_its_passwords() -> None:
    data = _payload((OPTIONS[0].place, 13))
    for row, text in zip(
        (*fields.IDENTITY, *fields.TEXTS, *fields.PASSWORDS),
        (
            "JK_PB2A16S20P",
            "15A",
            "15.41",
            "240318",
            "50410000001",
            "MyPack",
            "",
            "",
            "",
            "hush",
            "hushhush",
        ),
        strict=True,
    ):
        data[row.offset : row.offset + len(text)] = text.encode()
    data[0xB4:0xB6] = b"\x02\x20"
    found = describe(native(3, bytes(data)))
    assert found.kind == "device_info"
    assert found.values["model"] == "JK_PB2A16S20P"
    assert found.values["software_version"] == "15.41"
    assert found.values["serial_number_prefix8"] == "50410000"
    assert found.values["device_name"] == "MyPack"
    assert found.values["uart1_protocol"] == 13
    assert found.values["uart1_protocol_offered"] == [1, 13]
    assert found.values["device_password"] == found.values["settings_password"] == DOTS
    assert "hush" not in repr(found)


@pytest.mark.parametrize("gap", range(5))
@pytest.mark.parametrize("unit", [0, 1, 15])
def test_the_receipt_behind_a_frame_is_told_with_its_unit(gap: int, unit: int) -> None:
    found = describe(_status() + bytes(gap) + receipt(unit, 0x1620) + bytes(gap))
    assert (found.values["ack_address"], found.values["ack_register"]) == (unit, 0x1620)
    assert found.kind == "cell_info"


@pytest.mark.parametrize(("address", "word"), names.PRESET.items())
def test_the_receipt_of_a_preset_names_it(address: int, word: str) -> None:
    found = describe(_told(1) + receipt(1, address))
    assert found.values["chemistry_preset"] == word


@pytest.mark.parametrize("behind", [b"", b"\0", AT, receipt(1, 0x1620)[:-1], b"\1\2\3"])
def test_what_is_no_receipt_behind_a_frame_is_passed_over(behind: bytes) -> None:
    found = describe(_status(soc=5) + behind)
    assert found.values["state_of_charge"] == 5
    assert "ack_address" not in found.values


def test_noise_before_a_frame_is_passed_over() -> None:
    assert describe(AT + _status(soc=5)).values["state_of_charge"] == 5


@pytest.mark.parametrize(("kind", "name"), [(6, "faults"), (9, "unknown")])
def test_a_frame_without_a_table_is_named_and_not_decoded(kind: int, name: str) -> None:
    found = describe(_told(kind))
    assert (found.ok, found.kind) == (False, name)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (native(2)[:299], "299 bytes"),
        (AT + native(2)[:100], "100 bytes"),
        (native(2)[:-1] + b"\xff", "checksum"),
        (MAGIC + MAGIC, "no whole frame"),
        (b"\xeb\x90" + bytes(72), "balancer"),
        (b"NW" + bytes(20), "legacy"),
        (bytes.fromhex("aa5590eb c8"), "Bluetooth command of 5 bytes"),
        (sealed_ble(0x21, b"")[:-1] + b"\0", "its sum is wrong"),
        (over_long(), "says it holds 200 bytes"),
        (native(2, b"\0\0\0\x40\0\0\xc0\x7f"), "no number for cell_voltages"),
        (b"\1\2\3", "too short"),
        (b"", "too short"),
        (b"\1\3\4\0\0\0\0\xfa\x34", "checksum"),
        (sealed(bytes([1, 6, 0x10, 0, 0, 1])), "function 6"),
        (sealed(bytes([1, 3, 9, 0])), "function 3"),
    ],
)
def test_what_is_no_use_says_why(data: bytes, part: str) -> None:
    found = describe(data)
    assert not found.ok
    assert part in (found.error or "")
    assert not found.values or set(found.values) == {"address", "function"}


def test_several_frames_are_a_stream() -> None:
    line = _status() + MASTER_STATUS
    for unit in (3, 1, 1):
        line += encode(Trigger(unit, Table.STATUS)) + _told(2) + receipt(unit, 0x1620)
    found = describe(line)
    assert found.kind == "stream"
    assert found.values == {
        "frame_types_in_order": [2, 2, 2, 2],
        "addresses_polled": [1, 3],
        "addresses_heard": [0, 1, 3],
    }


# ---- Bluetooth


def test_a_receipt_and_what_asks_for_a_frame_are_told() -> None:
    found = describe(AT + RECEIPT + b"AT")
    assert (found.dialect, found.kind, found.values) == ("ble", "ack", {"ack_command": 0xC8})
    asked = describe(sealed_ble(0x96, b""))
    assert (asked.kind, asked.values) == ("app_write", {"command": 0x96, "data_length": 0})


def test_a_command_tells_what_its_number_means_to_each_dialect() -> None:
    told = describe(sealed_ble(0x21, (1500).to_bytes(4, "little")))
    assert told.kind == "app_write"
    assert told.values == {
        "register": 0x21,
        "data_length": 4,
        "value": 1500,
        "to_JK02_24S": "voltage_calibration",
        "to_JK02_32S": "scp_delay",
    }


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (struct.pack("<f", 2.7), 2.7),
        (struct.pack("<i", -200), -200),
        (b"\x1f", 31),
        (b"\x10\0", 16),
        (b"abc", "616263"),
    ],
)
def test_the_value_of_a_command_is_a_number_where_it_can_be_one(value: bytes, told: object) -> None:
    assert describe(sealed_ble(0x20, value)).values["value"] == told


def test_what_stands_where_passwords_may_is_dots() -> None:
    found = describe(sealed_ble(0x9C, b"hush"))
    assert found.values["value"] == DOTS
    assert "hush" not in repr(found)


def test_a_frame_is_found_with_lines_of_noise_in_it_and_a_receipt_behind_it() -> None:
    frame = native(2, bytes(_payload()))
    found = describe(AT + frame[:128] + AT + frame[128:] + RECEIPT)
    assert (found.ok, found.kind, found.values["ack_command"]) == (True, "cell_info", 0xC8)


def test_a_stretch_of_notifications_is_a_stream() -> None:
    found = describe(_status() + RECEIPT + AT + _told(1) + RECEIPT)
    assert (found.dialect, found.kind) == ("ble", "stream")
    assert found.values == {"frame_types_in_order": [2, 1], "acks": 2}


def test_the_frame_of_an_older_board_is_told_in_its_own_layout() -> None:
    found = describe(native(2, (3300).to_bytes(2, "little")))
    assert (found.dialect, found.kind, found.error) == ("ble", "cell_info", None)
    assert found.values["variant"] == "JK02_24S"
    assert found.values["cell_voltage_1"] == 3.3


def test_a_log_book_tells_its_entries() -> None:
    entry = (238).to_bytes(4, "little") + bytes([68])
    found = describe(native(5, (1).to_bytes(4, "little") + b"\0" + entry))
    assert found.values == {"log_count": 1, "log_1": [238, 68, "Factory setting LFP"]}


# ---- Modbus


def test_a_request_tells_what_it_asks() -> None:
    found = describe(encode(Read(2, 0x12A0, 2)))
    assert (found.dialect, found.kind) == ("rs485-modbus", "request")
    assert found.values == {"address": 2, "function": 3, "register": 0x12A0, "count": 2}


def test_a_write_tells_its_value_and_what_this_program_never_sends() -> None:
    values = describe(bytes.fromhex("0110107000020400000001f88b")).values
    assert (values["register"], values["count"], values["value"]) == (0x1070, 2, 1)
    assert "never_sent" not in values
    shutdown = sealed(bytes.fromhex("01 10 1604 0001 02 0000"))
    assert "shutdown" in str(describe(shutdown).values["never_sent"])


@pytest.mark.parametrize("address", [0x1438, 0x1470, 0x146E])
def test_a_written_password_is_dots(address: int) -> None:
    written = sealed(bytes([1, 16]) + address.to_bytes(2) + b"\0\2\4" + b"hush")
    assert describe(written).values["value"] == DOTS


def test_receipts_and_exceptions_are_told() -> None:
    assert describe(receipt(3, 0x161C)).kind == "ack"
    assert describe(receipt(3, 0x161C) + b"\0").values["register"] == 0x161C
    found = describe(sealed(bytes([1, 0x90, 2])))
    assert (found.kind, found.values["code"]) == ("exception", 2)


def test_an_answer_is_decoded_by_the_read_before_it() -> None:
    found = describe(_answer(bytes.fromhex("00000e42")), _asked(0x100C, 2))
    assert found.values["cell_ovp"] == 3.65
    assert "alarm_bits" not in found.values


@pytest.mark.parametrize("asked", [_asked(0x100C, 3), _asked(0x100C, 2, unit=2), None])
def test_an_answer_of_4_bytes_without_its_read_is_the_alarm_word(asked: Asked | None) -> None:
    found = describe(_answer(bytes.fromhex("00080010")), asked)
    assert found.values["alarm_bits"] == found.values["errors_bitmask"] == 0x80010


def test_believable_settings_without_their_read_are_settings() -> None:
    data = _payload(*((row.place, row.raw(row.low)) for row in SETTINGS), order="big")
    assert describe(_answer(bytes(data[:128]))).values["cell_uvp"] == 1.2
    data[4:8] = bytes(4)
    assert describe(_answer(bytes(data[:128]))).values == {"address": 1, "function": 3, "count": 64}


@pytest.mark.parametrize("asked", [None, _asked(0x1700, 4), _asked(0x0F00, 4)])
def test_an_answer_of_unknown_registers_shows_none(asked: Asked | None) -> None:
    assert describe(_answer(bytes(8)), asked).values == {"address": 1, "function": 3, "count": 4}


def test_a_read_password_is_dots() -> None:
    values = describe(_answer(b"hush".ljust(16, b"\0")), _asked(0x1470, 8)).values
    assert values["settings_password"] == DOTS
    assert "hush" not in repr(values)


@pytest.mark.parametrize("rows", [OPTIONS, fields.INFO], ids=["options", "reported"])
def test_numbers_of_the_information_table_are_told(
    rows: tuple[Parameter | fields.Field, ...],
) -> None:
    for row in rows:
        block = fields.registers_of(row.place)
        place = Place(Table.INFO, row.place.offset, row.place.kind)
        content = bytes(_payload((place, 3), order="big"))[block.offset :][: 2 * block.registers]
        asked = _asked(block.table + block.offset, block.registers)
        told = describe(_answer(content.ljust(2 * block.registers, b"\0")), asked).values
        assert told[names.INFO.get(row.key, row.key)] == float(3 * row.scale)


def test_only_a_whole_read_is_one() -> None:
    assert asked_by(encode(Read(1, 0x1000, 4))) == _asked(0x1000, 4)
    assert asked_by(encode(Read(1, 0x1000, 4))[:-1] + b"\0") is None
    assert asked_by(receipt(1, 0x1620)) is None
    assert asked_by(b"") is None


# ---- anything


@given(data=st.binary(max_size=700), head=st.sampled_from([b"", MAGIC, b"\1\3", b"\1\x10"]))
def test_arbitrary_bytes_are_described_in_json(data: bytes, head: bytes) -> None:
    for told in (head + data, sealed(head + data)):
        found = describe(told)
        assert json.dumps(dict(found.values), allow_nan=False)
        assert found.ok == (found.error is None)


@given(st.integers(1, 3), st.binary(max_size=293))
def test_arbitrary_tables_are_described_in_json(kind: int, payload: bytes) -> None:
    assert json.dumps(dict(describe(native(kind, payload)).values), allow_nan=False)


def test_numbers_are_as_json_writes_them() -> None:
    assert names.plain(Decimal("3.300")) == 3.3
    assert isinstance(names.plain(Decimal("40.000")), int)
    assert names.plain(Decimal("NaN")) is None


def test_every_name_belongs_to_a_field() -> None:
    status = {row.key for row in (*fields.STATUS, *fields.STATUS_MORE)}
    info = {row.key for row in (*fields.IDENTITY, *fields.TEXTS, *fields.INFO, *OPTIONS)}
    assert names.STATUS.keys() <= status
    assert names.SETTINGS.keys() <= {row.key for row in (*SETTINGS, *SWITCHES)}
    assert names.INFO.keys() <= info
    assert set(FRAMES) == set(Table)


def test_an_answer_with_a_part_of_the_status_tells_that_part() -> None:
    values = describe(_answer(bytes.fromhex("0000cc3f")), _asked(0x1290, 2)).values
    assert values == {"address": 1, "function": 3, "count": 2, "total_voltage": 52.287}
