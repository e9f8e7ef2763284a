"""The cable to the inverter: both ends drawn, pin by pin, and what is in between judged.

The inverter's pins are those of a source, if its manual agrees, else those that a person
reads there. A cable that joins a signal with another one is no pass.
"""

from collections.abc import Mapping
from decimal import Decimal

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.families import Port, families
from wizard.procedure.figures import Rj45
from wizard.procedure.inverter_steps import Wiring
from wizard.procedure.inverters import LOOK_IT_UP
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.inverter_brand import ON_PAPER
from wizard.procedure.kinds.inverter_chosen import Chosen, chosen
from wizard.procedure.pinouts import NO_PINS, Pins, crossed, joined, placed, plain, told
from wizard.procedure.questions import Acknowledge, Choice, Number, Option
from wizard.protocol.ports import Bus
from wizard.text import Text, text

PAIR: Mapping[Bus, tuple[str, str]] = {Bus.CAN: ("CANH", "CANL"), Bus.UART: ("A", "B")}
STRAIGHT, MADE = "straight", "made"
NO_JACK = Port(
    "the board's jack", (), "The cable joins H with H and L with L, or A with A and B with B."
)


async def run(attempt: Attempt, step: Wiring) -> Judgement:
    """Draw both jacks for the bus that was chosen; ask whether signals meet their like."""
    inverter = chosen(attempt)
    port = families()[attempt.facts["family"]].ports.get(attempt.facts["inverter_bus"], NO_JACK)
    ours = plain(port.pins)
    board = (Rj45(text(port.title), port.pins),) if ours else ()
    attempt.picture(*board)
    theirs = await _theirs(attempt, inverter, board)
    _record(attempt, "pins-board", text("Pins at the board"), port.pins)
    _record(attempt, "pins-inverter", text("Pins at the inverter"), theirs)
    if board and theirs:
        attempt.picture(*board, Rj45(_title(inverter), theirs))
        if why := await _wrong_cable(attempt, ours, theirs):
            return attempt.judgement(why)
    wires = (_rung_through(ours, theirs),) if ours and theirs else ()
    await confirm(attempt, (text(port.statement), *wires, *map(text, step.statements)))
    return attempt.judgement()


def _title(inverter: Chosen) -> Text:
    return text("{bus}, at {brand}", bus=ON_PAPER[inverter.bus], brand=inverter.said)


def _record(attempt: Attempt, name: str, title: Text, pins: Pins) -> None:
    found = told(pins)
    verdict = Verdict.PASS if found else Verdict.NOT_APPLICABLE
    why = None if found else text("no jack of eight pins that a source or a manual names")
    attempt.observe(name, title, found or "-", verdict, Origin.PERSON, note=why)


# ---- the inverter's end


async def _theirs(attempt: Attempt, inverter: Chosen, board: tuple[Rj45, ...]) -> Pins:
    """Return the pins of the inverter's jack; none where it has terminals."""
    over = inverter.over
    if over is None or not over.pins:
        attempt.line(text("Pins at {brand}: {why}", brand=inverter.said, why=LOOK_IT_UP))
        return await _asked(attempt, inverter)
    attempt.picture(*board, Rj45(_title(inverter), over.pins))
    attempt.line(text("Pins at {brand}: {source}", brand=inverter.said, source=over.pins_source))
    same = await attempt.ask(
        Acknowledge(
            key="same-pins",
            prompt=text("The manual of this very model names the same pins: {pins}.",
                        pins=told(over.pins)),
            hint=text("Jacks differ from model to model. n: type what its manual says."),
        )
    )  # fmt: skip
    return over.pins if same else await _asked(attempt, inverter)


async def _asked(attempt: Attempt, inverter: Chosen) -> Pins:
    """Ask on which pins the inverter's manual has the two wires of the bus."""
    pair = PAIR[inverter.bus]
    found = [await attempt.ask(_pin(signal)) for signal in pair]
    if not all(found):
        return NO_PINS
    return placed({int(pin): signal for pin, signal in zip(found, pair, strict=True)})


def _pin(signal: str) -> Number:
    return Number(
        key=f"pin-{signal.casefold()}",
        prompt=text("Pin of {signal} at the inverter, as its manual says:", signal=signal),
        hint=text("1 to 8 of its RJ45 jack; 0 where it has terminals with names instead."),
        unit="",
        decimals=0,
        low=Decimal(0),
        high=Decimal(8),
    )


# ---- the cable


async def _wrong_cable(attempt: Attempt, ours: Pins, theirs: Pins) -> Text | None:
    """Ask which cable it is; return why it is the wrong one."""
    cable = await attempt.ask(
        Choice(
            key="cable",
            prompt=text("Which cable is it?"),
            options=(
                Option(STRAIGHT, text("A network cable: 1 with 1, 2 with 2 and so on")),
                Option(MADE, text("One made for it, which joins the pins as drawn")),
            ),
        )
    )
    why = crossed(ours, theirs) if cable == STRAIGHT else _on_one_pin(ours, theirs)
    verdict = Verdict.PASS if why is None else Verdict.FAIL
    attempt.observe("cable", text("The cable"), cable, verdict, Origin.PERSON, note=why)
    return why


def _on_one_pin(ours: Pins, theirs: Pins) -> Text | None:
    """Return why no cable can join them: both wires were said to be on the same pin."""
    if joined(ours, theirs):
        return None
    return text("Both wires cannot be on one pin of the inverter: look again in its manual.")


def _rung_through(ours: Pins, theirs: Pins) -> Text:
    wires = ", ".join(
        f"{'/'.join(map(str, here))}-{'/'.join(map(str, there))} ({signal})"
        for signal, (here, there) in joined(ours, theirs).items()
    )
    return text(
        "With both plugs out the cable was rung through, board - inverter: {wires}, no other.",
        wires=wires,
    )
