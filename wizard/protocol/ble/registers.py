"""How each dialect is told what the catalogue names: number, form, evidence.

Sources: recorded writes of the vendor's app, vendor data. One number means different
things to different dialects: 0x21 is the short-circuit delay on boards for 32 cells and
the voltage calibration on those for 24, 0x68 the Li-ion preset or a balancer's current.
There is no number here without a dialect.

Left out on purpose: 0x24 and 0x26 of 32S (address, hardware constant), 0x23 and the wire
resistances, 0x25 and 0x26 of 24S (their units or twins are in doubt), 0x09 and 0x0A of
24S (never seen to be taken), 0xAC to 0xB2 (length never recorded), 0x6B and 0x31 on
(emergency), 0x65, 0x66, 0x9B to 0xA0, 0xFF. A JK04 is read only: its numbers are presets,
calibrations and clocks to other boards, and it guards nothing that is commissioned.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from wizard.protocol.catalogue import (
    ACTIONS,
    CALIBRATION,
    CALIBRATIONS,
    CLOCK,
    OPTION,
    SETTING,
    SETTINGS,
    SWITCHES,
    WRITABLE,
    Evidence,
)
from wizard.protocol.dialects import Dialect
from wizard.protocol.layout import Kind


class Form(Enum):
    """How a value travels, as its `struct` letter: little-endian, as long as it says."""

    U32 = "I"
    I32 = "i"
    U16 = "H"
    U8 = "B"
    I8 = "b"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A command of a dialect: number, form of its value, evidence over Bluetooth.

    `high` is the highest value where the dialect has a lower limit than the catalogue.
    """

    code: int
    form: Form
    evidence: Evidence
    high: Decimal | None = None


_FORM = {Kind.U32: Form.U32, Kind.I32: Form.I32, Kind.U8: Form.U8, Kind.I8: Form.I8}
_RECORDED_OPTIONS: dict[str, tuple[Form, Evidence]] = {
    "uart1_protocol": (Form.U16, Evidence.HIGH),
    "can_protocol": (Form.U16, Evidence.HIGH),
    "uart2_protocol": (Form.U16, Evidence.MEDIUM),
    "buzzer_trigger": (Form.U16, Evidence.MEDIUM),
    "dry1_trigger": (Form.U16, Evidence.HIGH),
    "dry2_trigger": (Form.U16, Evidence.HIGH),
    "rcv_time": (Form.U8, Evidence.HIGH),
    "rfv_time": (Form.U8, Evidence.HIGH),
}
"""The options whose length over Bluetooth is known; two bytes though one is kept."""

_OF_32S: dict[str, Register] = {
    **{row.key: Register(row.code, _FORM[row.place.kind], row.evidence) for row in SETTINGS},
    **{row.key: Register(row.code, Form.U32, row.evidence) for row in SWITCHES},
    **{key: Register(OPTION[key].code, *known) for key, known in _RECORDED_OPTIONS.items()},
    **{row.key: Register(row.code, Form.NOTHING, Evidence.MEDIUM) for row in ACTIONS},
    **{row.key: Register(row.code, Form.U32, row.evidence) for row in CALIBRATIONS},
    CLOCK.key: Register(CLOCK.code, Form.U32, CLOCK.evidence),
}

_LAST_OF_24S = SETTING["capacity"].code
_NEVER_TAKEN_BY_24S = frozenset({"cell_rcv", "cell_rfv"})
_CELLS_OF_24S = Decimal(24)

_OF_24S: dict[str, Register] = {
    **{
        row.key: Register(row.code, _FORM[row.place.kind], row.evidence)
        for row in SETTINGS
        if row.code <= _LAST_OF_24S and row.key not in _NEVER_TAKEN_BY_24S
    },
    "cell_count": Register(SETTING["cell_count"].code, Form.U32, Evidence.HIGH, _CELLS_OF_24S),
    "voltage_calibration": Register(0x21, Form.U32, Evidence.MEDIUM),
    "current_calibration": Register(0x24, Form.U32, Evidence.MEDIUM),
}

REGISTERS: Mapping[Dialect, Mapping[str, Register]] = MappingProxyType(
    {
        Dialect.JK04: MappingProxyType({}),
        Dialect.JK02_24S: MappingProxyType(_OF_24S),
        Dialect.JK02_32S: MappingProxyType(_OF_32S),
    }
)


def writable(dialect: Dialect) -> frozenset[int]:
    """Return the catalogue's command numbers of what a dialect can be told by some value."""
    rows = {**WRITABLE, **CALIBRATION, **{row.key: row for row in (*ACTIONS, CLOCK)}}
    return frozenset(
        rows[key].code
        for key, register in REGISTERS[dialect].items()
        if register.evidence is not Evidence.NONE
    )
