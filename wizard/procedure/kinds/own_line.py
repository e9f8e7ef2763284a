"""A change of the protocol on the port that this program itself is plugged into.

It would cut the line, and nobody could read it back: so it comes last, over the other
port or in the vendor's app, and is never sent over the line that it cuts.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from wizard.boards.way import Way
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.kinds.sending import send
from wizard.procedure.questions import Acknowledge, Choice, Option
from wizard.text import text

OWN_PROTOCOLS = frozenset({1, 13})  # those that this program speaks, at 115200 and at 9600
SPOKEN: Mapping[Way, int] = MappingProxyType({"rs485": 1, "uart": 0})
UART1 = "uart1_protocol"
MOVED, APP, LATER = "moved", "app", "later"


def cuts_own_line(attempt: Attempt, port: str, number: int) -> bool:
    """Whether this number on this port would silence the line that the program speaks on."""
    spoken = SPOKEN.get(attempt.bench.far_end.way)
    elsewhere = attempt.facts.get("adapter_port") == "rs485-2"
    return port == UART1 and spoken is not None and number != spoken and not elsewhere


async def over_another_way(attempt: Attempt, port: str, number: int) -> Judgement:
    """Leave it for last; then over the other port, or in the app, or as an open point."""
    why = text(
        "UART1 Protocol No. {number} would cut the line this program speaks on: it comes last.",
        number=f"{number:03d}",
    )
    if attempt.may_be_deferred:
        return Judgement(Verdict.DEFERRED, why)
    way = await attempt.ask(_way(attempt, number))
    if way == MOVED:
        return await send(attempt, attempt.step, {port: Decimal(number)}, text("for the inverter"))
    if way == APP:
        return await _by_app(attempt, number)
    attempt.open_point(
        text("Set UART1 Protocol No. {number} in the vendor's app.", number=f"{number:03d}")
    )
    return Judgement(Verdict.DEFERRED, why)


def _way(attempt: Attempt, number: int) -> Choice:
    moved = Option(MOVED, text("The adapter is in RS485-2 now, and the board answers there"))
    return Choice(
        key="way",
        prompt=text(
            "UART1 Protocol No. {number}, last of all: by which way?", number=f"{number:03d}"
        ),
        hint=text("Over the line that it cuts it is never sent: nobody could read it back."),
        options=(
            *((moved,) if attempt.bench.far_end.wired else ()),
            Option(APP, text("It was set in the vendor's app just now")),
            Option(LATER, text("Later; it stays an open point")),
        ),
    )


async def _by_app(attempt: Attempt, number: int) -> Judgement:
    shown = text("The app shows UART1 Protocol No. {number}.", number=f"{number:03d}")
    so = await attempt.ask(Acknowledge(key="app-shows", prompt=shown))
    attempt.observe(
        "app-shows",
        shown,
        "yes" if so else "no",
        Verdict.MARGINAL if so else Verdict.FAIL,
        Origin.PERSON,
        note=text("Set in the app; this program could not read it back."),
    )
    return attempt.judgement()
