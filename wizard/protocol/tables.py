"""What a table holds, as the values that `describe` shows; passwords are dots."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from wizard.protocol import fields, names
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCHES
from wizard.protocol.layout import Image, Table
from wizard.protocol.names import Value, plain, renamed
from wizard.protocol.reading import all_bits, all_read
from wizard.protocol.secret import DOTS

LOW_16 = 0xFFFF


def shown(image: Image) -> dict[str, Value]:
    """Return everything of a table that was read."""
    return _SHOWN[image.table](image)


def _settings(image: Image) -> dict[str, Value]:
    found = renamed(all_read(image, (*SETTINGS, *fields.SHOWN)), names.SETTINGS)
    word = image.numbers(fields.SWITCHES)
    if word is not None:
        for row in SWITCHES:
            name = names.SETTINGS.get(row.key, row.key)
            found[name] = bool(int(word[0]) >> row.bit & 1)
    return found


def _status(image: Image) -> dict[str, Value]:
    return of_status(all_read(image, (*fields.STATUS, *fields.STATUS_MORE)))


def of_status(readings: Mapping[str, tuple[Decimal, ...]]) -> dict[str, Value]:
    """Return what is shown of the readings of a status, by the keys of their fields."""
    got = dict(readings)
    volts = got.pop("cell_voltages", ())
    found = renamed(got, names.STATUS)
    one = {key: numbers[0] for key, numbers in got.items()}
    if "cell_mask" in one:
        found |= _cells(volts, int(one["cell_mask"]))
    if "alarms" in one:
        found["errors_bitmask_low16"] = int(one["alarms"]) & LOW_16
    if "balancing" in one:
        found["balancing"] = one["balancing"] != 0
    return found | _power(one) | _words(one)


def _cells(volts: tuple[Decimal, ...], mask: int) -> dict[str, Value]:
    """Return the cells that the board sees, numbered from 1, and their extremes."""
    seen = {n: cell for n, cell in enumerate(volts, 1) if mask >> (n - 1) & 1 or cell}
    found: dict[str, Value] = {f"cell_voltage_{n}": plain(cell) for n, cell in seen.items()}
    found["cell_count"] = len(seen)
    if seen:
        top, bottom = max(seen, key=seen.__getitem__), min(seen, key=seen.__getitem__)
        found |= {"max_voltage_cell": top, "min_voltage_cell": bottom}
        found |= {"max_cell_voltage": plain(seen[top]), "min_cell_voltage": plain(seen[bottom])}
    return found


def _power(one: dict[str, Decimal]) -> dict[str, Value]:
    """Return the power with the sign that the current has."""
    if not {"power", "current"} <= one.keys():
        return {}
    return {"power": plain(one["power"].copy_sign(one["current"]))}


def _words(one: dict[str, Decimal]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, name, words in (
        ("cell_type", "battery_type", names.BATTERY_TYPE),
        ("charge_state", "charge_status", names.CHARGE_STATUS),
    ):
        if key in one:
            found[name] = words.get(int(one[key]), "unknown")
    if "full_capacity" in one:
        found["full_charge_capacity_floor"] = int(one["full_capacity"])
    return found


def _info(image: Image) -> dict[str, Value]:
    found = renamed(all_read(image, (*OPTIONS, *fields.INFO)), names.INFO)
    for row in (*fields.IDENTITY, *fields.TEXTS):
        text = image.text(row.offset, row.size)
        found |= {} if text is None else of_text(row.key, text)
    for row in fields.PASSWORDS:
        if image.take(row.offset, row.size) is not None:
            found[row.key] = DOTS
    for key, numbers in all_bits(image, (*fields.OFFERED, fields.SUPPORTED)).items():
        found[key if key == "supported" else f"{key}_offered"] = sorted(numbers)
    return found


def of_text(key: str, text: str) -> dict[str, Value]:
    """Return what is shown of a text of the information table."""
    found: dict[str, Value] = {names.INFO.get(key, key): text}
    return found | ({"serial_number_prefix8": text[:8]} if key == "serial" else {})


_SHOWN: dict[Table, Callable[[Image], dict[str, Value]]] = {
    Table.SETTINGS: _settings,
    Table.STATUS: _status,
    Table.INFO: _info,
}
