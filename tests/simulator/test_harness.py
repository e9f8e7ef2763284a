from decimal import Decimal

from wizard.simulator.firmware import Board
from wizard.simulator.harness import Harness, cells_of_plug
from wizard.simulator.meter import SimulatedMeter
from wizard.simulator.pack import Pack, Paths

PACK = Pack([3300] * 8)
STRAIGHT = Harness.straight(8)


def _wires(harness: Harness) -> list[Decimal]:
    meter = SimulatedMeter(PACK, harness)
    return [meter.wire(cell) for cell in range(1, 9)]


def test_a_good_harness_rises_by_one_cell_a_wire() -> None:
    assert _wires(STRAIGHT) == [Decimal("3.300") * n for n in range(1, 9)]
    assert STRAIGHT.inputs(PACK) == (3300,) * 8


def test_swapped_wires_fall_back_by_one_cell() -> None:
    wires = _wires(STRAIGHT.swapped(5, 6))
    assert wires[4] == Decimal("19.800")
    assert wires[5] == Decimal("16.500")
    assert STRAIGHT.swapped(5, 6).inputs(PACK)[4:7] == (6600, 0, 6600)


def test_an_open_wire_shows_a_ghost_and_its_neighbour_two_cells() -> None:
    harness = STRAIGHT.rejoined({7: None})
    assert Decimal(0) <= _wires(harness)[6] < Decimal("0.01")
    assert harness.inputs(PACK)[5:] == (3300, 0, 6600)


def test_two_wires_on_one_cell_show_no_step() -> None:
    harness = STRAIGHT.rejoined({8: 7})
    assert _wires(harness)[7] == _wires(harness)[6]
    assert harness.inputs(PACK)[6:] == (3300, 0)


def test_a_harness_wired_from_the_wrong_end_reads_negative() -> None:
    assert all(volts < 0 for volts in _wires(STRAIGHT.reversed()))
    assert Board(PACK, STRAIGHT.reversed()).seen() == ()


def test_four_plugs_share_sixteen_cells() -> None:
    assert cells_of_plug(1) == {1, 2, 3, 4}
    assert sorted(cell for plug in range(1, 5) for cell in cells_of_plug(plug)) == list(
        range(1, 17)
    )


def test_the_meter_finds_the_extreme_cells_whatever_the_harness() -> None:
    meter = SimulatedMeter(Pack([3300, 3310, 3290]), Harness((None, None, None, None)))
    assert (meter.highest_cell(), meter.lowest_cell()) == (Decimal("3.310"), Decimal("3.290"))
    assert meter.cell(2) == Decimal("3.310")
    assert meter.pack_voltage() == Decimal("9.900")


def test_the_output_is_dead_without_discharge_and_a_diode_lower_without_charge() -> None:
    pack = Pack([3300] * 8)
    meter = SimulatedMeter(pack, STRAIGHT)
    assert Decimal(0) < meter.pack_voltage() - meter.output_voltage() < Decimal("0.05")
    pack.paths = Paths(charge=False)
    assert Decimal("0.3") < meter.pack_voltage() - meter.output_voltage() < Decimal("1.5")
    pack.paths = Paths(discharge=False)
    assert meter.output_voltage() < Decimal("0.1")


def test_the_clamp_shows_what_flows() -> None:
    pack = Pack([3300] * 8)
    pack.drive(Decimal(-12))
    assert SimulatedMeter(pack, STRAIGHT).current() == -12
