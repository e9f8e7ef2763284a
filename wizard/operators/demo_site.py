"""What a technician would do and type at the simulated packs of a site.

At a pack's own steps it is what he does at one pack; at the site's he plugs and joins.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from wizard.operators import demo
from wizard.operators.script import Answers
from wizard.procedure.questions import Question
from wizard.simulator.bank import Bank

PACKS = "inverter-bms"  # the checklist that each pack is commissioned by

Deed = Callable[[tuple[int, ...]], None]
Reading = Callable[[int], object]


def answers(bank: Bank) -> Answers:
    """Return what is typed at a simulated site."""
    at_pack = {number: demo.answers(bank.pack(number)) for number in bank.stations}
    does, reads = _deeds(bank), _readings(bank)

    def answer(step: str, question: Question[Any]) -> str | None:
        name, numbers = _numbered(question.key.partition(demo.TRY)[0])
        place = f"{step}.{name}"
        if place in does:
            does[place](numbers)
        if place in reads:
            return str(reads[place](numbers[0]))
        if question.key in {"packs", "pack"} or place.startswith("site-plan."):
            return _planned(bank, question)
        if place == "inverter.inverter_now":
            return "yes"
        if place == "dip.address":
            return question.proposal
        if place in does:
            return ""
        return at_pack[_at(bank)](step, question)

    return answer


def _at(bank: Bank) -> int:
    """Return the pack that is stood at: once joined, the last one, which is the master."""
    if bank.joined or not bank.plugged:
        return max(bank.stations)
    return bank.plugged[0]


def _planned(bank: Bank, question: Question[Any]) -> str:
    if question.key == "packs":
        return str(len(bank.stations))
    return question.proposal or PACKS


def _numbered(key: str) -> tuple[str, tuple[int, ...]]:
    """Return a key without the numbers in it, and these: `voltage-3` is voltage of pack 3."""
    parts = key.split("-")
    words = "-".join(part for part in parts if not part.isdecimal())
    return words, tuple(int(part) for part in parts if part.isdecimal())


def _deeds(bank: Bank) -> Mapping[str, Deed]:
    """Return the deeds by the question that they come before, numbers left out."""
    every = tuple(bank.stations)
    return {
        "site-packs.statement": lambda numbers: bank.plug_only(numbers[0]),
        "site-chain.statement": lambda _: bank.chain(every[:-1]),
        "site-chain.only": bank.chain,
        "site-master.statement": lambda _: bank.chain(every),
        "site-joined.statement": lambda numbers: bank.join() if numbers == (3,) else None,
    }


def _readings(bank: Bank) -> Mapping[str, Reading]:
    """Return what is read off instruments and displays at a pack, numbers left out."""
    stations = bank.stations

    def clamp(number: int) -> Decimal:
        return stations[number].meter.current().quantize(Decimal("0.01"))

    return {
        "site-equal.voltage": lambda number: stations[number].meter.pack_voltage(),
        "site-equal.soc": lambda number: stations[number].board.soc,
        "site-settled.clamp-before": clamp,
        "site-settled.clamp-after": clamp,
    }
