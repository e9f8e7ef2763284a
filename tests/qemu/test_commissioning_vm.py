"""Whole commissionings over a real bluetoothd and a real kernel, in real time: `-m bluez_vm`.

Two packs at once, by the shipped checklist in which only what rests is watched for a shorter
time; one board is lost on the way. Their technicians are outside the machine, with the packs.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.procedure.support import RAW, SHIPPED, typed
from tests.qemu.board import Board
from tests.qemu.machine import Machine
from tests.qemu.packs import LostAtPreset, OnAir
from tests.qemu.technician import Technician
from tests.qemu.voices import Ended
from tests.whole.packs import Pack, require_commissioned
from wizard.assembly import document_of
from wizard.operators.script import Answers
from wizard.paths import JOURNAL
from wizard.record import journal
from wizard.record.events import StepJudged
from wizard.record.state import fold
from wizard.simulator.bluetooth_create import create_bluetooth

pytestmark = [
    pytest.mark.bluez_vm,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(600),
]
MOST_SECONDS = 500.0
PACKS = (Pack("lifepo4", 8), Pack("lifepo4", 16))
LOST, UNDISTURBED = PACKS
PRESET = "chemistry-preset"
RESTS = re.compile(rb"(?m)^(steady|pause) = \{ s = \d+,")
REST = rb"\1 = { s = 8,"


@dataclass(frozen=True)
class Commissioned:
    """A pack that was commissioned, and what is left of that."""

    on_air: OnAir
    ended: Ended
    folder: Path

    @property
    def judged(self) -> list[tuple[str, str]]:
        """Each verdict on the step of the preset, and its reason."""
        return [
            (event.verdict.value, str(event.reason))
            for event in journal.read(self.folder / JOURNAL).events
            if isinstance(event, StepJudged) and event.step == PRESET
        ]


def on_air(machine: Machine, pack: Pack) -> OnAir:
    """Return a pack whose board is lost when it goes dark, one also when it is told its preset."""
    made = create_bluetooth(cells=pack.cells, chemistry=pack.chemistry, noise="between")
    peer = LostAtPreset(made.peer)
    board = Board(peer, f"C8:47:80:00:00:{pack.cells:02d}", f"JK-PB-{pack.cells}")
    made.peer.gone = lambda: machine.interrupt(board)
    if pack is LOST:
        peer.lose = made.peer.gone
    return OnAir(made, board)


def answers(pack: Pack, on_air: OnAir) -> Answers:
    """Return what is typed at a pack; what was lost is done again."""
    given = {"not-passed": ["again"]} if pack is LOST else {}
    return typed(on_air.simulation.simulation, given)


async def run(
    machine: Machine, checklist: Path, packs: Sequence[OnAir], people: Sequence[Technician]
) -> list[Ended]:
    """Commission packs side by side, each begun when the one before is at its first question.

    bluetoothd may leave one of two searches that begin in the same moment unanswered.
    """
    now = asyncio.Event()
    now.set()
    starts = [now, *(person.begun for person in people)]
    lines = [f"run {checklist} --link {pack.link} --answers outside" for pack in packs]
    attending = [
        asyncio.create_task(person.attend(voice, start))
        for person, voice, start in zip(people, machine.voices, starts, strict=False)
    ]
    boards = [pack.board for pack in packs]
    words = ("-m", "tests.qemu.together", *lines)
    outcome = await machine.python(*words, boards=boards, seconds=MOST_SECONDS)
    assert outcome.code == 0, outcome.output
    return await asyncio.gather(*attending)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def commissioned(
    machine: Machine, tmp_path_factory: pytest.TempPathFactory
) -> dict[Pack, Commissioned]:
    packs = [on_air(machine, pack) for pack in PACKS]
    people = [Technician(answers(*both)) for both in zip(PACKS, packs, strict=True)]
    checklist = tmp_path_factory.mktemp("checklist") / "inverter-bms.toml"
    checklist.write_bytes(RESTS.sub(REST, RAW))
    ends = await run(machine, checklist, packs, people)
    done = dict[Pack, Commissioned]()
    for pack, there, ended in zip(PACKS, packs, ends, strict=True):
        folder = tmp_path_factory.mktemp(str(pack))
        for name, content in ended.files.items():
            (folder / name).write_text(content, "utf-8")
        done[pack] = Commissioned(there, ended, folder)
    return done


@pytest.mark.parametrize("pack", PACKS, ids=str)
async def test_a_pack_in_order_is_commissioned_to_a_pass(
    commissioned: dict[Pack, Commissioned], pack: Pack
) -> None:
    one = commissioned[pack]
    assert one.ended.code == 0, one.ended.errors
    assert one.ended.output.splitlines()[-1] == "PASS"
    state = fold(journal.read(one.folder / JOURNAL).events)
    simulation = one.on_air.simulation
    require_commissioned(pack, simulation.simulation, SHIPPED, state, document_of(one.folder))
    assert simulation.peer.harms == []


async def test_a_board_lost_while_it_takes_its_preset_is_found_again_and_the_step_goes_on(
    commissioned: dict[Pack, Commissioned],
) -> None:
    (lost, why), (again, _) = commissioned[LOST].judged
    assert (lost, again) == ("not taken", "pass")
    assert "the Bluetooth connection ended" in why
    assert [verdict for verdict, _ in commissioned[UNDISTURBED].judged] == ["pass"]


async def test_no_board_is_sent_its_preset_twice(commissioned: dict[Pack, Commissioned]) -> None:
    assert [one.on_air.presets for one in commissioned.values()] == [1, 1]
