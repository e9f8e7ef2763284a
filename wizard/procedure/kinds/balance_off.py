"""A board that does not balance for a while, and balances again afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

from wizard.boards.changes import plan
from wizard.boards.writer import Writer
from wizard.errors import CommissionError, NotAllowed, RecordError
from wizard.finish import finish
from wizard.measurement import Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.questions import Choice, Option
from wizard.protocol.catalogue import WRITABLE
from wizard.protocol.views import Status
from wizard.record.events import Outcome
from wizard.text import Text, text

PURPOSE = "no balancing meanwhile"
SWITCH = "balance_switch"
POLL_S = 1.0
WAIT, OFF, STOP = "wait", "off", "stop"
_ON, _OFF = Decimal(1), Decimal(0)

Work = Callable[[], Awaitable[Judgement]]


def balances(status: Status) -> bool:
    """Whether the board moves charge between cells."""
    return status.balancing or any(status.readings.get("balance_current", ()))


async def without_balancing(
    attempt: Attempt, writer: Writer, patience_s: float, work: Work
) -> Judgement:
    """Carry out work while the board does not balance.

    A person decides whether to wait for the board or to switch Balance off, which is
    recorded like any other write and taken back whatever happens.
    """
    if await _left_off(attempt, writer):
        return await _switched_off(attempt, writer, work)
    while balances(await writer.board.status()):
        match await attempt.ask(_question(writer)):
            case "wait":
                await _wait(attempt, writer, patience_s)
            case "off":
                return await _switched_off(attempt, writer, work)
            case _:
                return Judgement(
                    Verdict.NOT_TAKEN,
                    text("The board balances: no voltage holds still. Nothing was sent."),
                )
    return await work()


def _question(writer: Writer) -> Choice:
    off = Option(OFF, text("Switch Balance off for this step; it is switched on again after it"))
    can = writer.board.untold(WRITABLE[SWITCH]) is None
    return Choice(
        key="balancing",
        prompt=text("The board is balancing: its cells move while it does."),
        options=(
            Option(WAIT, text("Wait until it stops")),
            *((off,) if can else ()),
            Option(STOP, text("Stop here")),
        ),
    )


async def _left_off(attempt: Attempt, writer: Writer) -> bool:
    """Whether this program switched Balance off and was ended before it was on again."""
    writes = [one for one in attempt.recorder.state.writes.values() if one.key == SWITCH]
    ours = bool(writes) and writes[-1].purpose == PURPOSE
    sent_off = ours and writes[-1].wanted is not None and writes[-1].wanted.value == _OFF
    return sent_off and (await writer.snapshot(PURPOSE))[SWITCH] == _OFF


async def _wait(attempt: Attempt, writer: Writer, most_s: float) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    while (passed := loop.time() - began) < most_s and balances(await writer.board.status()):
        attempt.progress(text("waiting until the board stops balancing"), passed, most_s)
        await asyncio.sleep(POLL_S)
    attempt.progress(None)


async def _switched_off(attempt: Attempt, writer: Writer, work: Work) -> Judgement:
    lost: list[Text] = []
    try:
        await _turn(writer, _OFF)
        judged = await work()
    finally:
        await finish(_on_again(attempt, writer, lost))
    return Judgement(Verdict.FAIL, lost[0]) if lost else judged


async def _turn(writer: Writer, value: Decimal) -> None:
    """Turn Balance and prove it. Raises NotAllowed where the board did not take it."""
    current = await writer.snapshot(PURPOSE)
    results = await writer.apply(plan(PURPOSE, current, {SWITCH: value}, writer.identity, {}))
    bad = next((one for one in results if one.outcome is not Outcome.VERIFIED), None)
    if bad is not None:
        raise NotAllowed(
            text(
                "Balance could not be switched: {why}. Nothing else was sent.",
                why=bad.reason or text("the read-back differs"),
            )
        )


async def _on_again(attempt: Attempt, writer: Writer, lost: list[Text]) -> None:
    try:
        await _turn(writer, _ON)
    except RecordError:
        raise
    except CommissionError as error:
        what = text("Balance is still off: switch it on by hand. ({why})", why=error.reason)
        lost.append(what)
        attempt.notice(what, grave=True)
        attempt.open_point(what)
