"""What goes over the wire: no request more than is needed. How long it takes, the bench says."""

from tests.bench import wire_board, wire_plan, wire_sweep
from tests.bench.wire import Wire, virtual
from tests.boards.bluetooth_bench import bench_of
from tests.boards.peers import jumping
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.modbus import ModbusBoard
from wizard.boards.survey import ADDRESSES, BAUDS, TRIES
from wizard.protocol.ble.commands import ASKED
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.simulator.create import create


def test_a_board_is_read_in_the_fewest_frames_that_its_cap_allows() -> None:
    assert wire_board.frames() == wire_board.fewest() == 8


def test_a_plan_of_20_settings_is_20_writes_and_20_read_backs_behind_two_looks_at_all() -> None:
    assert wire_plan.frames() == wire_plan.BEFORE + 2 * wire_plan.CHANGED


def test_a_sweep_asks_each_silent_address_each_way_twice_at_each_speed() -> None:
    asked = wire_sweep.asked()
    silent = set(ADDRESSES) - {0, *wire_sweep.UNITS}
    assert {asked.count(unit) for unit in silent} == {TRIES * len(BAUDS)}
    assert 0 not in asked


def test_no_request_goes_out_while_a_reply_is_under_way() -> None:
    wire = Wire(create().line)

    async def work() -> float:
        board = ModbusBoard(wire.bus(), 1)
        for _ in range(20):
            await board.status()
        return 0.0

    virtual(work)
    assert (wire.collisions, len(wire.sent)) == (0, 40)


def test_a_picture_by_bluetooth_is_two_questions_and_a_status() -> None:
    bench = bench_of(create_bluetooth())

    async def work() -> None:
        board = bench.board
        assert isinstance(board, BluetoothBoard)
        picture = await board.picture()
        assert picture.identity == await board.identity()
        assert picture.settings == await board.every_setting()

    face = bench.face
    assert face is not None
    jumping(work)
    info, settings = ASKED[Table.INFO], ASKED[Table.SETTINGS]
    asked = [command.number for command in face.commands]
    assert asked[:2] == [info, settings]
    assert asked[2:] == [info, settings, info]
