"""A program on a pseudo-terminal, and what stands on its glass: enough of ECMA-48 for that."""

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

QUIET_S = 0.5  # a terminal that is silent for so long is at rest
PATIENCE_S = 60.0

TOKEN = re.compile(
    r"\x1b\[(?P<params>[0-9;?<=>]*)[ $]?(?P<final>[@-~])"  # CSI
    r"|\x1b[\]P_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS, APC
    r"|\x1b[ #()][0-9A-Z]|\x1b[=>78]"
    r"|(?P<char>[^\x1b])",
    re.DOTALL,
)
Cell = tuple[str, tuple[str, ...]]
PLAIN = ("", "")
CODE = re.compile(r"[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+|(?<=;)(?=;)|^(?=;)")
Reached = Callable[[bytes], bool]


@dataclass
class Glass:
    """What an xterm of a size shows after all that was written to it: characters, codes."""

    columns: int = 80
    lines: int = 24
    rows: list[list[Cell]] = field(init=False)
    x: int = 0
    y: int = 0
    codes: tuple[str, ...] = PLAIN

    def __post_init__(self) -> None:
        self.rows = [self._blank() for _ in range(self.lines)]

    def feed(self, written: str) -> None:
        for token in TOKEN.finditer(written):
            if char := token["char"]:
                self._char(char)
            elif token["final"]:
                self._control(token["params"], token["final"])

    @property
    def text(self) -> str:
        return "\n".join("".join(char for char, _ in row).rstrip() for row in self.rows)

    def _blank(self) -> list[Cell]:
        return [(" ", PLAIN)] * self.columns

    def _char(self, char: str) -> None:
        if char == "\n":
            self.y += 1
        elif char == "\r":
            self.x = 0
        elif char >= " " and self.y < self.lines and self.x < self.columns:
            self.rows[self.y][self.x] = (char, self.codes)
            self.x += 1

    def _control(self, params: str, final: str) -> None:
        numbers = [int(each) if each.isdigit() else 0 for each in params.split(";")]
        if final == "H":
            self.y = max(numbers[0], 1) - 1
            self.x = max(numbers[1] if len(numbers) > 1 else 1, 1) - 1
        elif final == "m":
            self._style(params)
        elif final == "K":
            self.rows[self.y][self.x :] = self._blank()[self.x :]
        elif final == "J":
            self.rows = [self._blank() for _ in range(self.lines)]

    def _style(self, params: str) -> None:
        ink, ground, *more = self.codes
        for code in CODE.findall(params) or ["0"]:
            if code in {"", "0"}:
                ink, ground, more = "", "", []
            elif re.fullmatch(r"3[0-79]|38;.*|9[0-7]", code):
                ink = "" if code == "39" else code
            elif re.fullmatch(r"4[0-79]|48;.*|10[0-7]", code):
                ground = "" if code == "49" else code
            else:
                more = sorted({*more, code})
        self.codes = (ink, ground, *more)


@dataclass
class Terminal:
    """The other end of a program's terminal."""

    master: int
    process: "subprocess.Popen[bytes]"
    glass: Glass
    closed: bool = False
    _decoder: IncrementalDecoder = field(default_factory=getincrementaldecoder("utf-8"))

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def until(self, wanted: str) -> bytes:
        """Read until something stands on the glass; return all up to there."""
        return self._until(lambda _read: wanted in self.glass.text)

    def until_written(self, wanted: bytes) -> bytes:
        """Read until bytes were written; return all up to there."""
        return self._until(lambda read: wanted in read)

    def _until(self, reached: Reached) -> bytes:
        read, end = b"", time.monotonic() + PATIENCE_S
        while not reached(read):
            assert time.monotonic() < end, self.glass.text
            assert not self.closed, self.glass.text
            read += self.read(0.1)
        return read

    def rest(self, quiet_s: float = QUIET_S) -> bytes:
        """Read until nothing is written any more."""
        read = b""
        while more := self.read(quiet_s):
            read += more
        return read

    def read(self, seconds: float) -> bytes:
        """Read what is written within a time."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        try:
            read = os.read(self.master, 65536) if ready else b""
        except OSError:  # the other end is closed
            self.closed = True
            return b""
        self.glass.feed(self._decoder.decode(read))
        return read


@contextmanager
def on_terminal(
    command: Sequence[str],
    more: Mapping[str, str] | None = None,
    columns: int = 80,
    lines: int = 24,
) -> Generator[Terminal]:
    """Start a program on a terminal of 256 colours, and kill it in the end."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment | dict(more or {})
    ) as process:
        os.close(slave)
        try:
            yield Terminal(master, process, Glass(columns, lines))
        finally:
            process.kill()
            os.close(master)
