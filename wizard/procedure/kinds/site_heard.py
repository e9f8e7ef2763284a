"""Listening to the packs of a site, with progress; nothing is sent."""

from collections.abc import Callable

from wizard.boards.overheard import Overheard
from wizard.procedure.attempt import Attempt
from wizard.procedure.kinds.site_known import MASTER, Known
from wizard.protocol.views import Status
from wizard.text import Text

LOOK_S = 2


async def listened(
    attempt: Attempt,
    what: Text,
    seconds: int,
    enough: Callable[[Overheard], bool] = lambda _heard: False,
) -> Overheard:
    """Listen for some seconds, or until it is enough. Raises LinkLost, LinkUnavailable."""
    heard = Overheard()
    try:
        for passed in range(0, seconds, LOOK_S):
            attempt.progress(what, passed, seconds)
            heard = heard.joined(await attempt.bench.far_end.overhear(LOOK_S))
            if enough(heard):
                break
    finally:
        attempt.progress(None)
    return heard


def status_of(pack: Known, heard: Overheard) -> Status | None:
    """Return what was heard of a pack at its planned address, None where nothing was.

    Of several masters none is known to be this pack.
    """
    if pack.plan.address != MASTER:
        return heard.slaves.get(pack.plan.address)
    return heard.statuses[0].status if heard.masters == 1 and heard.statuses else None
