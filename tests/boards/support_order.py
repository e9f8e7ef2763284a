"""Settings in order and out of it, with a judgement of order made here anew."""

from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st

STRICTLY = ("power_off_voltage", "cell_uvp", "soc_0_voltage", "cell_uvpr")
TOUCHING = ("cell_ovpr", "soc_100_voltage", "cell_rcv", "cell_ovp")
VOLTAGES = STRICTLY + TOUCHING
PAIRS = {
    "charge_otpr": "charge_otp",
    "discharge_otpr": "discharge_otp",
    "mos_otpr": "mos_otp",
    "charge_utp": "charge_utpr",
}
MILLI, TENTH = Decimal("0.001"), Decimal("0.1")
Values = dict[str, Decimal]


def in_order(values: Values) -> bool:
    """Judge settings by the rule as it is printed, not by the tables under test."""
    seen = [key for key in VOLTAGES if values.get(key)]
    rising = all(
        values[low] < values[high] or (low not in STRICTLY and values[low] == values[high])
        for low, high in combinations(seen, 2)
    )
    apart = all(values[low] < values[high] for low, high in PAIRS.items() if high in values)
    return rising and apart and _float_below_charge(values)


def _float_below_charge(values: Values) -> bool:
    rfv, rcv = values.get("cell_rfv"), values.get("cell_rcv")
    return not rfv or not rcv or rfv <= rcv


@st.composite
def ordered(draw: st.DrawFn, *, zeros: bool = True) -> Values:
    """Draw settings that are in order; with `zeros` some voltages take no part."""
    level, values = draw(st.integers(1200, 3200)), Values()
    for key in VOLTAGES:
        level += draw(st.integers(1 if key != "soc_100_voltage" else 0, 40))
        values[key] = level * MILLI
    for key in TOUCHING[2:]:
        if draw(st.booleans()):
            values[key] = values[TOUCHING[TOUCHING.index(key) - 1]]
    values["cell_ovp"] = max(values["cell_ovp"], values["cell_rcv"])
    values["cell_rfv"] = values["cell_rcv"] - draw(st.integers(0, 60)) * MILLI
    absent = draw(st.sets(st.sampled_from([*VOLTAGES, "cell_rfv"]))) if zeros else set[str]()
    return values | dict.fromkeys(absent, Decimal(0)) | draw(_temperatures())


@st.composite
def _temperatures(draw: st.DrawFn) -> Values:
    values = Values()
    for low, high in PAIRS.items():
        least = -45 if "utp" in low else 50
        values[low] = Decimal(draw(st.integers(least, least + 50)))
        values[high] = values[low] + draw(st.integers(1, 10))
    return values


def any_settings() -> st.SearchStrategy[Values]:
    """Draw settings that keep no order."""
    voltage = st.integers(0, 8).map(lambda step: step * TENTH)
    degrees = st.integers(-2, 3).map(Decimal)
    heat = {key: degrees for pair in PAIRS.items() for key in pair}
    return st.fixed_dictionaries(dict.fromkeys([*VOLTAGES, "cell_rfv"], voltage) | heat)
