"""What the board itself noted while it was tested: recorded, not judged.

The log is read once before anything is done and once when all is over. What was not there
before is new; no clock is compared, for a board's own may stand anywhere.
"""

from collections import Counter
from collections.abc import Sequence

from wizard.boards.board import Board
from wizard.errors import CommissionError
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.protocol.ble.logbook import Entry
from wizard.text import Text, listed, text

MOST = 8  # entries that are recorded, the newest
Log = tuple[Entry, ...]


async def record_log(attempt: Attempt, board: Board, serial: str, before: Log | None) -> None:
    """Record what is new in a board's log since `before`; nothing where that cannot be told.

    That is also where another board answers by now, or none: what this means for the test
    was judged before.
    """
    if before is None or not await _is_still(board, serial):
        return
    after = await board.log()
    found = None if after is None else newer(before, after)
    if found is not None:
        attempt.observe(
            "own-log",
            text("New in the board's own log, the last {n} at most", n=MOST),
            _said(found[-MOST:]),
            Verdict.NOT_APPLICABLE,
            Origin.BOARD,
            note=text("recorded, not judged: the board's own words, with their codes"),
        )


async def _is_still(board: Board, serial: str) -> bool:
    try:
        return (await board.identity()).serial == serial
    except CommissionError:
        return False


def newer(before: Sequence[Entry], after: Sequence[Entry]) -> Log | None:
    """Return the entries that only the later reading has, in its order.

    None where the two have nothing in common: then they may not be of one log.
    """
    known = Counter(before)
    if known and not known & Counter(after):
        return None
    found: list[Entry] = []
    for entry in after:
        if known[entry]:
            known[entry] -= 1
        else:
            found.append(entry)
    return tuple(found)


def _said(found: Log) -> Text:
    if not found:
        return text("nothing")
    return listed(f"{entry.name} ({entry.code})" for entry in found)
