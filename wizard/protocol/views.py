"""What a board says of itself, as typed values with units in their names or types.

Each builder takes the image of a table, as registers or as a native frame gave it: the
bytes that it needs must be there, what goes beyond them is told where it was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from wizard.protocol import alarms, fields
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCH, SWITCHES
from wizard.protocol.layout import Image
from wizard.protocol.reading import Incomplete, Strip, all_bits, all_read, bits, numbers, text
from wizard.protocol.secret import Secret

__all__ = [
    "Details",
    "Identity",
    "Incomplete",
    "Secrets",
    "Settings",
    "Status",
    "cells",
    "details",
    "identity",
    "secrets",
    "settings",
    "status",
]

Numbers = Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a board is. `supported` holds the command numbers its firmware knows.

    Where they were read: `protocols` holds the protocol number in force at each port,
    `offered` those that it offers, both by key (`uart1_protocol`). They take no part in
    comparing: another protocol is not another board.
    """

    model: str
    hardware: str
    firmware: str
    serial: str
    first_on: str
    supported: frozenset[int]
    protocols: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)
    offered: Mapping[str, frozenset[int]] = field(
        default_factory=dict[str, frozenset[int]], compare=False
    )

    def supports(self, code: int) -> bool:
        """Whether the capability bit of a command is set."""
        return code in self.supported


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a read-out by key, each in the unit of its catalogue row.

    `values` holds the settings table, `options` what the information table adds where it
    was read too. `shown` are the numbers there that cannot be set, `meant` the command
    numbers whose settings mean something on this firmware, both where they were read.
    Older dialects have no switch word: it is None there, and nothing says how a switch is.
    `absent` holds the keys of what boards of this dialect do not have at all.
    `sensors_disabled` is None where nothing tells it.
    """

    values: Mapping[str, Decimal]
    sensors_disabled: bool | None
    switch_word: int | None = 0
    options: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    shown: Numbers = field(default_factory=dict[str, tuple[Decimal, ...]], compare=False)
    meant: frozenset[int] = field(default=frozenset(), compare=False)
    absent: frozenset[str] = field(default=frozenset(), compare=False)

    def __getitem__(self, key: str) -> Decimal:
        """Return a setting, an option or a switch (0, 1); KeyError where it was not read."""
        if key in SWITCH:
            return self._switched[key]
        return self.values[key] if key in self.values else self.options[key]

    @property
    def everything(self) -> dict[str, Decimal]:
        """Everything that was read: settings, switches as 0 and 1, options."""
        return {**self.values, **self._switched, **self.options}

    @property
    def switches(self) -> dict[str, bool]:
        """All switches of the switch word by key."""
        return {key: bool(state) for key, state in self._switched.items()}

    def is_on(self, key: str) -> bool:
        """Whether a switch of the switch word is on; KeyError where there is no such word."""
        return bool(self._switched[key])

    @property
    def _switched(self) -> dict[str, Decimal]:
        """The switches as 0 and 1."""
        word = self.switch_word
        return {} if word is None else {row.key: row.of(word) for row in SWITCHES}


@dataclass(frozen=True, slots=True)
class Status:
    """One reading of the pack. Voltages V, current A (positive charging), °C, Ah.

    `readings` holds every number of the table that was read, by the key of its field;
    it counts ticks and takes no part in comparing. `high_wires` are the inputs (from 1)
    whose wire resistance is too high, `sensors` the temperature sensors that are there
    (0 is the MOS). The countdowns, the remaining capacity and the emergency mode are None
    on dialects that tell none.
    """

    cells: tuple[Decimal, ...]
    pack_voltage: Decimal
    current: Decimal
    soc: int
    remaining: Decimal | None
    cycles: int
    alarms: frozenset[int]
    charge_mos: bool
    discharge_mos: bool
    mos_temperature: Decimal
    temperatures: tuple[Decimal, ...]
    uvpr_countdown: int | None
    ovpr_countdown: int | None
    emergency: bool | None
    balancing: bool = False
    heating: bool = False
    user_alarms: frozenset[int] = frozenset()
    high_wires: frozenset[int] = frozenset()
    sensors: frozenset[int] = frozenset()
    readings: Numbers = field(default_factory=dict[str, tuple[Decimal, ...]], compare=False)

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


@dataclass(frozen=True, slots=True)
class Details:
    """All else that the information table says, where it was read, by key."""

    texts: Mapping[str, str]
    values: Numbers
    offered: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Secrets:
    """The passwords that a board holds."""

    device: Secret
    settings: Secret


def identity(info: Image) -> Identity:
    """Build an `Identity` from the information table; raises Incomplete."""
    texts = {row.key: text(info, row) for row in fields.IDENTITY}
    offered = all_bits(info, fields.OFFERED)
    found = all_read(info, (*OPTIONS, *fields.INFO))
    ports = {row.key: int(found[row.key][0]) for row in fields.OFFERED if row.key in found}
    supported = bits(info, fields.SUPPORTED)
    return Identity(supported=supported, protocols=ports, offered=offered, **texts)


def details(info: Image) -> Details:
    """Build `Details` from the information table."""
    rows = (*fields.IDENTITY, *fields.TEXTS)
    texts = {row.key: info.text(row.offset, row.size) for row in rows}
    return Details(
        texts={key: found for key, found in texts.items() if found is not None},
        values=all_read(info, (*OPTIONS, *fields.INFO)),
        offered=all_bits(info, fields.OFFERED),
    )


def secrets(info: Image) -> Secrets:
    """Take the passwords from a native information frame; raises Incomplete."""
    return Secrets(*(Secret(text(info, row)) for row in fields.PASSWORDS))


def settings(table: Image, info: Image | None = None) -> Settings:
    """Build `Settings` from the settings table; raises Incomplete.

    The rows of one byte behind the switches are left out where they were not read: the
    tables of older firmware end before them. With the information table too, the options
    that were read of it are there.
    """
    values = {
        row.key: numbers(table, row)[0]
        for row in SETTINGS
        if not row.is_half or table.numbers(row.place) is not None
    }
    word = table.numbers(fields.SWITCHES)
    if word is None:
        raise Incomplete("switches")
    options = all_read(info, OPTIONS) if info else {}
    return Settings(
        values=values,
        sensors_disabled=bool(int(word[0]) >> fields.DISABLE_SENSORS_BIT & 1),
        switch_word=int(word[0]),
        options={key: found[0] for key, found in options.items()},
        shown=all_read(table, fields.SHOWN),
        meant=all_bits(table, fields.MEANT[:1]).get("meant", frozenset()),
    )


_STATUS, _MORE = Strip(fields.STATUS), Strip(fields.STATUS_MORE)


def status(table: Image) -> Status:
    """Build a `Status` from the status table; raises Incomplete.

    A cell counts as present where its mask bit is set; the tuple has an entry for each
    input up to the last one present or showing a voltage, 0 where nothing is seen.
    """
    got = _STATUS.whole(table)
    one = {key: found[0] for key, found in got.items()}

    def raised(key: str) -> frozenset[int]:
        return alarms.raised(int(one[key]))

    return Status(
        cells=cells(got["cell_voltages"], int(one["cell_mask"])),
        pack_voltage=one["pack_voltage"],
        current=one["current"],
        soc=int(one["soc"]),
        remaining=one["remaining"],
        cycles=int(one["cycles"]),
        alarms=raised("alarms"),
        charge_mos=one["charge_mos"] != 0,
        discharge_mos=one["discharge_mos"] != 0,
        mos_temperature=one["mos_temperature"],
        temperatures=(one["temperature_1"], one["temperature_2"]),
        uvpr_countdown=int(one["uvpr_countdown"]),
        ovpr_countdown=int(one["ovpr_countdown"]),
        emergency=one["emergency_time"] != 0,
        balancing=one["balancing"] != 0,
        heating=one["heating"] != 0,
        user_alarms=raised("user_alarms_2"),
        high_wires=frozenset(bit + 1 for bit in raised("wire_mask")),
        sensors=raised("sensor_mask"),
        readings=got | _MORE.read(table),
    )


def cells(voltages: tuple[Decimal, ...], mask: int) -> tuple[Decimal, ...]:
    """Return the inputs up to the last one that is present or shows a voltage."""
    last = max((n for n in range(len(voltages)) if mask >> n & 1 or voltages[n]), default=-1)
    return voltages[: last + 1]
