"""The program over a real bluetoothd and a real kernel, with simulated boards: `-m bluez_vm`."""

import json
from dataclasses import dataclass

import msgspec
import pytest
import pytest_asyncio

from tests.qemu.board import Board
from tests.qemu.lines import Said
from tests.qemu.machine import Machine
from tests.qemu.packs import OnAir
from wizard.simulator.bluetooth import BluetoothFace, Dialect
from wizard.simulator.bluetooth_air import Deliver
from wizard.simulator.bluetooth_create import create_bluetooth

pytestmark = [
    pytest.mark.bluez_vm,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]
NO_LINK = 3
MODEL = "88a0"
DIALECTS: tuple[Dialect, ...] = ("32S", "24S", "JK04")


@dataclass(frozen=True)
class Looked:
    """What the program said of boards that were on the air together."""

    boards: dict[Dialect, OnAir]
    scan: Said
    status: dict[Dialect, Said]


def boards() -> dict[Dialect, OnAir]:
    """Return a board of each dialect, each behind another kind of module."""
    new, old, balancer = (create_bluetooth(dialect, cells=8) for dialect in DIALECTS)
    return {
        "32S": OnAir(new, Board(new.peer, "C8:47:80:12:34:56", "JK-PB2A16")),
        "24S": OnAir(old, Board(old.peer, "20:21:11:00:00:01", "JK-B1A20S", apart=True)),
        "JK04": OnAir(balancer, Board(balancer.peer, "C8:47:8C:00:00:04", "JK-B2A16S", mtu=23)),
    }


async def run(machine: Machine, lines: list[str], around: list[Board]) -> list[Said]:
    """Run lines of the program."""
    outcome = await machine.python("-m", "tests.qemu.lines", *lines, boards=around)
    assert outcome.code == 0, outcome.output
    return msgspec.json.decode(outcome.output, type=list[Said])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def looked(machine: Machine) -> Looked:
    there = boards()
    lines = ["scan --bluetooth --json"]
    lines += [f"status --link {there[dialect].link} --json" for dialect in DIALECTS]
    scan, *status = await run(machine, lines, [one.board for one in there.values()])
    return Looked(there, scan, dict(zip(DIALECTS, status, strict=True)))


async def test_a_scan_lists_the_boards_with_what_they_advertise(looked: Looked) -> None:
    assert looked.scan.code == 0, looked.scan.errors
    listed = {each["link"]: each for each in json.loads(looked.scan.output)}
    assert {link: each["name"] for link, each in listed.items()} == {
        one.link: one.board.name for one in looked.boards.values()
    }
    for one in looked.boards.values():
        maker = MODEL + one.board.address.replace(":", "").lower()
        assert listed[one.link]["manufacturer"] == {"0x0B65": maker}
        assert listed[one.link]["rssi_dbm"] == -50


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_board_is_read_whatever_its_module_and_dialect(
    looked: Looked, dialect: Dialect
) -> None:
    said, one = looked.status[dialect], looked.boards[dialect]
    assert said.code == 0, said.errors
    view = json.loads(said.output)
    assert view["identity"]["firmware"] == one.simulation.board.nameplate.firmware
    assert len(view["status"]["cell_voltages"]["value"]) == one.simulation.pack.cells
    assert abs(view["status"]["cell_average"]["value"] - 3.3) < 0.01


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_reading_asks_for_information_first_and_writes_nothing(
    looked: Looked, dialect: Dialect
) -> None:
    numbers = [command.number for command in looked.boards[dialect].simulation.peer.commands]
    assert numbers[:2] == [0x97, 0x96]
    assert set(numbers) == {0x97, 0x96}
    assert all(len(written) == 20 for written in looked.boards[dialect].board.heard)


class LeavesWhenAsked:
    """A board that is carried away while it answers."""

    def __init__(self, face: BluetoothFace) -> None:
        self.face = face

    def plugged(self, deliver: Deliver) -> None:
        self.face.plugged(deliver)

    def heard(self, data: bytes) -> None:
        self.face.heard(data)
        self.face.drop()

    def unplugged(self) -> None:
        self.face.unplugged()


async def test_a_board_that_leaves_in_mid_answer_is_a_sentence_with_its_address(
    machine: Machine,
) -> None:
    face = create_bluetooth("32S").peer
    board = Board(LeavesWhenAsked(face))
    face.gone = lambda: machine.take_away(board)
    said = (await run(machine, [f"status --link ble:{board.address}"], [board]))[0]
    assert said.code == NO_LINK
    assert board.address in said.errors
    assert len(board.heard) == 1


async def test_an_adapter_without_power_is_named_with_the_remedy(machine: Machine) -> None:
    await machine.run(["bluetoothctl", "power", "off"])
    said = (await run(machine, ["scan --bluetooth"], []))[0]
    await machine.run(["bluetoothctl", "power", "on"])
    assert said.code == NO_LINK
    assert "bluetoothctl power on" in said.errors


async def test_a_command_that_does_not_end_is_ended(machine: Machine) -> None:
    outcome = await machine.run(["sh", "-c", "echo begun; sleep 60"], seconds=1)
    assert outcome.code is None
    assert outcome.output == "begun\n"
