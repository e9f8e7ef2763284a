"""What was chosen for the inverter earlier in the session: brand, bus, number."""

from dataclasses import dataclass

from wizard.procedure.attempt import Attempt
from wizard.procedure.inverters import Connection, Inverter, inverters
from wizard.procedure.kinds.inverter_brand import BRAND
from wizard.protocol.ports import Bus

NUMBER = "protocol-number"
BUSES = {"can": Bus.CAN, "rs485": Bus.UART}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The inverter: `said` is its brand in words; brand and number are None where unknown."""

    bus: Bus
    said: str
    brand: Inverter | None
    number: int | None

    @property
    def over(self) -> Connection | None:
        """How it speaks over the bus, where a source knows of it."""
        return self.brand.over(self.bus) if self.brand is not None else None


def chosen(attempt: Attempt) -> Chosen:
    """Return what was chosen, from the newest answers."""
    taken = {each.id: str(each.observed) for each in attempt.about.current()}
    said = taken.get(BRAND, "")
    brand = next((row for row in inverters().values() if row.label == said), None)
    number = taken.get(NUMBER)
    bus = BUSES[attempt.facts["inverter_bus"]]
    return Chosen(bus, said, brand, None if number is None else int(number))
