"""Learnt gaps on disk: by adapter, speed and firmware; nothing depends on them."""

import json
import os
from pathlib import Path

import pytest

from tests.boards.peers import jumping
from wizard.boards.bus import Bus
from wizard.boards.gap import FIRST_S, SHORTEST_S
from wizard.boards.gap_memory import GapFile
from wizard.boards.modbus import ModbusBoard
from wizard.links.memory import MemoryLink
from wizard.simulator.create import Simulation, create
from wizard.text import words

CABLE, OTHER = "usb-1a86_USB_Serial-if00 115200", "/dev/ttyS0 9600"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gaps.json"


def _kept(file: Path, firmware: str = "15.41", gap_s: float = 0.04) -> GapFile:
    GapFile(file, CABLE).keep(frozenset({firmware}), gap_s)
    return GapFile(file, CABLE)


def test_a_gap_is_recalled_for_its_firmware_at_its_adapter(file: Path) -> None:
    found = _kept(file)
    assert found.recall("15.41") == 0.04
    assert found.recall("15.30") is None
    assert GapFile(file, OTHER).recall("15.41") is None


def test_a_gap_is_never_recalled_shorter_than_it_was_proven(file: Path) -> None:
    assert _kept(file, gap_s=0.04004).recall("15.41") == 0.0405


def test_what_other_lines_learnt_stays(file: Path) -> None:
    _kept(file)
    GapFile(file, OTHER).keep(frozenset({"15.30"}), 0.2)
    assert json.loads(file.read_bytes()) == {CABLE: {"15.41": 40.0}, OTHER: {"15.30": 200.0}}
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[1]",
        b'{"a": 1}',
        b'{"a": {"15.41": "20"}}',
        b'{"a": {"15.41": 0.1}}',
        b'{"a": {"15.41": 1e9}}',
        b'{"a": {"15.41": NaN}}',
        b"[" * 9999,
    ],
)
def test_a_broken_file_is_ignored_with_a_sentence_and_replaced(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    found = GapFile(file, "a")
    assert found.recall("15.41") is None
    assert found.trouble is not None
    assert str(file) in words(found.trouble)
    assert _kept(file).recall("15.41") == 0.04


def test_a_gap_that_cannot_be_written_stops_nobody(file: Path) -> None:
    file.parent.write_bytes(b"no folder")
    assert _kept(file).recall("15.41") is None


@pytest.mark.parametrize("target", ["/dev/zero", "."])
def test_what_is_no_plain_file_is_ignored_with_a_sentence(file: Path, target: str) -> None:
    file.parent.mkdir()
    file.symlink_to(target)
    assert GapFile(file, CABLE).trouble is not None


def test_a_pipe_is_not_waited_for(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    assert GapFile(file, CABLE).trouble is not None


def test_a_file_too_large_to_be_this_one_is_ignored_with_a_sentence(file: Path) -> None:
    file.parent.mkdir()
    with file.open("wb") as huge:
        huge.truncate(1 << 40)
    assert GapFile(file, CABLE).trouble is not None


def test_a_link_is_replaced_and_what_it_points_to_stays(file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    file.symlink_to(other)
    assert _kept(file).recall("15.41") == 0.04
    assert other.read_bytes() == b"mine"


def test_a_line_whose_name_cannot_be_written_is_not_remembered(file: Path) -> None:
    GapFile(file, "/dev/tty\udcff 9600").keep(frozenset({"15.41"}), 0.04)
    assert _kept(file).recall("15.41") == 0.04


def test_a_broken_file_in_the_data_folder_stops_nobody(file: Path) -> None:
    file.mkdir(parents=True)
    assert _kept(file).trouble is not None


def test_a_gap_like_the_one_on_disk_is_not_written_again(file: Path) -> None:
    _kept(file)
    before = file.stat().st_ino
    _kept(file, gap_s=0.041)
    assert file.stat().st_ino == before


def _read(simulation: Simulation, memory: GapFile, times: int) -> list[float]:
    """Read a board some times; return the gap that was in force before, and at the end."""
    gaps: list[float] = []

    async def work() -> None:
        bus = Bus(MemoryLink("memory:line", simulation.line), memory)
        board = ModbusBoard(bus, 1)
        await board.identity()
        gaps.append(bus.gap_s)
        for _ in range(times):
            await board.status()
        gaps.append(bus.gap_s)
        await board.close()

    jumping(work)
    return gaps


def test_the_next_session_begins_with_the_gap_that_this_one_learnt(file: Path) -> None:
    simulation = create("deaf")
    first, learnt = _read(simulation, GapFile(file, CABLE), 20)
    again, still = _read(simulation, GapFile(file, CABLE), 20)
    assert first == FIRST_S
    assert SHORTEST_S < learnt < FIRST_S
    assert learnt <= again < learnt + 6e-4  # half a millisecond is kept, rounded up
    assert still == again
    assert simulation.board.nameplate.firmware in json.loads(file.read_bytes())[CABLE]
