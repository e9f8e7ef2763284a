"""Shifted limits are those of the protection test's description, or there are none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.boards.support import volts
from wizard.boards import order
from wizard.boards.trip_limits import over_voltage, under_voltage
from wizard.errors import NotAllowed
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Status
from wizard.simulator.presets import PRESETS

PRESENT = dict(PRESETS["lifepo4"])
ORDER = ["cell_rfv", "cell_ovpr", "soc_100_voltage", "cell_rcv", "cell_ovp"]
HIGHEST = Decimal("3.302")


def _status(highest: Decimal) -> Status:
    none = Decimal(0)
    cells = (highest - Decimal("0.004"), highest, none, highest - Decimal("0.001"))
    return Status(
        cells=cells,
        pack_voltage=sum(cells, none),
        current=none,
        soc=50,
        remaining=none,
        cycles=0,
        alarms=frozenset(),
        charge_mos=True,
        discharge_mos=True,
        mos_temperature=none,
        temperatures=(none, none),
        uvpr_countdown=0,
        ovpr_countdown=0,
        emergency=False,
    )


def _shifted(**present: str) -> dict[str, Decimal]:
    return over_voltage(PRESENT | volts(**present), _status(HIGHEST))


def _below(wanted: dict[str, Decimal]) -> dict[str, int]:
    return {key: int((HIGHEST - value) * 1000) for key, value in wanted.items()}


def test_limits_lie_below_the_highest_cell_as_described() -> None:
    assert _below(_shifted()) == {
        "cell_rfv": 110,
        "cell_ovpr": 100,
        "soc_100_voltage": 80,
        "cell_rcv": 60,
        "cell_ovp": 50,
    }


def test_where_there_is_no_room_they_lie_closer() -> None:
    assert _below(_shifted(cell_uvpr="3.183")) == {
        "cell_rfv": 50,
        "cell_ovpr": 40,
        "soc_100_voltage": 30,
        "cell_rcv": 25,
        "cell_ovp": 20,
    }


@pytest.mark.parametrize(("uvpr", "ovpr"), [("3.182", 100), ("3.183", 40), ("3.242", 40)])
def test_the_release_keeps_twenty_millivolts_above_uvpr(uvpr: str, ovpr: int) -> None:
    assert _below(_shifted(cell_uvpr=uvpr))["cell_ovpr"] == ovpr


def test_where_even_that_is_too_near_nothing_is_shifted() -> None:
    with pytest.raises(NotAllowed, match="no limit can be shifted"):
        _shifted(cell_uvpr="3.243")


def test_a_float_voltage_that_is_lower_stays() -> None:
    assert _shifted(cell_rfv="3.100")["cell_rfv"] == Decimal("3.100")


@pytest.mark.parametrize("key", ["cell_rfv", "soc_100_voltage", "cell_rcv"])
def test_a_field_that_reads_zero_or_does_not_exist_is_left_out(key: str) -> None:
    assert set(_shifted(**{key: "0"})) == set(ORDER) - {key}
    absent = {each: value for each, value in PRESENT.items() if each != key}
    assert set(over_voltage(absent, _status(HIGHEST))) == set(ORDER) - {key}


@pytest.mark.parametrize("key", ["cell_ovp", "cell_ovpr"])
def test_without_the_limit_under_test_or_its_release_nothing_is_shifted(key: str) -> None:
    with pytest.raises(NotAllowed):
        _shifted(**{key: "0"})
    absent = {each: value for each, value in PRESENT.items() if each != key}
    with pytest.raises(NotAllowed):
        over_voltage(absent, _status(HIGHEST))


def test_without_a_uvpr_there_is_room_enough() -> None:
    absent = {each: value for each, value in PRESENT.items() if each != "cell_uvpr"}
    assert _below(over_voltage(absent, _status(HIGHEST)))["cell_ovpr"] == 100
    assert _below(_shifted(cell_uvpr="0"))["cell_ovpr"] == 100


@pytest.mark.parametrize("highest", ["0", "1.240", "3.685", "3.9"])
def test_no_limit_is_ever_raised_or_put_where_the_board_cannot_follow(highest: str) -> None:
    with pytest.raises(NotAllowed):
        over_voltage(PRESENT | volts(cell_uvpr="0"), _status(Decimal(highest)))


@given(st.sampled_from(list(PRESETS)), st.integers(1000, 4500))
def test_every_shift_can_be_written_lowest_first(chemistry: str, millivolts: int) -> None:
    present = dict(PRESETS[chemistry])  # pyright: ignore[reportArgumentType]
    highest = Decimal(millivolts) / 1000
    try:
        wanted = over_voltage(present, _status(highest))
    except NotAllowed:
        return
    assert list(wanted) == ORDER
    assert list(wanted.values()) == sorted(wanted.values())
    assert wanted["cell_ovp"] < highest
    assert all(SETTING[key].raw(value) and value <= present[key] for key, value in wanted.items())
    order.require(present, wanted.items())
    order.require({**present, **wanted}, [(key, present[key]) for key in reversed(ORDER)])


# ---- the under-voltage side

UNDER_ORDER = ["cell_uvpr", "soc_0_voltage", "cell_uvp"]
LOWEST = HIGHEST - Decimal("0.004")


def _raised(**present: str) -> dict[str, int]:
    wanted = under_voltage(PRESENT | volts(**present), _status(HIGHEST))
    return {key: int((value - LOWEST) * 1000) for key, value in wanted.items()}


def test_limits_lie_above_the_lowest_cell_as_described() -> None:
    assert _raised() == {"cell_uvpr": 100, "soc_0_voltage": 60, "cell_uvp": 50}


@pytest.mark.parametrize(("ovpr", "uvpr"), [("3.418", 100), ("3.417", 40), ("3.358", 40)])
def test_the_releases_stay_twenty_millivolts_apart(ovpr: str, uvpr: int) -> None:
    assert _raised(cell_ovpr=ovpr)["cell_uvpr"] == uvpr


def test_where_there_is_no_room_above_they_lie_closer() -> None:
    assert _raised(cell_ovpr="3.4") == {"cell_uvpr": 40, "soc_0_voltage": 25, "cell_uvp": 20}


def test_where_even_that_is_too_near_to_ovpr_nothing_is_shifted() -> None:
    with pytest.raises(NotAllowed, match="the lowest cell is too near to Cell OVPR"):
        _raised(cell_ovpr="3.357")


@pytest.mark.parametrize("key", ["cell_uvp", "cell_uvpr"])
def test_without_uvp_or_uvpr_nothing_is_shifted(key: str) -> None:
    with pytest.raises(NotAllowed):
        _raised(**{key: "0"})


def test_a_soc_0_that_reads_zero_is_left_out() -> None:
    assert set(_raised(soc_0_voltage="0")) == {"cell_uvpr", "cell_uvp"}


@pytest.mark.parametrize("highest", ["0", "2.560", "2.5"])
def test_no_under_voltage_limit_is_ever_lowered(highest: str) -> None:
    with pytest.raises(NotAllowed):
        under_voltage(PRESENT | volts(cell_uvp="2.7"), _status(Decimal(highest)))


def test_where_no_cell_is_seen_nothing_is_shifted() -> None:
    nothing = replace(_status(HIGHEST), cells=())
    for shift in (over_voltage, under_voltage):
        with pytest.raises(NotAllowed):
            shift(PRESENT, nothing)


@given(st.sampled_from(list(PRESETS)), st.integers(1000, 4500))
def test_every_under_voltage_shift_can_be_written_highest_first(
    chemistry: str, millivolts: int
) -> None:
    present = dict(PRESETS[chemistry])  # pyright: ignore[reportArgumentType]
    status = _status(Decimal(millivolts) / 1000)
    try:
        wanted = under_voltage(present, status)
    except NotAllowed:
        return
    assert list(wanted) == UNDER_ORDER
    assert list(wanted.values()) == sorted(wanted.values(), reverse=True)
    assert wanted["cell_uvp"] > status.lowest
    assert all(SETTING[key].raw(value) and value >= present[key] for key, value in wanted.items())
    order.require(present, wanted.items())
    order.require({**present, **wanted}, [(key, present[key]) for key in reversed(UNDER_ORDER)])
