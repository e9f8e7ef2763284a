"""Over a real SSH connection: a line that drops, and a walk in Polish inside tmux."""

import fcntl
import os
import pwd
import select
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import termios
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from tests.whole.program import (
    PROGRAM,
    environment,
    events,
    quick,
    remembered_ovp,
    types,
    until,
)
from tests.whole.shifting import prepared, shift
from tests.whole.terminal import Terminal
from wizard.language import voice
from wizard.text import text, words

SYSTEM = "/usr/sbin:/usr/local/sbin:/sbin"
SSHD = shutil.which("sshd", path=f"{SYSTEM}:{os.environ.get('PATH', '')}")
SSH, KEYGEN = shutil.which("ssh"), shutil.which("ssh-keygen")
PRIVILEGES = Path("/run/sshd")  # a daemon started as root wants it, empty
DEADLINE_S = 10
ORIGINAL_MV = 3650
POLL_S, STUCK = 0.02, 50  # so often in a row it was full: nobody reads it any more
LARGE = ((60, 200), (60, 199))  # rows, columns: few repaints fill what lies between
HANDED_ON = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "PYTHONPATH")


@dataclass(frozen=True)
class Server:
    """An SSH server of this test's own, with a client's key that it lets in."""

    folder: Path
    port: int

    def command(self, home: Path, *command: str) -> list[str]:
        """Return the client's command that runs another one in a session on a terminal."""
        given = environment(home)
        named = [f"{name}={given[name]}" for name in HANDED_ON]
        program = shlex.join(["env", *named, *command])
        options = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "IdentitiesOnly": "yes",
            "LogLevel": "ERROR",
        }
        return [
            str(SSH), "-tt", "-F", "none", "-p", str(self.port), "-i", str(self.folder / "client"),
            *(f"-o{name}={value}" for name, value in options.items()),
            f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1", f"exec {program}",
        ]  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Generator[Server]:
    if SSHD is None or SSH is None or KEYGEN is None:
        assert not os.environ.get("CI"), "SSH is missing: see tests/system-packages.txt"
        pytest.skip("openssh-server and openssh-client are not installed")
    folder, port = tmp_path / "ssh", _free_port()
    folder.mkdir(mode=0o700)
    for name in ("host", "client"):
        subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "config").write_text(_config(folder, port), "ascii")
    if os.getuid() == 0:
        PRIVILEGES.mkdir(mode=0o755, exist_ok=True)
    daemon = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", folder / "config"], stderr=subprocess.DEVNULL
    )
    until(lambda: _answers(port), "the server")
    yield Server(folder, port)
    daemon.terminate()
    daemon.wait()


def _config(folder: Path, port: int) -> str:
    return "\n".join(
        (
            f"Port {port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {folder}/host",
            f"AuthorizedKeysFile {folder}/client.pub",
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "PermitRootLogin prohibit-password",
            "",
        )
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def connection(server: Server, home: Path, *command: str) -> Generator[Terminal]:
    """Run a command in an SSH session; yield the client's terminal."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    client = subprocess.Popen(
        server.command(home, *command),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(ours, client)
    finally:
        client.kill()
        client.wait()
        os.close(ours)


@dataclass(frozen=True)
class Far:
    """The program at the far end of a connection, and the terminal that it writes to."""

    pid: int
    tty: int

    def full(self) -> bool:
        """Whether the terminal takes nothing more, since nobody reads."""
        return not select.select([], [self.tty], [], 0)[1]

    def gone(self) -> bool:
        """Whether the program has ended."""
        return not _runs(self.pid)


@contextmanager
def far_end(home: Path) -> Generator[Far]:
    """Look at the only program that runs in a home."""
    mark = f"XDG_DATA_HOME={environment(home)['XDG_DATA_HOME']}".encode()
    (pid,) = [found for found in _processes() if _is_program(found, mark)]
    tty = os.open(f"/proc/{pid}/fd/1", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        yield Far(pid, tty)
    finally:
        os.close(tty)


def _processes() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _is_program(pid: int, mark: bytes) -> bool:
    try:
        given = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False  # it ended meanwhile, or is another user's
    return mark in given and b"wizard" in words


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _stall(client: "subprocess.Popen[bytes]", far: Far) -> None:
    """Stop the client, and have the program paint until all that lies between is full."""
    client.send_signal(signal.SIGSTOP)
    end, found_full = time.monotonic() + 30, 0
    for rows, columns in cycle(LARGE):
        fcntl.ioctl(far.tty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        select.select([], [], [], POLL_S)
        found_full = found_full + 1 if far.full() else 0
        if found_full == STUCK:
            return
        assert time.monotonic() < end, "the terminal never filled"


def test_limits_come_back_while_nobody_reads_and_a_new_connection_goes_on(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    memory = prepared(tmp_path, DEADLINE_S)
    with connection(server, tmp_path, *PROGRAM, "resume") as screen:
        shift(tmp_path, screen)
        assert remembered_ovp(memory) < ORIGINAL_MV
        with far_end(tmp_path) as far:
            _stall(screen.process, far)
            until(lambda: "shift_closed" in types(tmp_path), "limits restored", DEADLINE_S + 20)
            assert far.full()
            closed = next(e for e in events(tmp_path) if e["type"] == "shift_closed")
            assert closed["why"] == "deadline"
            assert remembered_ovp(memory) == ORIGINAL_MV
            until(lambda: types(tmp_path)[-1] == "step_judged", "the verdict")
            screen.process.kill()
            until(far.gone, "the end of the program behind a dropped line", 10)
    assert events(tmp_path)[-1] == {"type": "left", "why": "quit"}
    with connection(server, tmp_path, *PROGRAM, "resume") as screen:
        screen.await_text(b"Take the step again")
        screen.press(b"1\r")
        screen.await_text(b"breaker")
        assert types(tmp_path)[-2:] == ["resumed", "step_started"]
        with far_end(tmp_path) as far:
            screen.process.kill()
            until(far.gone, "the end", 10)
    assert events(tmp_path)[-1] == {"type": "left", "why": "quit"}
    assert remembered_ovp(memory) == ORIGINAL_MV


# ---- a walk from a far terminal in Polish, whose locale is installed nowhere

STEPS = frozenset(
    {"particulars", "pack-limits", "condition", "harness-3", "harness-steps", "connect"}
)
POLISH = ("LANG=pl_PL.UTF-8", "LANGUAGE=", "LC_ALL=", "LC_MESSAGES=")
TMUX = shutil.which("tmux")


def in_polish(msgid: str) -> str:
    """Return a sentence as a Polish screen has it."""
    return words(text(msgid), voice("pl"))


@dataclass
class FarPane:
    """A tmux at the far end, looked at from beside; its keys come over the connection."""

    socket: Path
    before: str = ""

    @property
    def new_session(self) -> tuple[str, ...]:
        """The command of a tmux whose whole 80 by 24 are the program's."""
        config = self.socket.with_suffix(".conf")
        config.write_text("set -g status off\nset -g escape-time 0\n", "ascii")
        return (str(TMUX), "-S", str(self.socket), "-f", str(config), "new-session")

    def picture(self) -> str:
        """Return what stands in the pane."""
        done = subprocess.run(
            [str(TMUX), "-S", str(self.socket), "capture-pane", "-p"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout

    def waits(self) -> bool:
        """Whether something else than before stands there, still, and Enter goes on."""
        seen = self.picture()
        keys = "\n".join(seen.rstrip().splitlines()[-2:])  # in long words they take two rows
        return seen != self.before and " Enter " in keys and seen == self.picture()

    def next(self, screen: Terminal) -> str:
        """Wait until Enter goes on from something new; return what stands in the pane."""
        until(lambda: screen.read() and self.waits(), f"something after {self.before}")
        self.before = self.picture()
        return self.before


@pytest.mark.skipif(TMUX is None and not os.environ.get("CI"), reason="tmux is not installed")
def test_a_walk_in_polish_inside_tmux_ends_in_a_polish_report(
    tmp_path: Path, server: Server
) -> None:
    checklist = quick(tmp_path, steps=STEPS)
    pane, end = FarPane(tmp_path / "tmux"), f" Enter {in_polish('leave')}"
    program = shlex.join([*PROGRAM, "--demo", "--checklist", str(checklist)])
    with connection(server, tmp_path, *POLISH, *pane.new_session, program) as screen:
        assert f"F10 {in_polish('leave')}" in pane.next(screen)
        screen.press(b"\r")
        while end not in pane.next(screen):
            screen.press(b"\r")
        screen.press(b"\r")
        until(lambda: screen.process.poll() is not None, "the end of the session")
    assert types(tmp_path).count("step_judged") == len(STEPS)
    pages = list((tmp_path / "data/jk-commission/reports").glob("*-pl.html"))
    assert len(pages) == 1
