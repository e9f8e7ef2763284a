"""A pack's voltage by meter and by board at the same time, and what a calibration moves."""

from dataclasses import dataclass
from decimal import Decimal

from wizard.measurement import Limit
from wizard.procedure.attempt import Attempt
from wizard.procedure.figures import Fact
from wizard.procedure.kinds.calibrating import rounded, unanswered
from wizard.procedure.questions import Number
from wizard.protocol.views import Settings
from wizard.quantity import Quantity, volts
from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Measured:
    """Meter and board at the same time, V, and how far apart they are, %."""

    meter: Decimal
    board: Decimal
    apart: Decimal


def compared(found: Measured) -> tuple[Fact, ...]:
    """Return both readings and how far apart they are."""
    return (
        Fact(text("Meter, mean of three"), text("{v}", v=volts(found.meter))),
        Fact(text("Board"), text("{v}", v=volts(found.board))),
        Fact(text("Apart"), text("{n}", n=rounded(found.apart))),
    )


def moves(found: Measured, before: Settings) -> tuple[Fact, ...]:
    """Return what a calibration moves: each limit in true volts of a cell."""
    ratio = found.meter / found.board
    labels = {"cell_ovp": "Cell OVP", "cell_uvp": "Cell UVP"}
    rows = ((label, before[key]) for key, label in labels.items() if key in before.values)
    return tuple(
        Fact(
            text("{label} moves by", label=label),
            text(
                "{move}: trips at {now} now, at {then} then",
                move=_millivolts(value - value * ratio),
                now=volts(value * ratio),
                then=volts(value),
            ),
        )
        for label, value in rows
    )


def _millivolts(value: Decimal) -> Quantity:
    return Quantity((value * 1000).to_integral_value(), "mV")


def metered(attempt: Attempt, key: str, prompt: Text, possible: Limit) -> Number:
    """Return the question for a reading of the meter, which is never an old one."""
    return Number(
        key=unanswered(attempt, key),
        prompt=prompt,
        hint=text("In volts, with every digit that the meter shows. Read it anew each time."),
        unit="V",
        decimals=3,
        low=possible.low or Decimal(0),
        high=possible.high or Decimal(0),
    )
