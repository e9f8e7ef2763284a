"""What a technician would do and type at a simulated pack, with a simulated meter."""

from typing import Any

from wizard.operators.demo_deeds import deeds
from wizard.operators.demo_readings import PERSON, readings
from wizard.operators.script import Answers
from wizard.procedure.questions import Question, TypedWord
from wizard.simulator.create import Simulation
from wizard.simulator.hands import Hands

WIRE = "wire-"
TRY = "-try-"  # behind the key of a reading that is taken once more


def answers(simulation: Simulation) -> Answers:
    """Return what is typed at a simulated pack.

    What has to be done before a question can be answered is done when it is asked.
    """
    hands = Hands(simulation)
    does, reads = deeds(hands), readings(simulation, hands)

    def answer(step: str, question: Question[Any]) -> str | None:
        key = question.key.partition(TRY)[0]
        names = (f"{step}.{key}", key)
        for name in names:
            if name in does:
                does[name](question)
        for name in names:
            if name in reads:
                return str(reads[name]())
            if name in PERSON:
                return PERSON[name]
        if isinstance(question, TypedWord):
            return question.word
        if question.key.startswith("statement-"):
            return ""
        if question.key.startswith(WIRE):
            return _wire(question.key, simulation)
        return None

    return answer


def _wire(key: str, simulation: Simulation) -> str:
    """Return the reading of a wire; a bad one is left as it is, so the step stops."""
    cell, _, rest = key.removeprefix(WIRE).partition("-")
    return "stop" if rest.startswith("bad") else str(simulation.meter.wire(int(cell)))
