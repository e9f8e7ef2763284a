"""What must hold before a protection is tested. No gate has a way round it."""

import asyncio
from contextlib import suppress
from decimal import Decimal

from wizard.boards.alarm_words import alarm_words
from wizard.boards.believe import same_picture, twice
from wizard.boards.writer import Writer
from wizard.errors import NoAnswer
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import ProtectionTest
from wizard.procedure.kinds.dangers import most_moved
from wizard.procedure.kinds.sides import Side
from wizard.protocol.alarms import FACTORY_PASSWORD
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity, count, volts
from wizard.text import text

LINK_READS = 20


async def gates(
    attempt: Attempt, step: ProtectionTest, side: Side, writer: Writer, *, source: bool
) -> Status | None:
    """Look at link, cells, current, alarms, MOS; return the pack, None where one fails.

    With a `source` its current must flow, in the direction that the protection stops.
    """
    attempt.progress(text("checking the link and that the cells are steady"), 0, step.steady.s)
    start = await twice(writer.board.status, text("status"), same_picture)
    attempt.measure(
        "lost-reads",
        text("Exchanges lost in {n} readings", n=LINK_READS),
        count(await _lost_reads(writer)),
        Limit("", Decimal(0), Decimal(0), source=step.source),
        Origin.COMPUTED,
    )
    attempt.measure(
        "steady",
        text("Largest move of a cell in {n} s", n=step.steady.s),
        volts(await _moved(writer, start, step.steady.s)),
        step.steady_within,
        Origin.BOARD,
    )
    _current(attempt, step, side, start, source=source)
    ready(attempt, start)
    charge(attempt, "before", start)
    attempt.progress(None)
    return start if attempt.verdict_so_far().passes else None


async def _lost_reads(writer: Writer) -> int:
    """Return how many exchanges were lost on the way to 20 readings, retries included."""
    before = writer.board.losses
    for _ in range(LINK_READS):
        with suppress(NoAnswer):
            await writer.board.status()
    return writer.board.losses - before


async def _moved(writer: Writer, start: Status, steady_s: int) -> Decimal:
    loop = asyncio.get_running_loop()
    began, most = loop.time(), Decimal(0)
    while loop.time() - began < steady_s:
        most = max(most, most_moved(start, await writer.board.status()))
        await asyncio.sleep(1)
    return most


def _current(
    attempt: Attempt, step: ProtectionTest, side: Side, start: Status, *, source: bool
) -> None:
    """Judge the current: that of the source in its direction, or hardly any."""
    title = text("Current of the {source}", source=side.source) if source else text("Current")
    found = side.flowing(start) if source else abs(start.current)
    limit = step.source_current if source else step.most_current
    attempt.measure("current", title, Quantity(found, "A"), limit, Origin.BOARD)


def ready(attempt: Attempt, start: Status) -> None:
    """Judge whether the board lets everything through and has nothing to say."""
    quiet = not start.alarms - {FACTORY_PASSWORD}
    attempt.observe(
        "alarms",
        text("Alarms before the test"),
        alarm_words(start.alarms),
        Verdict.PASS if quiet else Verdict.FAIL,
        Origin.BOARD,
    )
    on = start.charge_mos and start.discharge_mos and not start.emergency
    whole = text("Both MOS on, Emergency off")
    part = text("Both MOS on; Emergency is not told over this link")
    attempt.observe(
        "mos",
        part if start.emergency is None else whole,
        "yes" if on else "no",
        Verdict.PASS if on else Verdict.FAIL,
        Origin.BOARD,
    )


def release_room(attempt: Attempt, step: ProtectionTest, found: Settings, start: Status) -> None:
    """Judge whether the limits as they are would let go once they are restored."""
    attempt.measure(
        "release-room-over",
        text("Cell OVPR above the highest cell, for the release"),
        volts(found["cell_ovpr"] - start.highest),
        step.release_margin,
        Origin.COMPUTED,
    )
    attempt.measure(
        "release-room-under",
        text("Cell UVPR below the lowest cell, for the release"),
        volts(start.lowest - found["cell_uvpr"]),
        step.release_margin,
        Origin.COMPUTED,
    )


def charge(attempt: Attempt, when: str, status: Status) -> None:
    """Record what the board believes of its charge, `before` or `after` the test."""
    left = status.remaining
    rows = (
        ("soc", text("SOC"), Quantity(Decimal(status.soc), "%")),
        ("remaining", text("Remaining capacity"), None if left is None else Quantity(left, "Ah")),
        ("cycles", text("Cycle count"), count(status.cycles)),
    )
    for name, title, found in rows:
        if found is None:
            continue
        named = {
            "before": text("{what} before the test", what=title),
            "after": text("{what} after the test", what=title),
        }
        attempt.reading(f"{name}-{when}", named[when], found, Origin.BOARD)
