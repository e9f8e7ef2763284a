"""What a 32S board does with a command: settings, switches, options, actions.

There is no refusal over Bluetooth. Likely: a board leaves what is out of its range,
across a neighbour, of another length or not among its command numbers. A preset is taken
whatever stands behind it, which is the cautious guess.

Sources: recorded writes of the vendor's app, vendor data.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from wizard.protocol.layout import Kind, Place, Table
from wizard.simulator import registers
from wizard.simulator.actions import PLAIN
from wizard.simulator.bluetooth_command import Command
from wizard.simulator.bluetooth_harm import (
    Take,
    enter_bootloader,
    leave,
    restart,
    shut_down,
    take_clock,
    take_current,
    take_voltage,
)
from wizard.simulator.firmware import Board
from wizard.simulator.pack import Chemistry
from wizard.simulator.readings import supported, table
from wizard.simulator.refusal import Refusal
from wizard.simulator.words import WORDS

WORD_SIZE = 4
SETTINGS = range(0x01, 0x23)  # one after the other from the beginning of the table
ADDRESS, PRECHARGE, RANGE = 0x24, 0x25, 0x26  # behind the wire resistances
BEHIND_WIRES = {ADDRESS: 0x1108, PRECHARGE: 0x110C}
SWITCHES = range(0x27, 0x37)
USER_DATA = 0x9F
EMERGENCY, EMERGENCY_AT = 0x6B, 0x1610
UNLISTED = frozenset({0x65, 0x66, 0x9D, 0xFF})  # work without a bit of their own
CURRENT_RANGE = range(100_000, 20_000_001)  # mA

# Number, length of the value, table, byte offset, type, lowest and highest raw number.
_OPTIONS = """
    37  1  SETTINGS  116  b  -40  100
    38  1  SETTINGS  117  b  -40  100
    39  1  SETTINGS  118  B  1    100
    3a  1  SETTINGS  122  b  -40  100
    3b  1  SETTINGS  123  b  -40  100
    a9  2  INFO      0e4  B  0    14
    aa  2  INFO      0e5  B  0    14
    ab  2  INFO      0e6  B  0    14
    ac  4  INFO      0e8  i  -2147483648  2147483647
    ad  4  INFO      0ec  i  -2147483648  2147483647
    ae  4  INFO      0f0  i  -2147483648  2147483647
    af  4  INFO      0f4  i  -2147483648  2147483647
    b0  4  INFO      0f8  i  -2147483648  2147483647
    b1  4  INFO      0fc  i  -2147483648  2147483647
    b2  4  INFO      100  I  5    864000
    b3  1  INFO      104  B  0    250
    b4  1  INFO      105  B  0    250
    b5  1  INFO      107  B  1    255
    b7  1  INFO      110  B  0    50
"""

PROTOCOLS: dict[int, tuple[int, int]] = {
    0xA5: (0x0B2, 0x0B4),
    0xA6: (0x0B3, 0x0C4),
    0xA8: (0x0D4, 0x0D5),
    0xB6: (0x108, 0x109),
}
"""Offset of a protocol number in the information table, and of the bits it may have."""
PROTOCOL_SIZE, ENABLED_SIZE = 2, 4

PRESETS: dict[int, Chemistry] = {0x68: "li_ion", 0x69: "lifepo4", 0x6A: "lto"}
_KEYS = {word.place: word.key for words in WORDS.values() for word in words}


@dataclass(frozen=True, slots=True)
class _Option:
    """A number that stands alone: the length it travels with, its place, its raw values."""

    size: int
    place: Place
    values: range


def _options() -> dict[int, _Option]:
    rows = (line.split() for line in _OPTIONS.split("\n") if line.strip())
    return {
        int(number, 16): _Option(
            int(size),
            Place(Table[name], int(offset, 16), Kind(kind)),
            range(int(low), int(high) + 1),
        )
        for number, size, name, offset, kind, low, high in rows
    }


OPTIONS = _options()


def take(board: Board, command: Command) -> str:
    """Do what a command says, as far as the board knows it; return what harm that did."""
    taking = TAKES.get(command.number)
    if taking is None or command.number not in supported(board) | UNLISTED:
        return ""
    return taking(board, command)


def write_word(board: Board, address: int, command: Command) -> None:
    """Write a value as one register of the settings, unless the board refuses."""
    with suppress(Refusal):
        registers.write(board, address, command.value[::-1])


def take_setting(board: Board, command: Command) -> str:
    """Take one of the settings that stand at the beginning of the table."""
    write_word(board, Table.SETTINGS + WORD_SIZE * (command.number - SETTINGS[0]), command)
    return ""


def take_user_data(board: Board, command: Command) -> str:
    """Take a text that the board keeps for its owner."""
    with suppress(UnicodeDecodeError):
        board.nameplate = replace(board.nameplate, user_data=command.value.decode("ascii"))
        board.settle()
    return ""


def _take_behind_wires(board: Board, command: Command) -> str:
    write_word(board, BEHIND_WIRES[command.number], command)
    return ""


def _take_range(board: Board, command: Command) -> str:
    if len(command.value) != WORD_SIZE or command.raw not in CURRENT_RANGE:
        return ""
    board.later(lambda: board.store.put("current_range", command.raw))
    return "the range of the shunt was changed"


def _take_switch(board: Board, command: Command) -> str:
    if len(command.value) == WORD_SIZE and command.raw in {0, 1}:
        bit = 1 << command.number - SWITCHES[0]
        others = board.store.raw("switches") & ~bit
        board.later(lambda: board.store.put("switches", others | bit * command.raw))
    return ""


def _take_option(board: Board, command: Command) -> str:
    option = OPTIONS[command.number]
    raw = command.signed if option.place.kind.value.islower() else command.raw
    if len(command.value) == option.size and raw in option.values:
        _keep(board, option.place, raw)
    return ""


def _take_protocol(board: Board, command: Command) -> str:
    offset, bits_at = PROTOCOLS[command.number]
    bits = int.from_bytes(table(board, Table.INFO)[bits_at:][:ENABLED_SIZE], "little")
    if len(command.value) == PROTOCOL_SIZE and bits >> command.raw & 1:
        _keep(board, Place(Table.INFO, offset, Kind.U8), command.raw)
    return ""


def _keep(board: Board, place: Place, raw: int) -> None:
    if _KEYS.get(place) not in board.quirks.refused | board.quirks.ignored:
        board.later(lambda: board.store.memory(place.table).put(place, raw))


def _take_preset(board: Board, command: Command) -> str:
    board.preset(PRESETS[command.number])
    return f"a value called up the preset {PRESETS[command.number]}" if command.value else ""


def _take_emergency(board: Board, command: Command) -> str:
    if command.raw:
        PLAIN[EMERGENCY_AT](board)
        return "the protections were put out of force"
    board.emergency = 0.0
    board.settle()
    return ""


_ONES: dict[int, Take] = {
    RANGE: _take_range,
    USER_DATA: take_user_data,
    EMERGENCY: _take_emergency,
    0x64: take_voltage,
    0x65: shut_down,
    0x66: restart,
    0x67: take_current,
    0x6C: take_clock,
    0x9B: leave("the name was told by a number that nobody has recorded"),
    0x9C: leave("a password was told by a number that nobody has recorded"),
    0x9D: leave("the board was told to forget everything"),
    0xA0: leave("a password was told by a number that nobody has recorded"),
    0xFF: enter_bootloader,
}
_GROUPS: tuple[tuple[Iterable[int], Take], ...] = (
    (SETTINGS, take_setting),
    (BEHIND_WIRES, _take_behind_wires),
    (SWITCHES, _take_switch),
    (OPTIONS, _take_option),
    (PROTOCOLS, _take_protocol),
    (PRESETS, _take_preset),
)
TAKES: dict[int, Take] = {n: taking for numbers, taking in _GROUPS for n in numbers} | _ONES
