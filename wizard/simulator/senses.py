"""What a board measures: cells through its harness, current, temperatures, wires."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from wizard.simulator.balance import USUAL_WIRE
from wizard.simulator.gauge import Gauge
from wizard.simulator.harness import Harness
from wizard.simulator.pack import Pack
from wizard.simulator.protections import Quantity
from wizard.simulator.quirks import Quirks

LEAST_CELL = Decimal("0.5")  # V, below which an input counts as empty
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Senses:
    """The measuring side of a board; volts, amperes, °C, mΩ."""

    pack: Pack
    harness: Harness
    gauge: Gauge = field(default_factory=Gauge)

    def inputs(self, quirks: Quirks) -> tuple[Decimal, ...]:
        """Return the volts at the input of each cell."""
        found = enumerate(self.harness.inputs(self.pack), start=1)
        return self.gauge.cells((0 if n in quirks.blind else mv for n, mv in found), quirks)

    def seen(self, quirks: Quirks) -> tuple[Decimal, ...]:
        """Return the volts of the inputs where there is a cell."""
        return tuple(cell for cell in self.inputs(quirks) if cell >= LEAST_CELL)

    def current(self, quirks: Quirks) -> Decimal:
        """Return the amperes, positive when charging."""
        return self.gauge.current(self.pack.current, quirks)

    def wires(self, quirks: Quirks) -> tuple[int, ...]:
        """Return the mΩ of the sense wire of each cell, 0 where no cell is seen."""
        found = enumerate(self.inputs(quirks), start=1)
        return tuple(
            quirks.wires.get(n, USUAL_WIRE[n % 2 - 1]) if cell >= LEAST_CELL else 0
            for n, cell in found
        )

    def probes(self, quirks: Quirks) -> dict[int, Decimal]:
        """Return the °C at the probes in the harness (from 1) that are there."""
        found = enumerate(self.pack.temperatures, start=1)
        return {n: degrees for n, degrees in found if n not in quirks.probes_out}

    def measured(self, quantity: Quantity, quirks: Quirks) -> tuple[Decimal, ...]:
        """Return the values that a protection looks at."""
        ways: dict[Quantity, Callable[[], tuple[Decimal, ...]]] = {
            "cells": lambda: self.seen(quirks),
            "charge": lambda: (max(ZERO, self.current(quirks)),),
            "discharge": lambda: (max(ZERO, -self.current(quirks)),),
            "battery": lambda: tuple(self.probes(quirks).values()),
            "mos": lambda: (self.pack.mos_temperature,),
        }
        return ways[quantity]()
