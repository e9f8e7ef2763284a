"""Which brand of inverter it is: a part of its name is typed, then one that matches chosen."""

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.inverters import Inverter, inverters, search
from wizard.procedure.questions import Choice, Line, Option
from wizard.protocol.ports import Bus
from wizard.text import Text, listed, text

BRAND, MODEL = "inverter-brand", "inverter-model"
OTHER, AGAIN = "other", "again"
MOST = 7  # brands to choose from at a time; with the two other ways they fit on a screen
ON_PAPER = {Bus.CAN: "CAN", Bus.UART: "RS485"}


async def ask_brand(attempt: Attempt) -> Inverter | None:
    """Return the brand, None where it is no known one; brand and model are recorded."""
    brand, typed = await _searched(attempt)
    said = brand.label if brand is not None else typed
    attempt.observe(BRAND, text("Brand of the inverter"), said, Verdict.PASS, Origin.PERSON)
    model = await attempt.ask(
        Line(
            key="inverter-model",
            prompt=text("Model and serial number of the inverter, as on its plate:"),
            hint=text("Just Enter if its plate cannot be read."),
            optional=True,
        )
    )
    attempt.observe(
        MODEL, text("Model of the inverter"), model or "not given", Verdict.PASS, Origin.PERSON
    )
    return brand


async def _searched(attempt: Attempt) -> tuple[Inverter | None, str]:
    """Ask until a brand is found or it is said to be another; return it and what was typed."""
    for sentence in _known():
        attempt.line(sentence)
    turn = 0
    while True:
        turn += 1
        behind = "" if turn == 1 else f"-try-{turn}"
        typed = await attempt.ask(
            Line(
                key=f"brand{behind}",
                prompt=text("Brand of the inverter, or a part of its name:"),
                hint=text("Many brands speak the Pylontech protocol: their manual tells."),
            )
        )
        found = search(typed)
        picked = await attempt.ask(_which(f"brand-match{behind}", typed, found))
        if picked != AGAIN:
            return inverters().get(picked), typed


def _known() -> tuple[Text, Text]:
    """Return all brands in two sentences: screens cut one that is long."""
    labels = [row.label for row in inverters().values()]
    half = len(labels) // 2
    return (
        text("Known are {brands},", brands=", ".join(labels[:half])),
        text("{brands}.", brands=", ".join(labels[half:])),
    )


def _which(key: str, typed: str, found: tuple[Inverter, ...]) -> Choice:
    return Choice(
        key=key,
        prompt=_told(typed, len(found)),
        hint=text("{n} more match: search again with more of the name.", n=len(found) - MOST)
        if len(found) > MOST
        else None,
        options=(
            *(Option(row.key, _option(row)) for row in found[:MOST]),
            Option(AGAIN, text("Search again")),
            Option(OTHER, text("Another brand: choose by the number of its protocol")),
        ),
    )


def _told(typed: str, matches: int) -> Text:
    if not matches:
        return text("No brand here is called {typed}. What now?", typed=typed)
    return text("Which one is it?")


def _option(row: Inverter) -> Text:
    buses = listed(ON_PAPER[each.bus] for each in row.connection)
    known = buses if row.connection else text("no number is known")
    return text("{label} ({buses})", label=row.label, buses=known)
