"""A board over a taped link: the tape holds no password and plays back to the same views."""

import json
from pathlib import Path

import pytest

from tests.boards.peers import jumping
from wizard.boards.bus import Bus
from wizard.boards.either import WAYS, board_on
from wizard.boards.redaction import redact
from wizard.links.base import Link
from wizard.links.memory import MemoryLink
from wizard.links.tape import Tape, TapeLink
from wizard.protocol.framing import FrameStream
from wizard.protocol.layout import Table
from wizard.simulator.create import create
from wizard.simulator.faults import FAULTS

SECRETS = (b"1234", b"123456")
LINE_FAULTS = [fault.name for fault in FAULTS if fault.kind == "line"]


def _came(path: Path) -> bytes:
    lines = [json.loads(line) for line in path.read_text("ascii").splitlines()]
    return b"".join(bytes.fromhex(line["hex"]) for line in lines if line.get("way") == "in")


async def _told(link: Link, read: str) -> tuple[object, ...]:
    board = board_on(Bus(link), 1, read)
    told = await board.identity(), await board.settings(), await board.status()
    await board.secrets()
    await board.close()
    return told


@pytest.mark.parametrize("read", WAYS)
@pytest.mark.parametrize("fault", [None, *LINE_FAULTS])
def test_a_tape_of_a_board_plays_back_and_holds_no_password(
    tmp_path: Path, read: str, fault: str | None
) -> None:
    path = tmp_path / "tape"

    async def recorded() -> tuple[object, ...]:
        tape = Tape(path, redact)
        try:
            return await _told(tape.on(MemoryLink("memory:1", create(fault).line)), read)
        finally:
            tape.close()

    told = jumping(recorded)
    assert not any(secret in _came(path) for secret in SECRETS)
    assert jumping(lambda: _told(TapeLink(path), read)) == told


def test_the_frame_on_a_tape_is_whole_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "tape"

    async def work() -> None:
        tape = Tape(path, redact)
        board = board_on(Bus(tape.on(MemoryLink("memory:1", create().line))), 1, "frames")
        await board.identity()
        await board.close()
        tape.close()

    jumping(work)
    assert [frame.table for frame in FrameStream().feed(_came(path))] == [Table.INFO]
    assert path.read_text("ascii").count('"redacted": true') == 1
