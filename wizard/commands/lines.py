"""What the commands that talk to boards share: the clock of a link, and its tape."""

import argparse
import asyncio
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from wizard.clock import JumpClock, SystemClock
from wizard.commands.output import talk
from wizard.errors import WrongUsage
from wizard.links.base import Link
from wizard.links.spec import LinkSpec, parse
from wizard.text import Text, text

Result = TypeVar("Result")
OnTape = Callable[[Link], Link]
LONGEST_TYPED = 256


def named_link(given: argparse.Namespace) -> LinkSpec:
    """Return the link that --link names. Raises WrongUsage."""
    if not given.link:
        raise WrongUsage(
            text(
                "Name a link: --link serial:/dev/ttyUSB0?address=1, --link ble:ADDRESS "
                "(`jk-commission scan --bluetooth` lists the boards in range), "
                "uart:/dev/ttyUSB0 (GPS plug), or demo:"
            )
        )
    return parse(given.link)


def link_of(given: argparse.Namespace) -> LinkSpec | None:
    """Return the link that --link or --demo and --fault name. Raises WrongUsage."""
    if given.demo and given.link:
        raise WrongUsage(text("--demo is a link of its own: leave out --link"))
    if given.demo:
        return parse("demo:" + (f"?fault={given.fault}" if given.fault else ""))
    if given.fault:
        raise WrongUsage(text("--fault goes with --demo"))
    return parse(given.link) if given.link else None


@contextmanager
def taping(given: argparse.Namespace) -> Generator[OnTape]:
    """Put links on the tape that --record names, if it names one. Raises BadFile."""
    if not given.record:
        yield lambda link: link
        return
    from wizard.boards.redaction import redact
    from wizard.links.tape import Tape

    tape = Tape(Path(given.record), redact)
    try:
        yield tape.on
    finally:
        tape.close()


def run(spec: LinkSpec, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run what talks over a link; time jumps where the far end is simulated."""
    clock = JumpClock() if spec.kind == "demo" else SystemClock()
    with asyncio.Runner(loop_factory=clock.new_loop) as runner:
        return runner.run(work())


async def typed_code(prompt: Text) -> str | None:
    """Ask for a pairing code on the terminal, before there is a screen; None without one.

    The thread that reads is left behind where the wait is cancelled: nothing ends a read.
    """
    if not sys.stdin.isatty():
        return None
    talk(prompt)
    loop, source = asyncio.get_running_loop(), sys.stdin.fileno()
    typed: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        line = b""
        with suppress(OSError):  # the terminal is gone: nothing was typed
            line = os.read(source, LONGEST_TYPED)
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(_give, typed, line.decode("utf-8", "replace").strip())

    threading.Thread(target=read, name="pairing code", daemon=True).start()
    return await typed or None


def _give(typed: "asyncio.Future[str]", line: str) -> None:
    if not typed.done():
        typed.set_result(line)
