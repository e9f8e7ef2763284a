"""What a technician would do and type at a simulated pack, with a simulated meter."""

from typing import Any

from wizard.operators.demo_deeds import deeds
from wizard.operators.demo_readings import PERSON, readings
from wizard.operators.script import Answers
from wizard.procedure.questions import Choice, Question, TypedWord
from wizard.simulator.create import Simulation
from wizard.simulator.hands import Hands

WIRE = "wire-"
TRY = "-try-"  # behind the key of a reading that is taken once more
FIRST = frozenset({"brand-match", "number"})  # where the first option is the usual one


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
        if question.key.startswith(WIRE):
            return _wire(question.key, simulation)
        return _usual(key, question)

    return answer


def _usual(key: str, question: Question[Any]) -> str | None:
    """Return what needs no look at the pack: statements are so, words are typed whole."""
    if isinstance(question, TypedWord):
        return question.word
    if isinstance(question, Choice) and key in FIRST:
        return question.options[0].key
    return "" if question.key.startswith("statement-") else None


def _wire(key: str, simulation: Simulation) -> str:
    """Return the reading of a wire; a bad one is left as it is, so the step stops."""
    cell, _, rest = key.removeprefix(WIRE).partition("-")
    return "stop" if rest.startswith("bad") else str(simulation.meter.wire(int(cell)))
