"""What a board says of itself, as typed values with units in their names or types."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol import alarms, fields
from wizard.protocol.catalogue import SETTINGS
from wizard.protocol.layout import Image, scaled


class Incomplete(ValueError):
    """A view needs bytes that were not read; the message names the field."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a board is. `supported` holds the command numbers its firmware knows."""

    model: str
    hardware: str
    firmware: str
    serial: str
    first_on: str
    supported: frozenset[int]

    def supports(self, code: int) -> bool:
        """Whether the capability bit of a command is set."""
        return code in self.supported


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a read-out by key, each in the unit of its catalogue row."""

    values: Mapping[str, Decimal]
    sensors_disabled: bool

    def __getitem__(self, key: str) -> Decimal:
        """Return a setting; KeyError where the read-out does not hold it."""
        return self.values[key]


@dataclass(frozen=True, slots=True)
class Status:
    """One reading of the pack. Voltages V, current A (positive charging), °C, Ah."""

    cells: tuple[Decimal, ...]
    pack_voltage: Decimal
    current: Decimal
    soc: int
    remaining: Decimal
    cycles: int
    alarms: frozenset[int]
    charge_mos: bool
    discharge_mos: bool
    mos_temperature: Decimal
    temperatures: tuple[Decimal, ...]
    uvpr_countdown: int
    ovpr_countdown: int
    emergency: bool

    @property
    def highest(self) -> Decimal:
        """The highest cell voltage, 0 where no cell is seen."""
        return max(self.seen, default=Decimal(0))

    @property
    def lowest(self) -> Decimal:
        """The lowest cell voltage, 0 where no cell is seen."""
        return min(self.seen, default=Decimal(0))

    @property
    def seen(self) -> tuple[Decimal, ...]:
        """The voltages of the inputs where the board sees a cell."""
        return tuple(volts for volts in self.cells if volts > 0)


def identity(info: Image) -> Identity:
    """Build an `Identity` from the information table; raises Incomplete."""
    texts = {row.key: _text(info, row) for row in fields.IDENTITY}
    support = info.take(fields.SUPPORT_OFFSET, fields.SUPPORT_SIZE)
    if support is None:
        raise Incomplete("supported")
    bits = frozenset(n for n in range(len(support) * 8) if support[n // 8] >> n % 8 & 1)
    return Identity(supported=bits, **texts)


def settings(table: Image) -> Settings:
    """Build `Settings` from the settings table; raises Incomplete."""
    values: dict[str, Decimal] = {}
    for row in SETTINGS:
        raw = table.numbers(row.place)
        if raw is None:
            raise Incomplete(row.key)
        values[row.key] = row.value(raw[0])
    word = table.numbers(fields.SWITCHES)
    if word is None:
        raise Incomplete("switches")
    return Settings(values, bool(int(word[0]) >> fields.DISABLE_SENSORS_BIT & 1))


def status(table: Image) -> Status:
    """Build a `Status` from the status table; raises Incomplete.

    A cell counts as present where its mask bit is set; the tuple has an entry for each
    input up to the last one present or showing a voltage, 0 where nothing is seen.
    """
    got = {row.key: _numbers(table, row) for row in fields.STATUS}

    def one(key: str) -> Decimal:
        return got[key][0]

    return Status(
        cells=_cells(got["cell_voltages"], int(one("cell_mask"))),
        pack_voltage=one("pack_voltage"),
        current=one("current"),
        soc=int(one("soc")),
        remaining=one("remaining"),
        cycles=int(one("cycles")),
        alarms=alarms.raised(int(one("alarms"))),
        charge_mos=one("charge_mos") != 0,
        discharge_mos=one("discharge_mos") != 0,
        mos_temperature=one("mos_temperature"),
        temperatures=(one("temperature_1"), one("temperature_2")),
        uvpr_countdown=int(one("uvpr_countdown")),
        ovpr_countdown=int(one("ovpr_countdown")),
        emergency=one("emergency_time") != 0,
    )


def _cells(voltages: tuple[Decimal, ...], mask: int) -> tuple[Decimal, ...]:
    last = max((n for n in range(len(voltages)) if mask >> n & 1 or voltages[n]), default=-1)
    return voltages[: last + 1]


def _numbers(table: Image, row: fields.Field) -> tuple[Decimal, ...]:
    raw = table.numbers(row.place)
    if raw is None:
        raise Incomplete(row.key)
    return tuple(scaled(number, row.scale) for number in raw)


def _text(info: Image, row: fields.TextField) -> str:
    found = info.text(row.offset, row.size)
    if found is None:
        raise Incomplete(row.key)
    return found
