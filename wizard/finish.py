"""Work that must not be torn in two by a cancellation.

`asyncio.shield` alone protects the work but lets its caller go on before the work has
ended: the next step would then start while a write is still on the bus. This is the only
place where `shield` is used.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def _let_it_end() -> None:
    """Let the work go on to its end by itself."""


async def finish(work: Coroutine[Any, Any, T], hurry: Callable[[], None] = _let_it_end) -> T:
    """Run `work` to its end however often the caller is cancelled; then let that through.

    It wraps one write with its read-back, or a restore, nothing longer; or the session of a
    pack, which `hurry` brings to its end in order: it is called with each cancellation.
    Where the caller was cancelled, CancelledError comes after the end of the work and an
    error of the work is dropped: the work records its own outcome.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as request:
            cancelled = request
            hurry()
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # marks it as seen
    raise cancelled
