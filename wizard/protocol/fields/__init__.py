"""The fields that a board reports and the reads that fetch them, as data."""

from wizard.protocol.fields.info import IDENTITY, INFO, OFFERED, PASSWORDS, SUPPORTED, TEXTS
from wizard.protocol.fields.rows import BitsField, Block, Field, Measure, TextField, registers_of
from wizard.protocol.fields.settings import DISABLE_SENSORS_BIT, MEANT, SHOWN, SWITCHES
from wizard.protocol.fields.status import CELLS, STATUS, STATUS_MORE
from wizard.protocol.layout import Table

__all__ = [
    "CELLS",
    "DISABLE_SENSORS_BIT",
    "EVERYWHERE",
    "IDENTITY",
    "IDENTITY_BLOCKS",
    "INFO",
    "INFO_TAIL_BLOCKS",
    "MEANT",
    "OFFERED",
    "OPTION_BLOCKS",
    "PASSWORDS",
    "SECRETS",
    "SETTINGS_BLOCKS",
    "SHOWN",
    "STATUS",
    "STATUS_BLOCKS",
    "STATUS_MORE",
    "STATUS_MORE_BLOCKS",
    "SUPPORTED",
    "SUPPORT_OFFSET",
    "SUPPORT_SIZE",
    "SWITCHES",
    "TEXTS",
    "BitsField",
    "Block",
    "Field",
    "Measure",
    "TextField",
    "registers_of",
]

SUPPORT_OFFSET, SUPPORT_SIZE = SUPPORTED.offset, SUPPORTED.size
SECRETS = tuple((Table.INFO + row.offset, Table.INFO + row.offset + row.size) for row in PASSWORDS)
"""The addresses that no request of ours may touch, each from first to behind the last."""

SETTINGS_BLOCKS = (
    Block(Table.SETTINGS, 0x00, 36),
    Block(Table.SETTINGS, 0x48, 32),
    Block(Table.SETTINGS, 0x108, 14),
)
STATUS_BLOCKS = (Block(Table.STATUS, 0x00, 36), Block(Table.STATUS, 0x8A, 38))
STATUS_MORE_BLOCKS = (Block(Table.STATUS, 0x48, 33), Block(Table.STATUS, 0xD6, 39))
IDENTITY_BLOCKS = (
    Block(Table.INFO, 0x00, 16),
    Block(Table.INFO, 0x48, 12),
    Block(Table.INFO, 0x90, 37),
)
OPTION_BLOCKS = (Block(Table.INFO, 0xB0, 32),)
EVERYWHERE = {SETTINGS_BLOCKS[-1]: 7, IDENTITY_BLOCKS[-1]: 16}
"""Of blocks that reach behind the end of some tables, the registers that every board has."""

INFO_TAIL_BLOCKS = (Block(Table.INFO, 0xF0, 26),)
"""15.41 ends its information table near byte 244: a refusal here means "not there"."""
