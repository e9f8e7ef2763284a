"""What a person sees at the pack while a protection is tripped, and what it proves.

Proof A: an eye or an instrument saw the current stop or P- go dead. Proof B: MOS and
alarm by the board's own word. Behind an open charge MOS the lamp stays lit, since one
body diode still lets current out; that proves no cut-off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import ProtectionTest
from wizard.procedure.kinds.dangers import outside
from wizard.procedure.kinds.sides import Side
from wizard.procedure.kinds.watch import Watch
from wizard.procedure.questions import Choice, Number, Option
from wizard.quantity import Quantity, volts
from wizard.text import Text, text

MOST_V = Decimal(100)  # more than any pack has, either way round


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that may be seen: its label, what it proves, and what is wrong by it.

    With `metered`, the voltage from P- to pack plus is asked as well.
    """

    key: str
    label: Text
    proof: Text
    wrong: Text | None = None
    origin: Origin = Origin.PERSON
    metered: bool = False


_LIVE = text(
    "P- is live past an open discharge MOS: MOS shorted or wired round. "
    "Disconnect the pack; do not use it."
)
_OUT = text(
    "The lamp went out: the discharge path opened as well. The board cuts off more than it says."
)
_WORD = text("proof B: by the board's own word, MOS and alarm")
_DEAD = text("proof A: the lamp went out, P- is dead")
_LIT = text("{proof}; lamp lit", proof=_WORD)

_NOTHING = Seen("nothing", text("Nothing was looked at (proof B)"), _WORD, origin=Origin.BOARD)

_WITH_SOURCE = (
    _NOTHING,
    Seen(
        "stopped",
        text("Its current was seen to stop, by clamp or by eye (proof A)"),
        text("proof A: the current was seen to stop"),
    ),
    Seen(
        "flows",
        text("Its current still flows"),
        text("the current still flows"),
        text(
            "A current flows past an open MOS: MOS shorted or wired round. "
            "Disconnect the pack; do not use it."
        ),
    ),
)

_OVER = (
    _NOTHING,
    Seen("lit", text("A lamp from P- to pack plus stays lit (proof B)"), _LIT),
    Seen(
        "lit-metered",
        text("The lamp stays lit, and a meter is on it (proof B)"),
        _LIT,
        metered=True,
    ),
    Seen("out", text("The lamp went out"), text("the lamp went out"), _OUT),
)

_UNDER = (
    _NOTHING,
    Seen(
        "out",
        text("A lamp from P- to pack plus went out (proof A)"),
        _DEAD,
    ),
    Seen(
        "out-metered",
        text("The lamp went out, and a meter is on it (proof A)"),
        _DEAD,
        metered=True,
    ),
    Seen("lit", text("The lamp stays lit"), text("the lamp stays lit"), _LIVE),
)

_WITHOUT: Mapping[str, tuple[Seen, ...]] = {"over": _OVER, "under": _UNDER}


async def hand_check(
    attempt: Attempt, step: ProtectionTest, side: Side, watch: Watch, *, source: bool
) -> Text | None:
    """Ask what was seen, and judge it; return what is wrong. The watch goes on meanwhile."""
    rows = _WITH_SOURCE if source else _WITHOUT[step.part]
    answer = await watch.meanwhile(attempt.ask(_question(side, rows)))
    seen = next(row for row in rows if row.key == answer)
    attempt.observe(
        "proof",
        text("Proof of the cut-off"),
        seen.proof,
        Verdict.FAIL if seen.wrong else Verdict.PASS,
        seen.origin,
        note=seen.wrong,
    )
    if seen.metered:
        return await _metered(attempt, step, watch)
    return seen.wrong


def _question(side: Side, rows: tuple[Seen, ...]) -> Choice:
    return Choice(
        key="hand-check",
        prompt=text("The board says that its {mos} is open. What did you see?", mos=side.mos),
        hint=text("Look now: the limits come back by themselves when the time is over."),
        options=tuple(Option(row.key, row.label) for row in rows),
    )


async def _metered(attempt: Attempt, step: ProtectionTest, watch: Watch) -> Text | None:
    """Ask the voltage from P- to pack plus; judge it against the pack's."""
    asked = Number(
        key="output-voltage",
        prompt=text("Voltage from P- to pack plus, with the lamp (V):"),
        unit="V",
        decimals=3,
        low=-MOST_V,
        high=MOST_V,
    )
    typed = await watch.meanwhile(attempt.ask(asked))
    pack = sum((await watch.read()).seen, Decimal(0))
    attempt.reading("output-voltage", asked.prompt, volts(typed), Origin.METER)
    title, found, wrong = _OUTPUT[step.part](typed, pack)
    bad = wrong if outside(step.output, found.value) else None
    attempt.measure("output", title, found, step.output, Origin.COMPUTED, note=bad)
    return bad


def _below_the_pack(typed: Decimal, pack: Decimal) -> tuple[Text, Quantity, Text]:
    title = text("Voltage lost from pack to P-")
    wrong = text("The lamp is lit with too little voltage: the discharge path is not whole.")
    return title, volts(pack - typed), wrong


def _share_of_the_pack(typed: Decimal, pack: Decimal) -> tuple[Text, Quantity, Text]:
    share = abs(typed) * 100 / pack
    title = text("Voltage at P-, share of the pack's")
    return title, Quantity(share.quantize(Decimal("0.1")), "%"), _LIVE


_OUTPUT = {"over": _below_the_pack, "under": _share_of_the_pack}
