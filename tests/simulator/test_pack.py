from decimal import Decimal

import pytest

from wizard.simulator.pack import Chemistry, Pack, Paths


@pytest.mark.parametrize(
    ("chemistry", "low", "high"),
    [("lifepo4", "3.29", "3.31"), ("li_ion", "3.69", "3.71"), ("lto", "2.34", "2.36")],
)
@pytest.mark.parametrize("cells", [4, 8, 16])
def test_a_new_pack_is_sorted_and_half_full(
    chemistry: Chemistry, low: str, high: str, cells: int
) -> None:
    pack = Pack.of(cells, chemistry)
    assert pack.cells == cells
    assert all(Decimal(low) * 1000 < cell < Decimal(high) * 1000 for cell in pack.millivolts())
    assert 0 < max(pack.millivolts()) - min(pack.millivolts()) <= 5


def test_without_current_nothing_moves() -> None:
    pack = Pack.of()
    assert pack.current == 0
    assert pack.millivolts() == pack.millivolts()
    assert pack.millivolts() == Pack.of().millivolts()


def test_charging_lifts_and_a_load_lowers_the_cells() -> None:
    pack = Pack.of()
    rest = pack.millivolts()
    pack.drive(Decimal(20))
    assert all(now > then for now, then in zip(pack.millivolts(), rest, strict=True))
    pack.drive(Decimal(-20))
    assert all(now < then for now, then in zip(pack.millivolts(), rest, strict=True))


@pytest.mark.parametrize(
    ("driven", "paths", "flows"),
    [
        (5, Paths(charge=False), 0),
        (-5, Paths(charge=False), -5),
        (5, Paths(discharge=False), 5),
        (-5, Paths(discharge=False), 0),
    ],
)
def test_an_open_mos_stops_its_own_direction_only(driven: int, paths: Paths, flows: int) -> None:
    pack = Pack.of()
    pack.drive(Decimal(driven))
    pack.paths = paths
    assert pack.current == flows


def test_the_pack_voltage_is_the_sum_of_its_cells() -> None:
    pack = Pack([3300, 3310, 3290])
    assert pack.junctions() == (0, 3300, 6610, 9900)
    assert pack.voltage() == Decimal("9.900")
