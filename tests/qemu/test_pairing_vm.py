"""Boards that ask for a pairing code, over a real bluetoothd and kernel: `-m bluez_vm`."""

import json
from dataclasses import dataclass

import msgspec
import pytest
import pytest_asyncio

from tests.qemu.board import Board
from tests.qemu.lines import Said
from tests.qemu.machine import Machine
from tests.qemu.packs import OnAir
from wizard.simulator.bluetooth_create import create_bluetooth

pytestmark = [
    pytest.mark.bluez_vm,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]
NO_LINK = 3
CODE, WRONG, NO_TERMINAL = "123456", "123457", ""
AGAIN = "again"
ASKED = "asks for its pairing code"
LOOKING_S = 7  # for the code; longer than a link waits for a board that is to notify


@dataclass(frozen=True)
class Tried:
    """What the program said of boards that show a code, by what was typed."""

    boards: dict[str, OnAir]
    status: dict[str, Said]


def asking(number: int) -> OnAir:
    """Return a board that shows a code, which has to be typed."""
    made = create_bluetooth(cells=8)
    return OnAir(made, Board(made.peer, f"C8:47:80:19:30:0{number}", "JK-PB1930", code=int(CODE)))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tried(machine: Machine) -> Tried:
    boards = {code: asking(number) for number, code in enumerate((CODE, WRONG, NO_TERMINAL))}
    lines = {code: f"status --link {one.link} --json" for code, one in boards.items()}
    words = [word for pair in lines.items() for word in pair] + [NO_TERMINAL, lines[CODE]]
    outcome = await machine.python(
        *("-m", "tests.qemu.typed", str(LOOKING_S), *words),
        boards=[one.board for one in boards.values()],
        seconds=180,
    )
    assert outcome.code == 0, outcome.output
    said = msgspec.json.decode(outcome.output, type=list[Said])
    return Tried(boards, dict(zip((*boards, AGAIN), said, strict=True)))


async def test_a_board_is_paired_by_the_code_that_a_person_looked_for(tried: Tried) -> None:
    _require_read(tried, CODE)
    assert ASKED in tried.status[CODE].errors


async def test_a_paired_board_asks_no_more(tried: Tried) -> None:
    _require_read(tried, AGAIN)
    assert ASKED not in tried.status[AGAIN].errors


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (WRONG, "was not paired (the code that was typed was not taken)"),
        (WRONG, "`pair C8:47:80:19:30:01`"),
        (NO_TERMINAL, "asks for a pairing code and got none. Start again where"),
    ],
)
async def test_without_the_right_code_the_way_out_is_named_and_nothing_sent(
    tried: Tried, code: str, sentence: str
) -> None:
    assert tried.status[code].code == NO_LINK
    assert sentence in tried.status[code].errors
    assert tried.boards[code].board.heard == []


def _require_read(tried: Tried, when: str) -> None:
    said = tried.status[when]
    assert said.code == 0, said.errors
    firmware = tried.boards[CODE].simulation.board.nameplate.firmware
    assert json.loads(said.output)["identity"]["firmware"] == firmware
