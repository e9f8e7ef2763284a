"""What the information table says of a board, and what it holds when delivered."""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.protocol.layout import Table
from wizard.simulator.capabilities import bitmap
from wizard.simulator.tables import Memory
from wizard.simulator.words import WORD

FACTORY_SETTING_PASSWORD = "123456"  # noqa: S105  printed in every manual
UART_NUMBERS = frozenset({*range(11), 13, 14})  # recorded on 15.30 and 15.41
CAN_NUMBERS = frozenset(range(12))
MODBUS, MODBUS_SLOW, MASTER = 1, 13, 15
BAUD = {MODBUS: 115200, MODBUS_SLOW: 9600}
SUPPORT_AT, SUPPORT_SIZE = 0x90, 32

# Byte offset and length of each text, and the bitmaps of the numbers that may be chosen.
TEXTS: dict[str, tuple[int, int]] = {
    "model": (0x00, 15),
    "hardware": (0x10, 8),
    "firmware": (0x18, 8),
    "name": (0x28, 16),
    "password": (0x38, 16),
    "first_on": (0x48, 8),
    "serial": (0x50, 16),
    "user_data": (0x60, 16),
    "setting_password": (0x70, 16),
    "user_data_2": (0x80, 16),
}
_ENABLED = {0xB4: UART_NUMBERS, 0xC4: CAN_NUMBERS, 0xD5: UART_NUMBERS}
_ENABLED_SIZE = 4
_OLDER: Mapping[str, Mapping[int, frozenset[int]]] = {
    "14.20": {
        0xB4: UART_NUMBERS - {4, 5, 10, 13, 14},
        0xC4: CAN_NUMBERS - {5, 11},
    },
}
"""Where a firmware offers fewer numbers than 15.x, as its recorded bitmaps say."""

# As recorded on 15.30; a trigger's value is in whole units (°C here).
DELIVERED: Mapping[str, int] = {
    "uart1_protocol": MODBUS,
    "can_protocol": 0,
    "uart2_protocol": MODBUS,
    "buzzer_trigger": 9,
    "dry1_trigger": 8,
    "uart_table_version": 1,
    "buzzer_on": 100,
    "buzzer_off": 95,
    "dry1_on": 60,
    "dry1_off": 50,
    "logging_interval": 3600,
    "rcv_time": 50,
    "rfv_time": 50,
    "can_table_version": 1,
    "emergency_minutes": 30,
}
_FLAGS_AT, _FLAGS = 0x119, bytes.fromhex("fe9fe9ff0f")


@dataclass(frozen=True, slots=True)
class Nameplate:
    """Who a board is. `max_cells` reads 0 in every recorded frame of these boards."""

    model: str = "JK_PB2A16S20P"
    hardware: str = "15A"
    firmware: str = "15.41"
    first_on: str = "240318"
    serial: str = "50410000001"
    name: str = "JK-BMS"
    password: str = "1234"  # noqa: S105  printed in every manual
    user_data: str = "JK-BMS"
    setting_password: str = FACTORY_SETTING_PASSWORD
    user_data_2: str = "JK-BMS"
    max_cells: int = 0
    power_on_times: int = 9
    total_time: int = 506_000


PLATE = Nameplate()

MODELS: Mapping[str, tuple[str, str]] = {
    "3.3.0": ("JK-B2A16S", "3.0"),
    "8.0.3M": ("JK-B5A24S", "8.X"),
    "7.1.0H": ("JK-BD6A17S6P", "7.X"),
    "8.0.6G": ("JK-BD6A24S10P", "8.X"),
    "10.07": ("JK-B1A20S15P", "10.XW"),
    "11.17": ("JK_B2A8S20P", "11.XW"),
    "11.26": ("JK_B2A8S20P", "11.XW"),
    "11.288H": ("JK_B2A20S20P", "11.XW"),
    "11.55": ("JK_B2A25SRP", "11.XW"),
    "14.20": ("JK_PB2A16S15P", "14.XA"),
    "15.10": ("JK_PB2A16S15P", "15.XA"),
    "15.30": ("JK_PB1A16S15P", "15A"),
    "19.05": ("JK_PB2A16S20P", "19H"),
    "19.07": ("JK_B2A8S30P", "19A"),
    "19.27": ("JK-PB2A16S20P", "19A"),
}
"""Model and hardware that a firmware was recorded on; for others those of `PLATE`."""


def recorded(firmware: str, serial: str) -> Nameplate:
    """Return the plate of a board with a firmware, as such a board was recorded."""
    model, hardware = MODELS.get(firmware, (PLATE.model, PLATE.hardware))
    return Nameplate(model=model, hardware=hardware, firmware=firmware, serial=serial)


def delivered() -> Memory:
    """Return the information table of a new board, without name and capability bits."""
    memory = Memory(Table.INFO)
    for key, raw in DELIVERED.items():
        memory.put(WORD[key].place, raw)
    for offset, numbers in _ENABLED.items():
        memory.put_bits(offset, _ENABLED_SIZE, bitmap(numbers))
    memory.data[_FLAGS_AT : _FLAGS_AT + len(_FLAGS)] = _FLAGS
    return memory


def write_plate(memory: Memory, plate: Nameplate, run_time: int) -> None:
    """Write into an information table who a board is; `run_time` in s counts on."""
    for offset, numbers in _OLDER.get(plate.firmware, {}).items():
        memory.put_bits(offset, _ENABLED_SIZE, bitmap(numbers))
    for key, (offset, size) in TEXTS.items():
        memory.put_text(offset, size, str(getattr(plate, key)))
    memory.put(WORD["max_cells"].place, plate.max_cells)
    memory.put(WORD["power_on_times"].place, plate.power_on_times)
    memory.put(WORD["total_time"].place, plate.total_time + run_time)
