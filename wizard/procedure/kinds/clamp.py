"""The instrument that a current is read off: who it is, how exact, what a person types of it."""

from dataclasses import dataclass
from decimal import Decimal

from wizard.measurement import Limit
from wizard.procedure.attempt import Attempt
from wizard.procedure.kinds.calibrating import unanswered
from wizard.procedure.questions import Line, Number
from wizard.quantity import Quantity
from wizard.text import Text, text
from wizard.units import Unit

CHARGING, DISCHARGING = 1, -1


def amperes(value: Decimal) -> Quantity:
    """Return a current to the milliampere, as boards give it."""
    return Quantity(value.quantize(Decimal("0.001")), "A")


def directed(value: Decimal) -> Text:
    """Return a current in words: its size, and which way it flows."""
    size = amperes(abs(value))
    if value < 0:
        return text("{a} discharging", a=size)
    return text("{a} charging", a=size)


@dataclass(frozen=True, slots=True)
class Clamp:
    """A clamp or shunt: its error in % of the reading, and in A on top."""

    name: str
    percent: Decimal
    digits: Decimal
    possible: Limit

    def error(self, value: Decimal) -> Decimal:
        """Return by how many amperes a reading may be wrong."""
        return abs(value) * self.percent / 100 + self.digits

    async def read(self, attempt: Attempt, key: str, prompt: Text) -> Decimal:
        """Ask what it shows, A; positive when charging."""
        return await attempt.ask(
            Number(
                key=unanswered(attempt, key),
                prompt=prompt,
                hint=text("In amperes, with a minus while discharging. Read it anew each time."),
                unit="A",
                decimals=3,
                low=self.possible.low or Decimal(0),
                high=self.possible.high or Decimal(0),
            )
        )


async def ask_clamp(attempt: Attempt, possible: Limit, percent: Limit, digits: Limit) -> Clamp:
    """Ask which instrument it is and how exact."""
    name = await attempt.ask(
        Line(
            key="clamp",
            prompt=text("Clamp or shunt, maker and type:"),
            hint=text("A shunt, or a clamp of 1 % or better. A usual clamp has 2 %."),
        )
    )
    share = _error("clamp-percent", text("Its error on DC, % of the reading:"), "%", percent)
    steps = _error("clamp-digits", text("Its error on top, in A (digits, zero):"), "A", digits)
    return Clamp(name, await attempt.ask(share), await attempt.ask(steps), possible)


def _error(key: str, prompt: Text, unit: Unit, possible: Limit) -> Number:
    return Number(
        key=key,
        prompt=prompt,
        hint=text("From its data sheet, for this range."),
        unit=unit,
        decimals=3,
        low=possible.low or Decimal(0),
        high=possible.high or Decimal(0),
    )
