"""The pulled cable: what the inverter does when the board is not heard any more.

An inverter that then goes on charges by guess (owners' reports; PB 1438, 1514). It is
judged where a source says what the brand must do, elsewhere recorded. What the person saw
and the current that the board measures must not contradict each other.
"""

import asyncio
from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn

from msgspec import convert

from wizard.errors import NoAnswer
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.inverter_steps import InverterPulled
from wizard.procedure.inverters import Deed, Pulled
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.inverter_chosen import chosen
from wizard.procedure.kinds.inverter_shows import judge_soc, soc_shown
from wizard.procedure.kinds.watch import either
from wizard.procedure.questions import Acknowledge, Choice, Option
from wizard.quantity import Quantity
from wizard.text import Text, text

LOOK_EVERY_S = 2.0

DEEDS: Mapping[Deed, Text] = {
    "stopped": text("It stopped charging and discharging, with an alarm or without"),
    "alarm": text("It raised an alarm and goes on"),
    "goes-on": text("It goes on as if nothing were missing"),
}


async def run(attempt: Attempt, step: InverterPulled) -> Judgement:
    """Have the data cable pulled, record what happens, have it put back, see the link again."""
    if not await confirm(attempt, step.statements):
        return attempt.judgement()
    before = await _current(attempt)
    attempt.reading("current-before", text("Current before"), _amperes(before), Origin.BOARD)
    flowed = abs(before) > (step.stopped_current.high or 0)
    if not flowed:
        attempt.line(text("No current flows now: whether it stops, only its display can show."))
    if not await attempt.ask(_out()):
        return Judgement(Verdict.NOT_TAKEN, text("The data cable was not pulled."))
    deed, seconds = await _Absence(attempt, step, flowed=flowed).seen()
    await _judge_deed(attempt, step, deed, seconds)
    await _judge_return(attempt, step)
    return attempt.judgement()


def _out() -> Acknowledge:
    return Acknowledge(
        key="pulled",
        prompt=text("Pull the data cable at the inverter, and press Enter at that moment."),
        hint=text("The data cable only: the power cables stay as they are. n: not now."),
    )


async def _current(attempt: Attempt) -> Decimal:
    return (await attempt.bench.board().status()).current


def _amperes(value: Decimal) -> Quantity:
    return Quantity(value.quantize(Decimal("0.1")), "A")


class _Absence:
    """The time while the cable is out; begins when it is made.

    A current that flowed before and is gone in two readings in a row tells by itself when
    the inverter stopped.
    """

    def __init__(self, attempt: Attempt, step: InverterPulled, *, flowed: bool) -> None:
        self._attempt = attempt
        self._step = step
        self._flowed = flowed
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._low_since: float | None = None
        self._stopped: float | None = None

    async def seen(self) -> tuple[Deed, int]:
        """Return what the inverter does and after how many seconds.

        Only what stopped is known before the time is over: an alarm may still be followed
        by more.
        """
        deed = await self._asked("deed")
        after = self._after()
        if deed != "stopped" and after < self._step.within.s:
            await self._rest()
            deed = await self._asked("deed-at-the-end")
            after = self._after()
        self._attempt.progress(None)
        return deed, round(min(after, self._step.within.s))

    async def _asked(self, key: str) -> Deed:
        return convert(await either(self._attempt.ask(_deed(key)), self._looking()), Deed)

    async def _looking(self) -> NoReturn:
        while True:
            await self._look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def _rest(self) -> None:
        while self._stopped is None and self._elapsed() < self._step.within.s:
            await self._look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def _look(self) -> None:
        what = text("the data cable is out; what does the inverter do")
        self._attempt.progress(what, self._elapsed(), self._step.within.s)
        try:
            current = abs(await _current(self._attempt))
        except NoAnswer:
            return
        if current > (self._step.stopped_current.high or 0) or not self._flowed:
            self._low_since = None
        elif self._low_since is None:
            self._low_since = self._elapsed()
        elif self._stopped is None:
            self._stopped = self._low_since

    def _elapsed(self) -> float:
        return self._loop.time() - self._began

    def _after(self) -> float:
        return self._elapsed() if self._stopped is None else self._stopped


def _deed(key: str) -> Choice:
    return Choice(
        key=key,
        prompt=text("What does the inverter do now?"),
        hint=text("Answer when it does something; it is given five minutes."),
        options=tuple(Option(deed, label) for deed, label in DEEDS.items()),
    )


# ---- verdicts


async def _judge_deed(attempt: Attempt, step: InverterPulled, deed: Deed, seconds: int) -> None:
    inverter = chosen(attempt)
    must = inverter.brand.pulled if inverter.brand is not None else None
    verdict, note = _verdict(inverter.said, must, deed)
    title = text("Without its data cable")
    attempt.observe("deed", title, DEEDS[deed], verdict, Origin.PERSON, note=note)
    took = Quantity(Decimal(seconds), "s")
    name, what = "deed-seconds", text("Seconds until then")
    if must is not None and verdict is Verdict.PASS:
        limit = Limit("s", high=Decimal(step.within.s), derived=step.within.derived)
        attempt.measure(name, what, took, limit, Origin.COMPUTED)
    else:
        attempt.reading(name, what, took, Origin.COMPUTED)
    if deed == "stopped":
        await _judge_current(attempt, step)
    elif must is None:
        attempt.open_point(
            text(
                "Without its data cable the inverter goes on: what it charges with then are its "
                "own limits. Set them within those of the pack."
            )
        )


def _verdict(brand: str, must: Pulled | None, deed: Deed) -> tuple[Verdict, Text]:
    if must is None:
        return Verdict.NOT_APPLICABLE, text(
            "recorded, not judged: no source says what {brand} must do", brand=brand
        )
    if must.met_by(deed):
        return Verdict.PASS, text("as it must: {source}", source=must.source)
    return Verdict.FAIL, text(
        "Without the board {brand} must stop ({source}), and does not: look at what was set at "
        "it, then pull the cable again.",
        brand=brand,
        source=must.source,
    )


async def _judge_current(attempt: Attempt, step: InverterPulled) -> None:
    """Compare with the board what a person took for stopped."""
    current = await _current(attempt)
    limit = step.stopped_current
    note = None
    if limit.judge(abs(current)) is Verdict.FAIL:
        note = text("It was said to have stopped, but the board measures {a}.", a=_amperes(current))
    title = text("Current after it stopped")
    attempt.measure("current-after", title, _amperes(abs(current)), limit, Origin.BOARD, note=note)


async def _judge_return(attempt: Attempt, step: InverterPulled) -> None:
    """Have the cable put back; the inverter must hear the board again."""
    back = text("The data cable is back in, at the inverter's battery jack, until it clicks.")
    if not await attempt.ask(Acknowledge(key="back", prompt=back)):
        why = text("The inverter was left without its data cable: put it back, take this again.")
        attempt.observe("back", back, "no", Verdict.FAIL, Origin.PERSON, note=why)
        return
    seen = text("Its alarm is gone and it shows the board's data again, within two minutes.")
    found = await attempt.ask(Acknowledge(key="found-again", prompt=seen))
    why = None if found else text(
        "The inverter does not find the board again by itself after the cable was out: restart "
        "it, look at the plug, and tell the customer."
    )  # fmt: skip
    verdict = Verdict.PASS if found else Verdict.FAIL
    attempt.observe("found-again", seen, "yes" if found else "no", verdict, Origin.PERSON, note=why)
    if found:
        soc = await attempt.ask(soc_shown("inverter-soc-again"))
        status = await attempt.bench.board().status()
        judge_soc(attempt, "soc", soc - status.soc, step.soc_within)
