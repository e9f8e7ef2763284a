"""What presets write, by family: tables that hold together, and that boards bear out."""

from decimal import Decimal

import pytest

from wizard.boards import order
from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Verdict
from wizard.procedure.families import families
from wizard.procedure.presets import every_preset, seen_presets
from wizard.procedure.step import EVERY_CHEMISTRY, ChemistryKey
from wizard.protocol.catalogue import WRITABLE, Parameter
from wizard.simulator.create import create
from wizard.simulator.makes import MAKES

COLD = {"charge_utp", "charge_utpr"}
"""What the preset of the 8-channel boards leaves at -20 and -10 °C, and a step mends."""


CARRIED = [(family, key) for family, row in families().items() for key in row.cells]


def test_every_family_has_its_presets_once() -> None:
    told = [name for seen in every_preset() for name in seen.families]
    assert sorted(told) == sorted(families())
    assert all(seen.source for seen in every_preset())


@pytest.mark.parametrize(("family", "chemistry"), CARRIED)
def test_what_a_preset_writes_is_within_what_its_cells_bear(
    family: str, chemistry: ChemistryKey
) -> None:
    seen = seen_presets(family).of(chemistry)
    windows = CHEMISTRIES[chemistry].windows
    outside = {
        key
        for key, window in windows.items()
        if key in seen and window.judge(seen[key]) is not Verdict.PASS
    }
    assert outside == (COLD if family != "pb" and chemistry == "lifepo4" else set())
    assert order.broken(seen) == {}


@pytest.mark.parametrize(("family", "chemistry"), CARRIED)
def test_each_value_is_one_that_its_setting_can_have(family: str, chemistry: ChemistryKey) -> None:
    for key, value in seen_presets(family).of(chemistry).items():
        row = WRITABLE[key]
        if isinstance(row, Parameter):
            row.raw(value)
        else:
            assert value in {0, 1}


@pytest.mark.parametrize("make", ["pb", "b2a"])
@pytest.mark.parametrize("chemistry", ["lifepo4", "li_ion"])
def test_a_simulated_board_holds_after_a_preset_what_is_told_of_it(
    make: str, chemistry: ChemistryKey
) -> None:
    board = create(cells=8, make=MAKES[make]).board
    board.preset(chemistry)
    seen = seen_presets(make)
    numbers = {key: value for key, value in seen.of(chemistry).items() if key in seen.every}
    assert {key: board.setting(key) for key in numbers} == numbers
    limits = seen.chemistry[chemistry]
    assert {key: board.setting(key) for key in limits} == limits
    assert seen.switches_on is None or all(
        board.store.switch(row.bit) is (row.key in seen.switches_on)
        for row in WRITABLE.values()
        if not isinstance(row, Parameter)
    )


@pytest.mark.parametrize("family", list(families()))
def test_each_chemistry_has_the_same_settings(family: str) -> None:
    keys = {
        chemistry: set(seen_presets(family).of(chemistry))
        for chemistry in EVERY_CHEMISTRY
        if chemistry in families()[family].cells
    }
    assert len({frozenset(each) for each in keys.values()}) == 1


def test_the_appendix_of_the_8_channel_boards_allows_frost() -> None:
    frost = seen_presets("b2a").of("lifepo4")
    assert (frost["charge_utp"], frost["charge_utpr"]) == (Decimal(-20), Decimal(-10))
