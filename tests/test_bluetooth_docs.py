"""The Bluetooth page and the code say the same."""

from pathlib import Path

import pytest

from wizard.boards.bluetooth import LOG_TRIES, TRIES
from wizard.boards.bluetooth_line import FRAME_S
from wizard.links.bluetooth_scan import MAKERS
from wizard.links.bluetooth_wanted import PATIENCE, Pairing
from wizard.protocol.ble.commands import ASKED, HEAD, LOG
from wizard.protocol.ble.commands import SIZE as COMMAND_SIZE
from wizard.protocol.ble.logbook import LOG_TYPE
from wizard.protocol.ble.logbook import MOST as MOST_ENTRIES
from wizard.protocol.ble.registers import REGISTERS, Register
from wizard.protocol.catalogue import ACTION, CALIBRATION, CLOCK, WRITABLE, Evidence
from wizard.protocol.dialects import Dialect
from wizard.protocol.framing import MAGIC, SIZE, TYPE_OF

TEXT = (Path(__file__).parents[1] / "docs" / "bluetooth.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("| ").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| `")
]
WRITES = {row[0].strip("`"): row[1:] for row in ROWS if len(row) == 4 and row[0][1:2].islower()}
COLUMNS = {Dialect.JK02_32S: 1, Dialect.JK02_24S: 2}
LABELS = {row.key: row.label for row in (*WRITABLE.values(), *CALIBRATION.values(), CLOCK)} | {
    row.key: row.label for row in ACTION.values()
}


def _said(register: Register) -> str:
    return f"0x{register.code:02X} {register.form.name.lower()} {register.evidence.name.lower()}"


@pytest.mark.parametrize("dialect", Dialect)
def test_the_writes_of_the_page_are_those_of_the_code(dialect: Dialect) -> None:
    column = COLUMNS.get(dialect)
    listed = {key: row[column] for key, row in WRITES.items() if column and row[column] != "-"}
    assert listed == {
        key: _said(register)
        for key, register in REGISTERS[dialect].items()
        if register.evidence is not Evidence.NONE
    }


def test_each_write_is_called_as_jk_calls_it() -> None:
    assert {key: row[0] for key, row in WRITES.items()} == {key: LABELS[key] for key in WRITES}


def test_every_dialect_has_its_row() -> None:
    assert {row[0].strip("`") for row in ROWS} >= {str(dialect) for dialect in Dialect}


def test_requests_of_the_page_are_those_of_the_code() -> None:
    lines = TEXT.partition("## What is asked for")[2].partition("## What is written")[0]
    rows = [line.strip("| ").split(" | ") for line in lines.splitlines() if line.startswith("| ")]
    listed = {row[1]: row[2][: len("type n")] for row in rows[1:]}
    asked = {f"0x{ASKED[table]:02X}": f"type {TYPE_OF[table]}" for table in ASKED}
    assert listed == asked | {f"0x{LOG:02X}": f"type {LOG_TYPE}"}
    for said in (
        f"up to {MOST_ENTRIES} entries",
        f"asked for {('', 'once', 'twice')[LOG_TRIES]} at most",
        f"with {FRAME_S:.0f} s for each answer",
    ):
        assert said in lines, said


def test_figures_of_the_page_are_those_of_the_code() -> None:
    words = ("", "one", "two", "three", "four")
    pairing = "|".join(each.value for each in Pairing)
    for said in (
        MAGIC.hex(" ").upper(),
        HEAD.hex(" ").upper(),
        f"| size | {SIZE} | {COMMAND_SIZE} |",
        f"at most {PATIENCE.attempts} times",
        f"asked for {words[TRIES]} times",
        f"pair={pairing}",
        *(f"0x{maker:04X}" for maker in MAKERS),
    ):
        assert said in TEXT, said
