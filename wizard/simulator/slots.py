"""What can be written besides the settings of the catalogue: pairs of bytes, single words.

A pair shares a register and travels whole: its first byte is the high one. A half that
is only shown keeps its value whatever is written. Sources: vendor RS485 document V1.1;
15.41 refuses 0x1122 with exception 2, its command numbers lack both halves.
"""

from dataclasses import dataclass

from wizard.simulator.nameplate import CAN_NUMBERS, UART_NUMBERS
from wizard.simulator.words import WORD, Word

_TRIGGERS = range(15)
_I32 = range(-(1 << 31), 1 << 31)
_HOURS = range(251)  # tenths
WIRES, WORST = 32, 2_000_001  # µΩ, behind the vendor's range


@dataclass(frozen=True, slots=True)
class Half:
    """A writable number in a register: its word, its values, its command number or 0."""

    word: Word
    values: range | frozenset[int]
    code: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A register or two that travel in one write, and what they carry; bytes, if a pair."""

    address: int
    size: int
    halves: tuple[Half, ...]


def _pair(*halves: Half) -> Slot:
    place = halves[0].word.place
    return Slot(place.address & ~1, 2, halves)


def _half(key: str, values: range | frozenset[int], code: int = 0) -> Half:
    return Half(WORD[key], values, code)


def _word(key: str, values: range) -> Slot:
    return Slot(WORD[key].place.address, 4, (_half(key, values),))


_SLOTS = (
    _pair(_half("heater_on", range(-40, 101), 0x37), _half("heater_off", range(-40, 101), 0x38)),
    _pair(_half("smart_sleep_hours", range(1, 101), 0x39)),
    _pair(_half("uart1_protocol", UART_NUMBERS), _half("can_protocol", CAN_NUMBERS)),
    _pair(_half("uart2_protocol", UART_NUMBERS)),
    _pair(_half("buzzer_trigger", _TRIGGERS), _half("dry1_trigger", _TRIGGERS)),
    _pair(_half("dry2_trigger", _TRIGGERS)),
    *(_word(f"{key}_{edge}", _I32) for key in ("buzzer", "dry1", "dry2") for edge in ("on", "off")),
    _word("logging_interval", range(5, 864_001)),
    _pair(_half("rcv_time", _HOURS), _half("rfv_time", _HOURS)),
)
SLOTS: dict[int, Slot] = {slot.address: slot for slot in _SLOTS}

_FIRST_WIRE = WORD["wire_resistances"].place.address
WIRE_RANGE = range(WORST)
WIRE_WORDS = range(_FIRST_WIRE, _FIRST_WIRE + 4 * WIRES, 4)
SWITCH_WORD = WORD["switches"].place.address


def numbers(slot: Slot, data: bytes) -> list[tuple[Half, int]]:
    """Return what a write carries for each writable number of a slot."""
    found: list[tuple[Half, int]] = []
    for half in slot.halves:
        place = half.word.place
        start = place.address - slot.address
        piece = data[start : start + place.kind.size]
        found.append((half, int.from_bytes(piece, signed=place.kind.value.islower())))
    return found
