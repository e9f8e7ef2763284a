"""What the commands that talk to boards share: the clock of a link, and its tape."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from wizard.boards.redaction import redact
from wizard.clock import JumpClock, SystemClock
from wizard.errors import WrongUsage
from wizard.links.base import Link
from wizard.links.spec import LinkSpec, parse
from wizard.links.tape import Tape
from wizard.text import text

Result = TypeVar("Result")
OnTape = Callable[[Link], Link]


def named_link(given: argparse.Namespace) -> LinkSpec:
    """Return the link that --link names. Raises WrongUsage."""
    if not given.link:
        raise WrongUsage(text("Name a link: --link serial:/dev/ttyUSB0?address=1, or demo:"))
    return parse(given.link)


@contextmanager
def taping(given: argparse.Namespace) -> Generator[OnTape]:
    """Put links on the tape that --record names, if it names one. Raises BadFile."""
    if not given.record:
        yield lambda link: link
        return
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
