"""What a board of each dialect says of itself, from the images of its frames.

Boards for 32 cells send the tables that `wizard.protocol.views` knows. All of these
functions raise Incomplete where bytes are missing or hold no number.
"""

import math
import struct
from dataclasses import dataclass, field
from decimal import Decimal

from wizard.protocol import alarms, fields, views
from wizard.protocol.ble import layouts
from wizard.protocol.ble.registers import writable
from wizard.protocol.catalogue import SWITCH, Parameter
from wizard.protocol.dialects import Dialect
from wizard.protocol.fields import Field
from wizard.protocol.layout import Image, Kind
from wizard.protocol.reading import Incomplete, text
from wizard.protocol.secret import Secret
from wizard.protocol.views import Details, Identity, Numbers, Secrets, Settings, Status

MOST_APART = Decimal("0.1")  # of the pack voltage; 0.001 was recorded
DEVICE_PASSWORD, SETTINGS_PASSWORD = fields.PASSWORDS


@dataclass(frozen=True, slots=True)
class Balancer:
    """One reading of a JK04, which measures cells and nothing else. Voltages V, current A.

    `pack_voltage` is the sum of its cells: it measures no other. `run_time` is in s.
    """

    cells: tuple[Decimal, ...]
    pack_voltage: Decimal
    average: Decimal
    spread: Decimal
    balancing: bool
    balance_current: Decimal
    run_time: int
    readings: Numbers = field(default_factory=dict[str, tuple[Decimal, ...]], compare=False)


def identity(dialect: Dialect, info: Image) -> Identity:
    """Build an `Identity`; what a dialect does not tell is an empty text.

    `supported` holds the command numbers of the catalogue. Software before 11 has no list
    of them: there they are what the dialect can be told.
    """
    if dialect is Dialect.JK02_32S:
        return views.identity(info)
    told = layouts.IDENTITY_KEYS[dialect]
    texts = {row.key: text(info, row) if row.key in told else "" for row in fields.IDENTITY}
    return Identity(supported=writable(dialect), protocols={}, offered={}, **texts)


def details(dialect: Dialect, info: Image) -> Details:
    """Build `Details`: all else that the information frame says."""
    if dialect is Dialect.JK02_32S:
        return views.details(info)
    rows = [row for row in fields.IDENTITY if row.key in layouts.IDENTITY_KEYS[dialect]]
    texts = {row.key: text(info, row) for row in (*rows, *layouts.TEXTS[dialect])}
    return Details(texts, _read(info, layouts.INFO), {})


def device_password(info: Image) -> Secret:
    """Return the password that connects; every dialect has one."""
    return Secret(text(info, DEVICE_PASSWORD))


def secrets(dialect: Dialect, info: Image) -> Secrets:
    """Return both passwords; raises Incomplete for a JK04, which has none for its settings."""
    if dialect is Dialect.JK04:
        raise Incomplete(SETTINGS_PASSWORD.key)
    return views.secrets(info)


def settings(dialect: Dialect, table: Image, info: Image | None = None) -> Settings:
    """Build `Settings`; options only of boards for 32 cells, with their information too."""
    if dialect is Dialect.JK02_32S:
        return views.settings(table, info)
    rows, shown = _SETTINGS[dialect]
    values = {key: found[0] for key, found in _read(table, rows).items()}
    return Settings(
        values,
        sensors_disabled=False,  # these boards have no switch that does it
        switch_word=None,
        shown=_read(table, shown),
        absent=frozenset(SWITCH),  # where others have switches, they keep wire resistances
    )


_SETTINGS: dict[Dialect, tuple[tuple[Parameter, ...], tuple[Field, ...]]] = {
    Dialect.JK02_24S: (layouts.SETTINGS_24S, ()),
    Dialect.JK04: (layouts.SETTINGS_JK04, layouts.SHOWN_JK04),
}


def status(dialect: Dialect, table: Image) -> Status:
    """Build a `Status`; raises Incomplete for a JK04, which tells no current."""
    if dialect is Dialect.JK02_32S:
        return views.status(table)
    if dialect is Dialect.JK04:
        raise Incomplete("current")
    got = _read(table, layouts.STATUS_24S)
    one = {key: found[0] for key, found in got.items()}
    return Status(
        cells=views.cells(got["cell_voltages"], int(one["cell_mask"])),
        pack_voltage=one["pack_voltage"],
        current=one["current"],
        soc=int(one["soc"]),
        remaining=one["remaining"],
        cycles=int(one["cycles"]),
        alarms=alarms.raised(int(one["alarms"])),
        charge_mos=one["charge_mos"] != 0,
        discharge_mos=one["discharge_mos"] != 0,
        mos_temperature=one["mos_temperature"],
        temperatures=(one["temperature_1"], one["temperature_2"]),
        uvpr_countdown=None,
        ovpr_countdown=None,
        emergency=False,  # these boards have no such mode
        balancing=one["balancing"] != 0,
        heating=one["heating"] != 0,
        high_wires=frozenset(bit + 1 for bit in alarms.raised(int(one["wire_mask"]))),
        sensors=alarms.raised(int(one["sensor_mask"])),
        readings=got,
    )


def balancer(table: Image) -> Balancer:
    """Build a `Balancer` from the status of a JK04."""
    got = _read(table, layouts.STATUS_JK04)
    one = {key: found[0] for key, found in got.items()}
    cells = views.cells(got["cell_voltages"], int(one["cell_mask"]))
    return Balancer(
        cells=cells,
        pack_voltage=sum(cells, Decimal(0)),
        average=one["cell_average"],
        spread=one["cell_spread"],
        balancing=one["balancing"] != 0,
        balance_current=one["balance_current"],
        run_time=int(one["run_time"]),
        readings=got,
    )


def implausible(status: Status) -> str | None:
    """Return why cells and pack voltage cannot both be true, None where they can."""
    cells = sum(status.cells, Decimal(0))
    if abs(cells - status.pack_voltage) <= MOST_APART * status.pack_voltage:
        return None
    return f"the cells add up to {cells} V, but the pack is said to have {status.pack_voltage} V"


def _read(image: Image, rows: tuple[Field | Parameter, ...]) -> dict[str, tuple[Decimal, ...]]:
    """Return the values of rows in their units by key; raises Incomplete."""
    found: dict[str, tuple[Decimal, ...]] = {}
    for row in rows:
        raw = image.numbers(row.place)
        if raw is None:
            raise Incomplete(row.key)
        exact = shortest if row.place.kind is Kind.F32 else Decimal
        found[row.key] = tuple(exact(number) * row.scale for number in raw)
        if not all(number.is_finite() for number in found[row.key]):
            raise Incomplete(row.key)
    return found


def shortest(raw: float) -> Decimal:
    """Return the shortest number that a board keeps as these four bytes: 2.7, not 2.70000005."""
    if not math.isfinite(raw):
        return Decimal(raw)
    whole = struct.pack("<f", raw)
    texts = (f"{raw:.{digits}g}" for digits in range(6, 10))
    return Decimal(next(text for text in texts if struct.pack("<f", float(text)) == whole))
