"""Speaking to the board for the first time: who is it."""

import re
from decimal import Decimal

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Connect
from wizard.procedure.families import Family, belongs_to, families
from wizard.procedure.figures import Fact, Facts
from wizard.protocol.views import Identity
from wizard.quantity import count
from wizard.text import Text, text


async def run(attempt: Attempt, step: Connect) -> Judgement:  # noqa: ARG001  same call for all
    """Read twice alike who the board is; it must fit the family and the pack."""
    attempt.progress(text("reading who the board is"))
    found = await attempt.bench.identify()
    address = (await attempt.bench.board().settings()).values.get("device_address")
    attempt.progress(None)
    family = families()[attempt.facts["family"]]
    fits = belongs_to(found.model) is family
    rows: list[tuple[str, Text, str, bool]] = [
        ("model", text("Model"), found.model, fits),
        ("hardware", text("Hardware"), found.hardware, True),
        ("firmware", text("Firmware"), found.firmware, bool(found.firmware)),
        ("serial", text("Serial number"), found.serial, bool(found.serial)),
    ]
    shown = [Fact(title, text("{v}", v=value or "-")) for _, title, value, _ in rows]
    attempt.picture(Facts((*shown, *_addresses(attempt, address))))
    for name, title, value, good in rows:
        attempt.observe(name, title, value, Verdict.PASS if good else Verdict.FAIL, Origin.BOARD)
    if address is not None:
        stored = count(int(address))
        attempt.reading("device-address", text("Device Addr."), stored, Origin.BOARD)
    for sentence in family.warnings(found.firmware):
        attempt.note(sentence)
    if not fits:
        return attempt.judgement(_other(found, family))
    _fits_pack(attempt, found)
    missing = next((title for _, title, _, good in rows if not good), None)
    return attempt.judgement(
        text("The board does not give its {what}.", what=missing) if missing else None
    )


def _addresses(attempt: Attempt, stored: Decimal | None) -> tuple[Fact, ...]:
    """Return the address that the board keeps, if it has one, beside where it answered."""
    answers = Fact(text("Answers at"), text("{v}", v=attempt.bench.board().name))
    if stored is None:
        return (answers,)
    return (answers, Fact(text("Device Addr."), text("{v}", v=int(stored))))


def _other(found: Identity, family: Family) -> Text:
    return text(
        "{model} is not a board of the family {family}: nothing is written to it.",
        model=found.model or "-",
        family=family.label,
    )


def _fits_pack(attempt: Attempt, found: Identity) -> None:
    """Compare the cells that were entered with those that the model's name allows."""
    most = re.search(r"(\d+)S\d+P", found.model)
    entered = int(attempt.facts.get("cells", "0"))
    if most is None or not entered:
        return
    fits = entered <= int(most[1])
    attempt.observe(
        "cells-carried",
        text("Cells that the model carries"),
        most[1],
        Verdict.PASS if fits else Verdict.FAIL,
        Origin.BOARD,
        note=None
        if fits
        else text(
            "{model} is for {most} cells at most, {cells} were entered. Correct the number, or "
            "take another board.",
            model=found.model,
            most=int(most[1]),
            cells=entered,
        ),
    )
