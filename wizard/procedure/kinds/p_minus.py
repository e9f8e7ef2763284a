"""P- to pack plus with a test lamp: dead while the board is off, the pack's voltage when on."""

import asyncio
from decimal import ROUND_DOWN, Decimal

from wizard.errors import BoardError, LinkError
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import PMinus
from wizard.procedure.figures import Tips
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.questions import Number
from wizard.procedure.step import Span
from wizard.protocol.alarms import CELL_COUNT
from wizard.protocol.views import Status
from wizard.quantity import volts
from wizard.text import Text, text

MILLI = Decimal("0.001")
DIODE = Limit("V", Decimal("0.3"), Decimal("1.5"), derived="body diode of a MOS under a lamp")
LOWEST, HIGHEST = Decimal(-100), Decimal(100)  # V that a meter may show at such a pack
ROUND = Decimal("0.5")  # share of the pack's voltage from which on something leads round


async def run(attempt: Attempt, step: PMinus) -> Judgement:
    """Prove the meter at the pack, then measure at P-; what is judged depends on the board."""
    if not await confirm(attempt, step.statements):
        return attempt.judgement()
    if step.board == "on":
        await _wait(attempt, step.wait)
    pack = await _pack_voltage(attempt, step)
    if pack is None:
        return attempt.judgement()
    return await (_on if step.board == "on" else _off)(attempt, step, pack)


async def _wait(attempt: Attempt, span: Span) -> None:
    for second in range(span.s):
        attempt.progress(text("the board precharges what hangs at P-"), second, span.s)
        await asyncio.sleep(1)
    attempt.progress(None)


async def _pack_voltage(attempt: Attempt, step: PMinus) -> Decimal | None:
    """Return the volts of the whole pack; None where the meter cannot be believed.

    A meter without contact reads 0 V at P- as well, and would pass a broken MOS.
    """
    attempt.picture(Tips("B-", "B+"))
    hint = text("It also shows that the meter has contact: {range}.", range=step.pack.said)
    pack = await attempt.ask(_volts("pack-voltage", text("Voltage from B- to pack plus:"), hint))
    strange = text(
        "{found} from B- to pack plus is no pack that feeds this board. Look at the "
        "meter's range, tips and fuse, and measure again.",
        found=volts(pack),
    )
    verdict = attempt.measure(
        "pack-voltage",
        text("B- to pack plus"),
        volts(pack),
        step.pack,
        Origin.METER,
        possible=step.pack,
        note=None if step.pack.judge(pack).passes else strange,
    )
    return pack if verdict.passes else None


async def _at_p_minus(attempt: Attempt, hint: Text) -> Decimal:
    attempt.picture(Tips("P-", "B+", lamp=True))
    prompt = text("Voltage from P- to pack plus, across the lamp:")
    return await attempt.ask(_volts("p-minus-voltage", prompt, hint))


def _volts(key: str, prompt: Text, hint: Text) -> Number:
    return Number(key=key, prompt=prompt, hint=hint, unit="V", decimals=3, low=LOWEST, high=HIGHEST)


async def _off(attempt: Attempt, step: PMinus, pack: Decimal) -> Judgement:
    hint = text("The meter should show nearly nothing, and the lamp stays dark.")
    found = await _at_p_minus(attempt, hint)
    dead = step.dead.judge(found)
    attempt.measure(
        "p-minus-voltage",
        text("P- to pack plus, the board off"),
        volts(found),
        step.dead,
        Origin.METER,
        note=None if dead.passes else _alive(found, pack),
    )
    return attempt.judgement()


def _alive(found: Decimal, pack: Decimal) -> Text:
    if abs(found) >= pack * ROUND:
        return text(
            "{found} at P- though the board is off: a MOS is broken or a cable goes round the "
            "board, and nothing is protected. Take the cable off P- and find out which.",
            found=volts(found),
        )
    return text(
        "{found} at P- though the board is off. Is the lamp joined, and the board really off? "
        "With both so, a MOS leaks: the board is not used.",
        found=volts(found),
    )


async def _on(attempt: Attempt, step: PMinus, pack: Decimal) -> Judgement:
    hint = text("The meter should show {pack}, and the lamp is lit.", pack=volts(pack))
    found = await _at_p_minus(attempt, hint)
    attempt.reading("p-minus-voltage", text("P- to pack plus"), volts(found), Origin.METER)
    limit = _allowed(step, pack)
    symptom = _symptom(step, found, pack)
    lost = abs(pack - found)
    verdict = attempt.measure(
        "p-minus-difference",
        text("Between B- and P-, the board on"),
        volts(lost),
        limit,
        Origin.COMPUTED,
        note=None if limit.judge(lost).passes else symptom,
    )
    if verdict.passes or not attempt.may_be_deferred:
        return attempt.judgement()
    return await _deferred(attempt, step, found, pack) or attempt.judgement()


def _allowed(step: PMinus, pack: Decimal) -> Limit:
    """Return the difference that is allowed: of the two limits the wider one."""
    share = pack * (step.share.high or Decimal(0)) / 100
    if share <= (step.difference.high or Decimal(0)):
        return step.difference
    return Limit(
        "V",
        high=share.quantize(MILLI, ROUND_DOWN),
        source=step.share.source,
        derived=step.share.derived and f"{step.share.high} % of the pack: {step.share.derived}",
    )


def _symptom(step: PMinus, found: Decimal, pack: Decimal) -> Text:
    lost, values = pack - found, {"found": volts(found), "pack": volts(pack)}
    if step.dead.judge(found).passes:
        return text(
            "{found} at P-, the pack has {pack}: the discharge MOS is open, or fuse or cable "
            "to P- lead nowhere. Look at the board's lamps, at alarms and at the fuse.",
            **values,
        )
    if found < 0:
        return text("{found} at P-: the meter's tips are exchanged.", **values)
    if DIODE.judge(lost).passes:
        return text(
            "{found} at P-, one diode less than the pack's {pack}: the charge MOS is open. "
            "Look at alarms and at the switch Charge.",
            **values,
        )
    if lost < 0:
        return text(
            "{found} at P-, more than the pack's {pack}: something charges from outside, or a "
            "tip is at the wrong place.",
            **values,
        )
    return text(
        "{found} at P-, the pack has {pack}: something in between loses voltage. Look at "
        "screws, cable lugs and fuse, and that no more than the lamp is joined.",
        **values,
    )


async def _deferred(
    attempt: Attempt, step: PMinus, found: Decimal, pack: Decimal
) -> Judgement | None:
    """Return the deferral of a board that may keep its MOS open for good reason, else None."""
    attempt.progress(text("asking the board why"))
    status = await _status(attempt)
    attempt.progress(None)
    like_open = step.dead.judge(found).passes or DIODE.judge(pack - found).passes
    reason = _open_for(status) if status else _UNASKED if like_open else None
    return Judgement(Verdict.DEFERRED, reason) if reason else None


async def _status(attempt: Attempt) -> Status | None:
    """Return what the board says; None where it says nothing, as before its adapter is in."""
    try:
        return await attempt.bench.board().status()
    except (LinkError, BoardError):
        return None


_UNASKED = text(
    "Its MOS seem open, and the board cannot be asked why yet. While its cell count is not "
    "set that is so: taken up again after the controls."
)


def _open_for(status: Status) -> Text | None:
    if CELL_COUNT in status.alarms:
        return text(
            "The cell count is not set yet and the board keeps its MOS open: taken up again "
            "after the controls."
        )
    if not status.discharge_mos:
        return text("The board keeps its discharge MOS open: taken up again after the controls.")
    if not status.charge_mos:
        return text("The board keeps its charge MOS open: taken up again after the controls.")
    return None
