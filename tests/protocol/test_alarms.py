from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol.alarms import ALARMS, named, raised


@given(st.sets(st.integers(0, 31)))
def test_the_bits_of_a_word_are_raised(bits: set[int]) -> None:
    assert raised(sum(1 << bit for bit in bits)) == bits


def test_alarms_are_named_in_their_order_and_unknown_ones_too() -> None:
    assert named(frozenset({11, 4, 31})) == (
        "4 cell over-voltage / fully charged, 11 cell under-voltage, 31 unknown"
    )
    assert named(frozenset()) == "none"


def test_every_documented_bit_has_a_name() -> None:
    assert list(ALARMS) == list(range(29))
    assert all(ALARMS.values())
