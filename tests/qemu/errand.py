"""What the host asks of the virtual machine, and what comes back: one JSON line each."""

import msgspec


class Errand(msgspec.Struct, frozen=True):
    """A command to run, bounded in time."""

    command: tuple[str, ...]
    seconds: float


class Outcome(msgspec.Struct, frozen=True):
    """What a command did: its exit code, and both of its streams as they came.

    `code` is None where its time ran out.
    """

    code: int | None
    output: str
    seconds: float


class Ready(msgspec.Struct, frozen=True):
    """The machine's first line: its kernel, and seconds since it started."""

    kernel: str
    seconds: float
