"""The orders that limits must keep at every moment, also between two writes. Pure.

Sources: every preset and nearly every real read-out; B2A 713; a board of 11.x refused to
set OVPR above SOC-100 %. A field that reads 0 takes no part. A read-out that already
breaks an order must not get worse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from wizard.errors import NotAllowed
from wizard.quantity import Quantity
from wizard.text import text

Values = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Rule:
    """`lower` stays below `upper`, or may equal it where not `strict`.

    A voltage of 0 takes no part; a temperature of 0 does (`zero_counts`).
    """

    lower: str
    upper: str
    strict: bool
    zero_counts: bool = False

    def excess(self, values: Values) -> Decimal | None:
        """Return by how much it is broken, None where it holds or a field takes no part.

        Equal values break a strict rule by 0.
        """
        low, high = values.get(self.lower), values.get(self.upper)
        if low is None or high is None or (not self.zero_counts and 0 in {low, high}):
            return None
        excess = low - high
        return excess if excess > 0 or (self.strict and excess == 0) else None


CHAIN: tuple[tuple[str, bool], ...] = (
    ("power_off_voltage", True),
    ("cell_uvp", True),
    ("soc_0_voltage", True),
    ("cell_uvpr", True),
    ("cell_ovpr", False),
    ("soc_100_voltage", False),
    ("cell_rcv", False),
    ("cell_ovp", False),
)
"""The chain from low to high; the flag says whether the step to the next is strict."""


def _chain_rules() -> Iterable[Rule]:
    for (i, (low, _)), (j, (high, _)) in combinations(enumerate(CHAIN), 2):
        yield Rule(low, high, any(strict for _, strict in CHAIN[i:j]))


RULES: tuple[Rule, ...] = (
    *_chain_rules(),
    Rule("cell_rfv", "cell_rcv", strict=False),
    Rule("charge_otpr", "charge_otp", strict=True, zero_counts=True),
    Rule("discharge_otpr", "discharge_otp", strict=True, zero_counts=True),
    Rule("mos_otpr", "mos_otp", strict=True, zero_counts=True),
    Rule("charge_utp", "charge_utpr", strict=True, zero_counts=True),
)


def broken(values: Values) -> dict[Rule, Decimal]:
    """Return the rules that some values break, and by how much."""
    excesses = {rule: rule.excess(values) for rule in RULES}
    return {rule: excess for rule, excess in excesses.items() if excess is not None}


def worse(before: Values, after: Values) -> tuple[Rule, ...]:
    """Return the rules that hold less in `after` than in `before`."""
    old = broken(before)
    return tuple(
        rule for rule, excess in broken(after).items() if rule not in old or excess > old[rule]
    )


def require(current: Values, writes: Iterable[tuple[str, Decimal]]) -> None:
    """Raise NotAllowed where some prefix of the writes would break an order."""
    values = dict(current)
    for key, value in writes:
        if worse(values, {**values, key: value}):
            raise _impossible(values, key, value)
        values[key] = value


def arrange(current: Values, wanted: Values) -> tuple[str, ...]:
    """Return the keys that change, in an order that breaks nothing on the way.

    Raises NotAllowed where there is none: then the target itself breaks an order.
    """
    values = dict(current)
    left = [key for key, value in wanted.items() if current.get(key) != value]
    done: list[str] = []
    while left:
        key = next((key for key in left if not worse(values, {**values, key: wanted[key]})), None)
        if key is None:
            raise _impossible(values, left[0], wanted[left[0]])
        values[key] = wanted[key]
        left.remove(key)
        done.append(key)
    return tuple(done)


def _impossible(values: Values, key: str, value: Decimal) -> NotAllowed:
    rule = worse(values, {**values, key: value})[0]
    return NotAllowed(
        text(
            "{key} = {value}: {lower} must stay below {upper}",
            key=key,
            value=Quantity(value),
            lower=rule.lower,
            upper=rule.upper,
        )
    )
