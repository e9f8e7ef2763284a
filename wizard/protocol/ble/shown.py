"""What a table of any dialect holds, as the values that are shown; passwords are dots."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from wizard.protocol import alarms, fields, names
from wizard.protocol.ble import views
from wizard.protocol.dialects import Dialect
from wizard.protocol.layout import Image, Table
from wizard.protocol.names import Value, plain, renamed
from wizard.protocol.secret import DOTS
from wizard.protocol.tables import of_status, of_text
from wizard.protocol.tables import shown as shown_of_32s
from wizard.protocol.views import Numbers

_SETTINGS = {**names.SETTINGS, "adc_reference": "voltage_calibration"}


def shown(dialect: Dialect, image: Image) -> dict[str, Value]:
    """Return everything that a frame of a dialect tells; raises Incomplete."""
    if dialect is Dialect.JK02_32S:
        return shown_of_32s(image)
    return _SHOWN[image.table](dialect, image)


def _settings(dialect: Dialect, image: Image) -> dict[str, Value]:
    found = views.settings(dialect, image)
    values = {key: (value,) for key, value in found.values.items()}
    return renamed({**values, **found.shown}, _SETTINGS)


def _status(dialect: Dialect, image: Image) -> dict[str, Value]:
    if dialect is Dialect.JK04:
        found = views.balancer(image)
        told = of_status(found.readings) | {"total_voltage": plain(found.pack_voltage)}
        return told | _rendered(found.readings)
    readings = views.status(dialect, image).readings
    return of_status(readings) | _rendered(readings)


def _rendered(readings: Numbers) -> dict[str, Value]:
    """Return what other decoders of these dialects show of the same numbers in another way."""
    one = {key: numbers[0] for key, numbers in readings.items()}
    more: dict[str, Value] = {}
    if {"power", "current"} <= one.keys():
        power, zero = one["power"].copy_sign(one["current"]), Decimal(0)
        more["charging_power"] = plain(max(power, zero))
        more["discharging_power"] = plain(max(-power, zero))
    if "alarms" in one:
        bits = int(one["alarms"])
        raised = [alarms.ALARMS[bit] for bit in sorted(alarms.raised(bits)) if bit in alarms.ALARMS]
        more |= {"errors_bitmask_hex": f"0x{bits:08x}", "errors": "; ".join(raised)}
    if "run_time" in one:
        hours = int(one["run_time"]) // 3600
        more["total_runtime_formatted"] = f"{hours // 24}d {hours % 24}h"
    wires = readings.get("wire_resistance", ())
    return more | ({"cell_resistance": plain(wires[1] / 1000)} if wires[1:] else {})  # of cell 2


def _info(dialect: Dialect, image: Image) -> dict[str, Value]:
    told = views.details(dialect, image)
    found = renamed(told.values, names.INFO)
    for key, text in told.texts.items():
        found |= of_text(key, text)
    secret = fields.PASSWORDS[:1] if dialect is Dialect.JK04 else fields.PASSWORDS
    return found | {row.key: DOTS for row in secret}


_SHOWN: Mapping[Table, Callable[[Dialect, Image], dict[str, Value]]] = {
    Table.SETTINGS: _settings,
    Table.STATUS: _status,
    Table.INFO: _info,
}
