"""What presets were seen to write: a table that holds together and that boards bear out."""

import pytest

from wizard.boards import order
from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Verdict
from wizard.procedure.presets import seen_presets
from wizard.procedure.step import EVERY_CHEMISTRY, ChemistryKey
from wizard.protocol.catalogue import WRITABLE, Parameter
from wizard.simulator.create import create


@pytest.mark.parametrize("chemistry", EVERY_CHEMISTRY)
def test_what_a_preset_writes_is_within_what_its_cells_bear(chemistry: ChemistryKey) -> None:
    seen = seen_presets().of(chemistry)
    windows = CHEMISTRIES[chemistry].windows
    assert all(window.judge(seen[key]) is Verdict.PASS for key, window in windows.items())
    assert order.broken(seen) == {}


@pytest.mark.parametrize("chemistry", EVERY_CHEMISTRY)
def test_each_value_is_one_that_its_setting_can_have(chemistry: ChemistryKey) -> None:
    for key, value in seen_presets().of(chemistry).items():
        row = WRITABLE[key]
        if isinstance(row, Parameter):
            row.raw(value)
        else:
            assert value in {0, 1}


@pytest.mark.parametrize("chemistry", EVERY_CHEMISTRY)
def test_a_simulated_board_holds_after_a_preset_what_was_seen(chemistry: ChemistryKey) -> None:
    board = create().board
    board.preset(chemistry)
    seen = seen_presets()
    numbers = {key: value for key, value in seen.of(chemistry).items() if key in seen.every}
    assert {key: board.setting(key) for key in numbers} == numbers
    limits = seen.chemistry[chemistry]
    assert {key: board.setting(key) for key in limits} == limits
    assert all(
        board.store.switch(row.bit) is (row.key in seen.switches_on)
        for row in WRITABLE.values()
        if not isinstance(row, Parameter)
    )


def test_each_chemistry_has_the_same_settings() -> None:
    keys = {chemistry: set(seen_presets().of(chemistry)) for chemistry in EVERY_CHEMISTRY}
    assert keys["li_ion"] == keys["lifepo4"] == keys["lto"]
