"""A virtual machine with a real kernel, bluetoothd and an adapter, that runs commands of ours.

It sees this host's file system, so a path here is the same path there; what it writes is
thrown away. The adapter is outside, at its third serial port: boards are objects of this process.
So are technicians, each at a port of their own (`voices`).
"""

import asyncio
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tests.qemu.board import Board
from tests.qemu.errand import Errand, Outcome, Ready
from tests.qemu.kernel import Kernel, program

if TYPE_CHECKING:
    from tests.qemu.radio import Radio

REPO = Path(__file__).parents[2]
INIT = Path(__file__).with_name("init.sh")
BOOT_SECONDS = 90.0
GRACE_SECONDS = 30.0  # to begin a command, and to forget its boards
CONSOLE = "console"
LONGEST_LINE = 1 << 22
TAIL = 3000
VOICES = 2

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Broken(Exception):
    """The machine does not come up, or does not answer; its console's end is in the sentence."""


class Machine:
    """A virtual machine that is up."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        console: Path,
        radio: "Radio",
        voices: Sequence[Streams],
    ) -> None:
        self._process = process
        self._console = console
        self._radio = radio
        self.voices = voices
        self.ready = Ready("", 0.0)

    @classmethod
    @asynccontextmanager
    async def booted(cls, kernel: Kernel) -> AsyncGenerator["Machine"]:
        """Boot, and at the end pull the plug: nothing in it is kept. Raises Broken."""
        from tests.qemu.radio import Radio

        with ExitStack() as held:
            ours, theirs = zip(*(_pair(held) for _ in range(1 + VOICES)), strict=True)
            name = held.enter_context(tempfile.TemporaryDirectory(prefix="jk-qemu-"))
            folder = Path(name)
            initrd = make_initrd(kernel, folder)
            ends = [each.fileno() for each in theirs]
            async with Radio.at(ours[0]) as radio:
                process = await asyncio.create_subprocess_exec(
                    *arguments(kernel.image, initrd, folder / CONSOLE, ends[0], ends[1:]),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    limit=LONGEST_LINE,
                    pass_fds=ends,
                )
                voices = [await _streams(each) for each in ours[1:]]
                machine = cls(process, folder / CONSOLE, radio, voices)
                try:
                    line = await machine._line(BOOT_SECONDS)
                    machine.ready = msgspec.json.decode(line, type=Ready)
                    yield machine
                finally:
                    process.kill()
                    await process.communicate()
                    for _, writer in voices:
                        writer.close()

    async def run(
        self, command: Sequence[str], boards: Sequence[Board] = (), seconds: float = 90.0
    ) -> Outcome:
        """Run a command in the repository's folder while boards are on the air. Raises Broken."""
        pipe = self._process.stdin
        assert pipe is not None
        async with self._radio.around(boards):
            pipe.write(msgspec.json.encode(Errand(tuple(command), seconds)) + b"\n")
            line = await self._line(seconds + GRACE_SECONDS)
        return msgspec.json.decode(line, type=Outcome)

    async def python(
        self, *words: str, boards: Sequence[Board] = (), seconds: float = 90.0
    ) -> Outcome:
        """Run this Python with these words."""
        return await self.run([sys.executable, *words], boards, seconds)

    def take_away(self, board: Board) -> None:
        """Carry a board out of the adapter's reach."""
        self._radio.take_away(board)

    def interrupt(self, board: Board) -> None:
        """Lose the connection to a board that stays in reach."""
        self._radio.interrupt(board)

    @property
    def console(self) -> str:
        """What the machine's console said: the kernel, bluetoothd, and every command's output."""
        return self._console.read_text(errors="replace") if self._console.exists() else ""

    async def _line(self, seconds: float) -> bytes:
        pipe = self._process.stdout
        assert pipe is not None
        try:
            async with asyncio.timeout(seconds):
                line = await pipe.readline()
        except TimeoutError as late:
            raise self._broken(f"said nothing for {seconds:.0f} s") from late
        if not line.endswith(b"\n"):
            raise self._broken(f"ended by itself {line.decode(errors='replace')}")
        return line

    def _broken(self, what: str) -> Broken:
        return Broken(f"the virtual machine {what}\n{self.console[-TAIL:]}")


def _pair(held: ExitStack) -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    return held.enter_context(ours), held.enter_context(theirs)


async def _streams(end: socket.socket) -> Streams:
    return await asyncio.open_connection(sock=end, limit=LONGEST_LINE)


def arguments(
    image: Path, initrd: Path, console: Path, adapter: int, voices: Sequence[int]
) -> list[str]:
    """Return qemu's command line: serial ports to a file, to our pipes, and to the adapter.

    Behind them is a port for each voice; `adapter` and `voices` are open sockets.
    """
    share = "path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
    words = f"""
        -accel tcg,tb-size=512 -cpu max -smp 1 -m 1024
        -nodefaults -no-reboot -display none -net none
        -append "console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off cryptomgr.notests"
        -virtfs local,{share}
        -serial file:{console} -serial stdio
        -chardev socket,id=adapter,fd={adapter} -serial chardev:adapter
        -device virtio-serial
    """
    for number, voice in enumerate(voices, 1):
        words += f"""
            -chardev socket,id=voice{number},fd={voice}
            -device virtserialport,nr={number},chardev=voice{number}
        """
    files = ["-kernel", str(image), "-initrd", str(initrd)]
    return [program("qemu-system-x86_64"), *shlex.split(words), *files]


def make_initrd(kernel: Kernel, folder: Path) -> Path:
    """Make the file system that the kernel starts from, with this Python and repository in it."""
    root = folder / "root"
    put(root / "bin/busybox", Path(program("busybox")).read_bytes())
    put(root / "init", INIT.read_bytes())
    for module in kernel.modules:
        put(root / "modules" / module.name, module.read_bytes())
    settings = f"repo={shlex.quote(str(REPO))}\npython={shlex.quote(sys.executable)}\n"
    put(root / "settings", settings.encode())
    names = "\n".join(str(path.relative_to(root)) for path in sorted(root.rglob("*")))
    packed = subprocess.run(
        [program("cpio"), "-o", "-H", "newc", "--quiet"],
        cwd=root,
        input=names.encode(),
        capture_output=True,
        check=True,
    )
    initrd = folder / "initrd"
    initrd.write_bytes(packed.stdout)
    return initrd


def put(path: Path, content: bytes) -> None:
    """Write an executable file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)
