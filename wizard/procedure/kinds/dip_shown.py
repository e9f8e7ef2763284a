"""The address of a board that is reached by Bluetooth: it shows it itself, after its start.

A board reads its DIP switches when it starts, so the link is lost in between.
"""

import asyncio

from wizard.boards.believe import twice
from wizard.errors import LinkError
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import DipAddress
from wizard.protocol.views import Identity
from wizard.text import Text, text

RETRY_S = 2.0  # between two looks at a board that is starting


async def shown_by_itself(
    attempt: Attempt, step: DipAddress, address: int, known: Identity
) -> Judgement:
    """Wait until the board is there again; judge the address that it shows."""
    attempt.progress(text("waiting for the board to start"), 0, step.wake.s)
    found = await _started(attempt, step.wake.s)
    attempt.progress(None)
    if found is None:
        why = text("The board shows no address: read Device Addr. in the vendor's app.")
    elif found != address:
        why = _differs(address, found, known)
    else:
        why = None
    verdict = Verdict.PASS if why is None else Verdict.FAIL
    observed = text("none") if found is None else f"{found}, {known.serial}"
    title = text("Address, by Device Addr.")
    attempt.observe("address", title, observed, verdict, Origin.BOARD, note=why)
    return attempt.judgement(why)


async def _started(attempt: Attempt, within_s: float) -> int | None:
    """Return the address that the board shows twice alike.

    Raises LinkError where it is not there again in time, OtherBoard for another board.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + within_s
    while True:
        try:
            await attempt.bench.identify()
            found = await twice(attempt.bench.board().settings, text("settings"))
        except LinkError:
            if loop.time() >= end:
                raise
            await asyncio.sleep(RETRY_S)
        else:
            shown = found.values.get("device_address")
            return None if shown is None else int(shown)


def _differs(address: int, found: int, known: Identity) -> Text:
    return text(
        "{serial} shows Device Addr. {found}, not {n}: it reads the switches when it starts. "
        "Compare them with the drawing, then switch it off and on.",
        serial=known.serial,
        found=found,
        n=address,
    )
