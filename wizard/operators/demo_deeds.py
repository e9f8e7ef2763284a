"""What a simulated technician does with his hands before he answers a question.

Names as in `wizard.operators.demo_readings`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from wizard.procedure.questions import Question
from wizard.simulator.hands import Hands

Deed = Callable[[Question[Any]], None]

CHARGER = Decimal(20)  # A


def deeds(hands: Hands) -> Mapping[str, Deed]:
    """Return the deeds by the question that they come before."""
    return {
        # ---- joining up
        "p-minus-off.statement-1": lambda _: hands.switch_off(),
        "wake.statement-1": lambda _: hands.switch_on(),
        "wake-charger.statement-2": lambda _: hands.switch_on(),
        "pack-off.terminals-dead": lambda _: hands.switch_off(),
        "pack-on.statement-2": lambda _: hands.switch_on(),
        # ---- calibration
        "current-calibration.at-rest": lambda _: hands.rest(),
        "current-calibration.flowing": lambda _: hands.charge(CHARGER),
        "current-calibration.source-off": lambda _: hands.rest(),
        # ---- inverter
        "inverter-joined.statement-4": lambda _: hands.join_inverter(),
        "inverter-pulled.pulled": lambda _: hands.pull_data_cable(),
        "inverter-pulled.back": lambda _: hands.plug_data_cable(),
        "way": lambda _: hands.plug_adapter("uart2"),
        # ---- hand-over
        "dip.statement-1": lambda asked: hands.dip(_address(asked)),
        "dip.statement-2": lambda _: _off_and_on(hands),
        "dip.statement-3": lambda _: hands.plug_adapter("uart2"),
    }


def _address(asked: Question[Any]) -> int:
    """Return the address that the drawing beside a question shows."""
    return int(str(asked.prompt.values["n"]))


def _off_and_on(hands: Hands) -> None:
    hands.switch_off()
    hands.switch_on()
