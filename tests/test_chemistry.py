from decimal import Decimal
from itertools import combinations

import pytest

from wizard.chemistry import CHEMISTRIES, Chemistry
from wizard.measurement import Verdict
from wizard.protocol.catalogue import ACTION, SETTING
from wizard.simulator.presets import PRESET_AT, PRESETS

EACH = pytest.mark.parametrize("chemistry", CHEMISTRIES.values(), ids=lambda each: each.key)


def test_the_three_chemistries_are_known_by_their_keys() -> None:
    assert list(CHEMISTRIES) == ["li_ion", "lifepo4", "lto"]
    assert all(chemistry.key == key for key, chemistry in CHEMISTRIES.items())


@EACH
def test_a_preset_is_that_of_its_own_chemistry(chemistry: Chemistry) -> None:
    action = ACTION[chemistry.preset]
    assert PRESET_AT[action.address] == chemistry.key
    assert action.label == chemistry.label.upper()


@EACH
def test_what_a_preset_sets_is_inside_the_windows(chemistry: Chemistry) -> None:
    (preset,) = (values for name, values in PRESETS.items() if name == chemistry.key)
    for key, window in chemistry.windows.items():
        assert window.judge(preset[key]) is not Verdict.FAIL, key


@EACH
def test_a_window_is_a_range_that_the_board_takes_and_says_its_source(chemistry: Chemistry) -> None:
    for key, window in chemistry.windows.items():
        row = SETTING[key]
        assert window.low is not None
        assert window.high is not None
        assert row.low <= window.low < window.high <= row.high, key
        assert window.source or window.derived


@EACH
def test_windows_keep_the_order_of_limits(chemistry: Chemistry) -> None:
    chain = ("power_off_voltage", "cell_uvp", "cell_uvpr", "cell_ovpr", "cell_ovp")
    lows = [chemistry.windows[key].low or Decimal(0) for key in chain]
    highs = [chemistry.windows[key].high or Decimal(0) for key in chain]
    assert lows == sorted(lows)
    assert highs == sorted(highs)


@pytest.mark.parametrize(("one", "other"), combinations(CHEMISTRIES, 2))
def test_ovp_tells_the_chemistries_apart(one: str, other: str) -> None:
    first, second = CHEMISTRIES[one].windows["cell_ovp"], CHEMISTRIES[other].windows["cell_ovp"]
    for window, foreign in ((first, second), (second, first)):
        for end in (foreign.low, foreign.high):
            assert end is not None
            assert window.judge(end) is Verdict.FAIL


@pytest.mark.parametrize("celsius", ["-20", "-0.1"])
def test_lifepo4_is_not_charged_frozen(celsius: str) -> None:
    windows = CHEMISTRIES["lifepo4"].windows
    for key in ("charge_utp", "charge_utpr"):
        assert windows[key].judge(Decimal(celsius)) is Verdict.FAIL
