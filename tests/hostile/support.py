"""What hostile boards, people and files say, and what must never come of it."""

import csv
import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from wizard.simulator.create import Simulation, create
from wizard.simulator.nameplate import Nameplate
from wizard.text import STEERING

STEERS = (
    "\x1b]0;PWNED\x07",  # the title of the window
    "\x1b]52;c;UFdORUQ=\x07",  # the clipboard
    "\x1b[2J\x1b[99m",
    "\x9b99m",
    "\x90+q5057\x9c",
    "a\rb\nc\x0b\x0c\x08\x7f\0",
    "\u202egpj.exe\u2066",
    "\u2028\u2029\u200b\ufeff",
    "\ud800",
    "\U000e0041",
)
MARKUP = (
    "[red]x[/red]",
    "[@click=app.quit]x[/]",
    "[/nothing]",
    "[bold",
    "$error",
    "\\[x]",
    "<script>alert(1)</script>",
    "</td></table><!--",
    "\"'><img src=x onerror=y>",
    "&lt;b&gt;",
)
FORMULAE = ("=1+1|' /C calc'!A0", "+cmd", "@SUM(A1)", "-2+3")
PATHS = ("../../../etc/passwd", "/dev/null", "a/b", "..", "~root", "C:\\nul", "%2e%2e%2f", "$(id)")
SIGNS = "'=+-@\uff1d\uff0b\uff0d\uff20"  # what a formula begins with, and what takes it back
NUMBER = re.compile(r"-?\d+(\.\d+)?(E[+-]\d+)?")
AS_IT_CAME = "checklist.toml"  # kept byte for byte; its hash is in the record
FORMS = ("{0.__class__}", "{a}", "%s%n", "${jndi:x}")
TAME = (*MARKUP, *FORMULAE, *PATHS, *FORMS)  # strange, but of signs that print
ENDLESS = "x" * 10_000_000

PLATES = (
    {"model": "JK_PB\x1b[2J\x07[red]", "serial": "\x1b]0;PWNED\x07", "firmware": "15.\x1b[99m"},
    {"serial": "../../../x\r\n=1+1", "hardware": "<img>&\"'", "name": "[@click=a]x"},
    {"serial": "[/x]{0.a}%n$(id)", "user_data": "\x1b]52;c;UFdO\x07", "first_on": "\x00\x01\x02"},
)
"""What nameplates can hold: ASCII, at most 16 characters."""


def hostile(texts: dict[str, str]) -> Simulation:
    """A simulated pack whose board says these texts of itself."""
    simulation = create()
    known = {key: value[:16] for key, value in texts.items()}
    simulation.board.nameplate = replace(Nameplate(), **known)
    simulation.board.settle()
    return simulation


def steering(shown: str) -> set[str]:
    """The characters of something shown that steer a terminal or a reader."""
    return {char for char in shown if char not in "\n\t" and unicodedata.category(char) in STEERING}


def formulae(table: str, separator: str) -> list[str]:
    """The cells that a spreadsheet would reckon with, plain numbers left out."""
    found = [cell for row in csv.reader(io.StringIO(table), delimiter=separator) for cell in row]
    begin = (cell.strip().strip('"').strip() for cell in found)
    return [cell for cell in begin if cell[:1] in set(SIGNS[1:]) and not NUMBER.fullmatch(cell)]


def readable(file: Path, content: bytes) -> str:
    """What stands in a file that is text, or in the texts of a bundle.

    A table begins with a mark and ends its lines as tables do.
    """
    if file.suffix == ".zip":
        with ZipFile(io.BytesIO(content)) as bundle:
            parts = ((Path(name), bundle.read(name)) for name in bundle.namelist())
            return "\n".join(
                f"{name}\n{readable(name, part)}" for name, part in parts if name.name != AS_IT_CAME
            )
    if file.suffix == ".pdf":
        return ""  # drawn and compressed: no terminal is shown its bytes
    if file.suffix != ".csv":
        return content.decode()
    assert content.count(b"\r") == content.count(b"\r\n")
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def written(folder: Path) -> dict[Path, bytes]:
    """All files below a folder, each with its bytes."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
