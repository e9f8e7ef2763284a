"""What a frame of the legacy protocol is, as the values that `describe` shows."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from wizard.protocol import names
from wizard.protocol.legacy.framing import MAGIC, Frame, Kind, LegacyStream
from wizard.protocol.legacy.reading import Reading, read
from wizard.protocol.legacy.table import (
    BALANCING,
    CHARGE_MOS,
    DISCHARGE_MOS,
    ROWS,
    Form,
    Row,
)
from wizard.protocol.names import Value, plain
from wizard.protocol.reading import Incomplete
from wizard.protocol.secret import DOTS

DIALECT = "uart-4e57"
Said = tuple[str, dict[str, Value], str | None]
"""Kind, values, error."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **names.STATUS,
        **names.SETTINGS,
        "capacity": "full_charge_capacity",
        "cells": "cell_count",
        "cell_count": "cell_count_set",
        "sensor_count": "temperature_sensor_count",
        "alarm_bits": "errors_bitmask",
        "status_bits": "operation_mode_bitmask",
        "balance_start": "balancing_start_voltage",
        "balance_trigger": "balance_trigger_voltage",
        "battery_type": "battery_type_id",
        "low_soc_alarm": "low_soc_alarm_threshold",
        "settings_password": "device_password",
        "made_on": "manufacturing_date",
        "software": "software_version",
        "maker_id": "manufacturer_id",
    }
)
_TYPES = ("Lithium Iron Phosphate", "Ternary Lithium", "Lithium Titanate")
MINUTE = 60  # s


def is_legacy(data: bytes) -> bool:
    """Whether some bytes begin like a frame of this protocol."""
    return data.startswith(MAGIC)


def said(data: bytes) -> Said:
    """Say what bytes are that begin like a frame of this protocol."""
    frames = LegacyStream().feed(data)
    if not frames or frames[0].data != data[: len(frames[0].data)]:
        return "corrupt", {}, "a frame of the legacy protocol (4E 57) that is cut or garbled"
    return _framed(frames[0])


def _framed(frame: Frame) -> Said:
    command: dict[str, Value] = {"command": frame.command}
    if frame.kind == Kind.REQUEST:
        return "request", command, None
    reading = read(frame)
    if reading.stopped_at:
        return "status", {}, f"a frame of the legacy protocol, read up to {reading.stopped_at}"
    try:
        return "status", command | shown(reading), None
    except Incomplete as error:
        return "status", {}, f"a frame of the legacy protocol without {error}"


def shown(reading: Reading) -> dict[str, Value]:
    """Return everything that was read; raises Incomplete."""
    found: dict[str, Value] = {}
    for row in ROWS:
        if row.key in reading:
            found |= _SHOWN.get(row.key, _row)(reading, row)
    return found


def _row(reading: Reading, row: Row) -> dict[str, Value]:
    name = _NAMES.get(row.key, row.key)
    if row.form is Form.SECRET:
        return {name: DOTS}
    if row.form is Form.TEXT:
        return {name: reading.text(row.key)}
    return {name: plain(reading.number(row.key))}


def _cells(reading: Reading, _row: Row) -> dict[str, Value]:
    cells = reading.cells()
    found: dict[str, Value] = {f"cell_voltage_{n}": plain(cell) for n, cell in enumerate(cells, 1)}
    if cells:
        top, bottom = max(cells), min(cells)
        found |= {"max_cell_voltage": plain(top), "max_voltage_cell": cells.index(top) + 1}
        found |= {"min_cell_voltage": plain(bottom), "min_voltage_cell": cells.index(bottom) + 1}
    return found


def _current(reading: Reading, _row: Row) -> dict[str, Value]:
    return {"current": plain(reading.current())}


def _states(reading: Reading, row: Row) -> dict[str, Value]:
    bits = reading.bits(row.key)
    return _row_of_bits(reading, row) | {
        "charging_mosfet_on": CHARGE_MOS in bits,
        "discharging_mosfet_on": DISCHARGE_MOS in bits,
        "balancing": BALANCING in bits,
    }


def _row_of_bits(reading: Reading, row: Row) -> dict[str, Value]:
    return {_NAMES[row.key]: int.from_bytes(reading.bytes_of(row.key))}


def _type(reading: Reading, row: Row) -> dict[str, Value]:
    number = reading.whole(row.key)
    return _row(reading, row) | {"battery_type": dict(enumerate(_TYPES)).get(number, "unknown")}


def _time(reading: Reading, row: Row) -> dict[str, Value]:
    return {"total_runtime": reading.whole(row.key) * MINUTE}


_SHOWN: Mapping[str, Callable[[Reading, Row], dict[str, Value]]] = MappingProxyType(
    {
        "cell_voltages": _cells,
        "current": _current,
        "alarm_bits": _row_of_bits,
        "status_bits": _states,
        "battery_type": _type,
        "working_time": _time,
    }
)
