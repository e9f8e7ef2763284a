"""Named faults of a bank: what is wrong with one of several packs, or with what joins them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from wizard.simulator.disturbances import Disturbance, losing_replies, undisturbed
from wizard.text import Text, text

SECOND = 2


def _in_no_pack() -> Mapping[int, Decimal]:
    return {}


@dataclass(frozen=True, slots=True)
class BankFault:
    """One thing that is wrong with a bank, in packs counted from 1.

    `firmware` is another version, `cells` how many more cells there are, `raised` the mV
    by which each cell stands higher, `charged` by how much more of its capacity the board
    believes in. `bumped` are addresses that the switches of a pack come to when the chain
    is joined, or, `at_last`, when the last pack comes into it, as does `charged`. The
    cables of those `left_out` are not plugged in. `disturb` is what the chain does to
    replies. `draining` are the amperes that something draws from a pack alone once the
    packs are joined.
    """

    name: str
    sentence: Text
    firmware: Mapping[int, str] = field(default_factory=dict[int, str])
    cells: Mapping[int, int] = field(default_factory=dict[int, int])
    raised: Mapping[int, int] = field(default_factory=dict[int, int])
    charged: Mapping[int, Decimal] = field(default_factory=_in_no_pack)
    bumped: Mapping[int, int] = field(default_factory=dict[int, int])
    at_last: bool = False
    left_out: frozenset[int] = frozenset()
    disturb: Disturbance = undisturbed
    draining: Mapping[int, Decimal] = field(default_factory=_in_no_pack)


SOUND = BankFault("", text("Everything is in order."))

BANK_FAULTS: Mapping[str, BankFault] = {
    fault.name: fault
    for fault in (
        BankFault(
            "double-address",
            text("The switches of pack 2 are bumped to the address of pack 1."),
            bumped={SECOND: 1},
        ),
        BankFault(
            "two-masters",
            text("The switches of pack 2 are bumped to 0, where the last pack stands already."),
            bumped={SECOND: 0},
            at_last=True,
        ),
        BankFault(
            "chain-open",
            text("The chain cable of pack 2 is not plugged in."),
            left_out=frozenset({SECOND}),
        ),
        BankFault(
            "lossy-chain", text("One reply in six is lost in the chain."), disturb=losing_replies
        ),
        BankFault(
            "other-firmware", text("Pack 2 has an older firmware."), firmware={SECOND: "14.20"}
        ),
        BankFault("other-cells", text("Pack 2 has a cell less."), cells={SECOND: -1}),
        BankFault(
            "voltage-apart", text("Pack 2 stands 0.6 V above the others."), raised={SECOND: 38}
        ),
        BankFault(
            "soc-apart",
            text("The board of pack 2 believes in 20 % more."),
            charged={SECOND: Decimal("0.2")},
        ),
        BankFault(
            "never-settles",
            text("Something keeps drawing 3 A from pack 2."),
            draining={SECOND: Decimal(3)},
        ),
    )
}
