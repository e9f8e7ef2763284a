"""What the protocol numbers of the ports mean, and the sources of buzzer and contacts.

Sources: the vendor's own lists, the bitmaps of recorded information frames. A board says
itself which numbers it offers (`views.Identity.offered`): only those are to be chosen.
Where sources disagree about a brand, both stand here. A wrong CAN number silences the
inverter; a wrong UART1 number cuts the line that this program speaks on.
"""

from dataclasses import dataclass
from enum import StrEnum


class Bus(StrEnum):
    """The bus whose number it is: UART1 to UART4 share one list."""

    UART = "UART"
    CAN = "CAN"


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol number: the vendor's label, bit/s, brands, firmware that offers it.

    The speed is None where nobody documents it, `assumed` where it is general knowledge.
    """

    bus: Bus
    number: int
    label: str
    speed: int | None
    brands: str
    firmware: tuple[str, ...]
    assumed: bool = False


_14_20, _15 = "14.20 PB2A16S15P", "15.30-15.41 PB"
_19_05, _19_27, _11_55 = "19.05 PB2A16S20P", "19.27 PB2A16S20P", "11.55 B2A25SRP"

PROTOCOLS: tuple[Protocol, ...] = (
    Protocol(
        Bus.UART,
        0,
        "4G-GPS remote module common",
        115_200,
        "JK 4G/GPS module; legacy 4E57",
        (_14_20, _15, _19_05, _19_27, _11_55),
    ),
    Protocol(
        Bus.UART,
        1,
        "JK BMS RS485 Modbus",
        115_200,
        "this program",
        (_14_20, _15, _19_05, _19_27, _11_55),
    ),
    Protocol(Bus.UART, 2, "NIU U series", None, "NIU scooters", (_14_20, _15, _19_05, _11_55)),
    Protocol(
        Bus.UART,
        3,
        "China Tower shared cabinet V1.1",
        None,
        "China Tower cabinets",
        (_14_20, _15, _19_05, _19_27),
    ),
    Protocol(Bus.UART, 4, "PACE RS485 Modbus", None, "PACE clients", (_15, _19_05, _19_27)),
    Protocol(
        Bus.UART,
        5,
        "Pylon low voltage RS485",
        None,
        "Pylontech compatible, Deye",
        (_15, _19_05, _19_27),
    ),
    Protocol(Bus.UART, 6, "Growatt 1xSxxP ESS", None, "Growatt", (_14_20, _15, _19_05, _19_27)),
    Protocol(
        Bus.UART, 7, "Voltronic 485", None, "Voltronic, Axpert", (_14_20, _15, _19_05, _19_27)
    ),
    Protocol(
        Bus.UART, 8, "China Tower cabinet V2.0", None, "China Tower cabinets", (_14_20, _15, _19_05)
    ),
    Protocol(
        Bus.UART, 9, "SRNE/WOW RS485 Modbus", None, "SRNE, WOW", (_14_20, _15, _19_05, _19_27)
    ),
    Protocol(
        Bus.UART,
        10,
        "JK BMS LCD",
        115_200,
        "JK display",
        (_15, _19_05, _19_27, _11_55),
        assumed=True,
    ),
    Protocol(Bus.UART, 11, "UART1 custom", None, "", ()),
    Protocol(Bus.UART, 12, "UART2 custom", None, "", ()),
    Protocol(
        Bus.UART, 13, "JK Modbus 9600", 9_600, "this program, slower", (_15, _19_05, _19_27, _11_55)
    ),
    Protocol(
        Bus.UART, 14, "Pylon 9600", 9_600, "Pylontech compatible, Deye", (_15, _19_05, _19_27)
    ),
    Protocol(Bus.UART, 15, "JK PBxx LCD", 115_200, "JK display, parallel bus", (_19_05, _19_27)),
    Protocol(Bus.UART, 16, "JK LIN", None, "JK", ()),
    Protocol(Bus.UART, 17, "reserved", None, "", ()),
    Protocol(Bus.UART, 18, "reserved", None, "", ()),
    Protocol(Bus.UART, 19, "reserved", None, "", ()),
    Protocol(Bus.UART, 20, "reserved", None, "", ()),
    Protocol(Bus.CAN, 0, "JK 250k", 250_000, "JK displays", (_14_20, _15, _11_55)),
    Protocol(Bus.CAN, 1, "Deye low-voltage", 500_000, "Deye", (_14_20, _15), assumed=True),
    Protocol(
        Bus.CAN,
        2,
        "Pylon low-voltage",
        500_000,
        "Pylontech compatible, most hybrids",
        (_14_20, _15),
        assumed=True,
    ),
    Protocol(Bus.CAN, 3, "Growatt low-voltage", 500_000, "Growatt", (_14_20, _15), assumed=True),
    Protocol(Bus.CAN, 4, "Victron", 500_000, "Victron", (_14_20, _15), assumed=True),
    Protocol(Bus.CAN, 5, "Megarevo hybrid", None, "Megarevo; SEPLOS on PD2A16S", (_15,)),
    Protocol(Bus.CAN, 6, "JK 500k", 500_000, "JK", (_14_20, _15, _11_55)),
    Protocol(Bus.CAN, 7, "INVT low-voltage", None, "INVT; Voltronic in one source", (_14_20, _15)),
    Protocol(Bus.CAN, 8, "GoodWe low-voltage", None, "GoodWe", (_14_20, _15)),
    Protocol(Bus.CAN, 9, "SMA", None, "SMA", (_14_20, _15)),
    Protocol(Bus.CAN, 10, "MUST PV1800F", None, "MUST", (_14_20, _15)),
    Protocol(Bus.CAN, 11, "Luxpower", None, "Luxpower", (_15,)),
    Protocol(Bus.CAN, 12, "custom", None, "", ()),
    Protocol(Bus.CAN, 13, "custom 2", None, "", ()),
    Protocol(Bus.CAN, 14, "reserved", None, "", ()),
    Protocol(Bus.CAN, 15, "reserved", None, "", ()),
    Protocol(Bus.CAN, 16, "reserved", None, "", ()),
    Protocol(Bus.CAN, 17, "reserved", None, "", ()),
    Protocol(Bus.CAN, 18, "reserved", None, "", ()),
    Protocol(Bus.CAN, 19, "reserved", None, "", ()),
    Protocol(Bus.CAN, 20, "reserved", None, "", ()),
)

PROTOCOL: dict[tuple[Bus, int], Protocol] = {(row.bus, row.number): row for row in PROTOCOLS}

BUS_OF: dict[str, Bus] = {
    "uart1_protocol": Bus.UART,
    "uart2_protocol": Bus.UART,
    "uart3_protocol": Bus.UART,
    "uart4_protocol": Bus.UART,
    "can_protocol": Bus.CAN,
}
"""The list that each port's number is from, by the key of its setting or field."""

TRIGGERS: dict[int, str] = {
    0: "no trigger",
    1: "state of charge too low",
    2: "pack over-voltage",
    3: "pack under-voltage",
    4: "cell over-voltage",
    5: "cell under-voltage",
    6: "charge over-current",
    7: "discharge over-current",
    8: "pack over-temperature",
    9: "MOS over-temperature",
    10: "system alarm",
    11: "pack low temperature",
    12: "GPS remote control",
    13: "state of charge out of range",
    14: "MOS fault",
}
"""What makes the buzzer or a dry contact switch. The levels are in whole units: °C was
recorded; % for states of charge and mV for voltages are taken by analogy."""


def named(port: str, number: int) -> str:
    """Return the label of a port's protocol number; the port is a key of `BUS_OF`."""
    row = PROTOCOL.get((BUS_OF[port], number))
    return row.label if row else "unknown"
