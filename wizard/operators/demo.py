"""What a technician would type at a simulated pack: read by a simulated meter."""

from collections.abc import Callable, Mapping
from typing import Any

from wizard.operators.script import Answers
from wizard.procedure.questions import Question, TypedWord
from wizard.simulator.meter import SimulatedMeter
from wizard.simulator.pack import Pack

PERSON: Mapping[str, str] = {
    "technician": "Demo Technician",
    "site": "Demo cellar",
    "pack": "pack 1",
    "meter": "simulated multimeter",
    "meter_serial": "SIM-1",
    "meter_due": "2027-06-30",
    "family": "pb",
    "hand-check": "no-source",
    "preset-again": "keep",
    "review": "",
}
WIRE = "wire-"


def answers(pack: Pack, meter: SimulatedMeter) -> Answers:
    """Return what is typed at a simulated pack, as the meter shows it."""
    readings: Mapping[str, Callable[[], object]] = {
        "chemistry": lambda: pack.chemistry,
        "cells": lambda: pack.cells,
        "capacity": lambda: pack.capacity,
        "highest-cell": meter.highest_cell,
        "lowest-cell": meter.lowest_cell,
    }

    def answer(_step: str, question: Question[Any]) -> str | None:
        key = question.key
        if isinstance(question, TypedWord):
            return question.word
        if key.startswith("statement-"):
            return ""
        if key.startswith(WIRE):
            return _wire(key, meter)
        if key in readings:
            return str(readings[key]())
        return PERSON.get(key)

    return answer


def _wire(key: str, meter: SimulatedMeter) -> str:
    """Return the reading of a wire; a bad one is left as it is, so the step stops."""
    cell, _, rest = key.removeprefix(WIRE).partition("-")
    return "stop" if rest.startswith("bad") else str(meter.wire(int(cell)))
