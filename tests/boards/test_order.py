"""Limits stay in order between any two writes."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.boards.support_order import VOLTAGES, Values, any_settings, in_order, ordered
from wizard.boards import order
from wizard.errors import NotAllowed

CHAIN = "power-off < UVP < SOC-0 < UVPR < OVPR <= SOC-100 <= RCV <= OVP"
NAMES = {
    "power-off": "power_off_voltage",
    "UVP": "cell_uvp",
    "SOC-0": "soc_0_voltage",
    "UVPR": "cell_uvpr",
    "OVPR": "cell_ovpr",
    "SOC-100": "soc_100_voltage",
    "RCV": "cell_rcv",
    "OVP": "cell_ovp",
}


def _steps(current: Values, wanted: Values, keys: Iterable[str]) -> list[Values]:
    """Return the settings before the first write, after it, and so on."""
    return list(accumulate(keys, lambda now, key: {**now, key: wanted[key]}, initial=current))


def _excess(values: Values, rule: order.Rule) -> Decimal:
    found = rule.excess(values)
    return Decimal(-1) if found is None else found


def test_the_chain_is_the_one_of_the_reference() -> None:
    *words, last = CHAIN.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    read = [(NAMES[name], sign == "<") for name, sign in pairs]
    assert [*read, (NAMES[last], False)] == list(order.CHAIN)


@given(any_settings() | ordered())
def test_what_breaks_a_rule_is_what_is_out_of_order(values: Values) -> None:
    assert (order.broken(values) == {}) is in_order(values)


@given(ordered(), ordered())
def test_every_way_between_settings_in_order_stays_in_order(one: Values, other: Values) -> None:
    keys = order.arrange(one, other)
    steps = _steps(one, other, keys)
    assert all(map(in_order, steps))
    assert steps[-1] == other
    order.require(one, [(key, other[key]) for key in keys])


@given(ordered(), ordered())
def test_the_same_way_backwards_stays_in_order(one: Values, other: Values) -> None:
    keys = order.arrange(one, other)
    order.require(other, [(key, one[key]) for key in reversed(keys)])


@given(ordered(), ordered())
def test_only_what_differs_is_changed_and_only_once(one: Values, other: Values) -> None:
    keys = order.arrange(one, other)
    assert sorted(keys) == sorted(key for key in other if one[key] != other[key])


@given(any_settings(), ordered())
def test_settings_out_of_order_never_get_worse_on_the_way(one: Values, other: Values) -> None:
    steps = _steps(one, other, order.arrange(one, other))
    for rule in order.RULES:
        excesses = [_excess(step, rule) for step in steps]
        assert excesses == sorted(excesses, reverse=True), rule
    assert steps[-1] == other


@given(ordered(), any_settings().filter(lambda values: not in_order(values)))
def test_a_target_out_of_order_is_refused_with_a_sentence(one: Values, target: Values) -> None:
    with pytest.raises(NotAllowed, match=r"must stay below .+"):
        order.arrange(one, target)


@given(
    ordered(), st.lists(st.tuples(st.sampled_from(VOLTAGES), st.integers(1150, 3600)), max_size=5)
)
def test_every_bad_prefix_is_caught(one: Values, moves: list[tuple[str, int]]) -> None:
    writes = [(key, Decimal(milli) / 1000) for key, milli in moves]
    steps = list(accumulate(writes, lambda now, write: {**now, write[0]: write[1]}, initial=one))
    if all(map(in_order, steps)):
        order.require(one, writes)
    else:
        with pytest.raises(NotAllowed):
            order.require(one, writes)


def test_a_later_write_does_not_excuse_an_earlier_one() -> None:
    now = {"cell_ovpr": Decimal("3.5"), "cell_ovp": Decimal("3.6")}
    crossing = ("cell_ovpr", Decimal("3.7"))
    order.require(now, [("cell_ovp", Decimal("3.8")), crossing])
    with pytest.raises(NotAllowed):
        order.require(now, [crossing, ("cell_ovp", Decimal("3.8"))])


def test_a_voltage_of_zero_takes_no_part() -> None:
    now = {"cell_uvp": Decimal("2.6"), "soc_0_voltage": Decimal("0.000")}
    assert order.arrange(now, {"cell_uvp": Decimal("2.7")}) == ("cell_uvp",)
    assert order.broken({"cell_ovp": Decimal(0), "cell_rcv": Decimal("3.5")}) == {}


def test_neighbours_of_an_absent_setting_are_still_held_apart() -> None:
    now = {"cell_uvp": Decimal("2.6"), "soc_0_voltage": Decimal(0), "cell_uvpr": Decimal("2.7")}
    with pytest.raises(NotAllowed):
        order.arrange(now, {"cell_uvp": Decimal("2.7")})


def test_zero_degrees_take_part() -> None:
    now = {"charge_utp": Decimal(-5), "charge_utpr": Decimal(0)}
    for bad in (Decimal(0), Decimal(2)):
        with pytest.raises(NotAllowed):
            order.arrange(now, {"charge_utp": bad})
    assert order.arrange(now, {"charge_utp": Decimal(-1)}) == ("charge_utp",)


def test_what_is_out_of_order_may_stay_and_may_get_better() -> None:
    now = {"cell_rcv": Decimal("3.7"), "cell_ovp": Decimal("3.6"), "cell_uvp": Decimal("2.5")}
    assert order.arrange(now, {"cell_uvp": Decimal("2.6")}) == ("cell_uvp",)
    assert order.arrange(now, {"cell_rcv": Decimal("3.65")}) == ("cell_rcv",)
    with pytest.raises(NotAllowed):
        order.arrange(now, {"cell_rcv": Decimal("3.701")})
