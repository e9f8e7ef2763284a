"""Two programs never drive one line: the second is told who has it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.links.ptys import Ear, cable
from wizard.errors import LinkUnavailable
from wizard.links import lock
from wizard.links.lock import hold_bluetooth, hold_port
from wizard.links.serial_port import SerialLink

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from wizard.links.lock import hold_port
held = hold_port(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""
HOSTILE = "\x1b[2J\x07\u202eevil"


@pytest.fixture(autouse=True)
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the locks."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state/jk-commission/locks"


@contextmanager
def holder(path: str) -> Generator["subprocess.Popen[str]"]:
    """Another process that holds a port."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def refused(path: str) -> str:
    with pytest.raises(LinkUnavailable) as refusal:
        hold_port(path)
    return str(refusal.value)


def test_status_says_which_process_has_the_port_and_since_when(tmp_path: Path) -> None:
    with cable() as (_, path), holder(path) as other:
        done = subprocess.run(
            [sys.executable, "-m", "wizard", "status", "--link", f"serial:{path}"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
            check=False,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        )
    assert done.returncode == 3
    assert re.search(
        rf"{path} is in use by process {other.pid} since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d",
        done.stderr,
    )
    assert done.stderr.count("\n") == 1


async def test_an_open_link_is_held_and_a_closed_one_is_not() -> None:
    with cable() as (_, path):
        link = SerialLink(path)
        await link.open(Ear())
        assert f"in use by process {os.getpid()} " in refused(path)
        await link.close()
        hold_port(path).release()


async def test_a_link_that_was_pulled_out_is_held_no_more() -> None:
    with cable() as (far, path):
        ear, link = Ear(), SerialLink(path)
        await link.open(ear)
        os.close(far)
        await ear.hear_loss()
        hold_port(path).release()


async def test_a_port_that_could_not_be_opened_is_not_held(tmp_path: Path) -> None:
    path = str(tmp_path / "ttyUSB7")
    with pytest.raises(LinkUnavailable, match="is not there"):
        await SerialLink(path).open(Ear())
    hold_port(path).release()


async def test_a_link_that_is_opened_twice_stays_held() -> None:
    with cable() as (_, path):
        link = SerialLink(path)
        await link.open(Ear())
        with pytest.raises(LinkUnavailable, match="in use"):
            await link.open(Ear())
        assert "in use" in refused(path)
        await link.close()


def test_a_port_has_one_lock_by_all_its_names(tmp_path: Path) -> None:
    device, lasting = tmp_path / "ttyUSB0", tmp_path / "usb-Adapter-if00"
    lasting.symlink_to(device)
    with holder(str(device)) as other:
        assert f"{lasting} is in use by process {other.pid} " in refused(str(lasting))


def test_ports_do_not_lock_each_other(tmp_path: Path) -> None:
    with holder(str(tmp_path / "ttyUSB0")):
        hold_port(str(tmp_path / "ttyUSB1")).release()


def test_a_bluetooth_address_is_held_however_it_is_written() -> None:
    held = hold_bluetooth("C8:47:80:00:00:01")
    with pytest.raises(LinkUnavailable, match=f"c8:.* is in use by process {os.getpid()} "):
        hold_bluetooth("c8:47:80:00:00:01")
    hold_bluetooth("C8:47:80:00:00:02").release()
    held.release()
    hold_bluetooth("c8:47:80:00:00:01").release()


def test_a_killed_process_leaves_a_file_and_no_lock(tmp_path: Path, locks: Path) -> None:
    path = str(tmp_path / "ttyUSB0")
    with holder(path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        (left,) = locks.iterdir()
        assert json.loads(left.read_bytes())["pid"] == other.pid
        hold_port(path).release()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff\xfe", b"[" * 5000, b'{"pid": "1"}', b"x" * 100_000]
)
def test_what_stands_in_a_lock_file_is_not_believed(
    tmp_path: Path, locks: Path, content: bytes
) -> None:
    path = str(tmp_path / "ttyUSB0")
    held = hold_port(path)
    (file,) = locks.iterdir()
    file.write_bytes(content)
    assert refused(path) == f"{path} is in use by another run of this program. Close it."
    held.release()
    hold_port(path).release()


def test_what_stands_in_a_lock_file_steers_no_terminal(tmp_path: Path, locks: Path) -> None:
    path = str(tmp_path / "ttyUSB0")
    held = hold_port(path)
    (file,) = locks.iterdir()
    file.write_text(json.dumps({"pid": 7, "since": HOSTILE, "command": HOSTILE}))
    sentence = refused(path)
    assert "in use by process 7 since ?[2J??evil" in sentence
    assert sentence.isprintable()
    held.release()


def test_folder_and_file_are_for_their_owner_only(tmp_path: Path, locks: Path) -> None:
    hold_port(str(tmp_path / "ttyUSB0")).release()
    (file,) = locks.iterdir()
    assert locks.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path: Path, locks: Path) -> None:
    path, victim = str(tmp_path / "ttyUSB0"), tmp_path / "victim"
    victim.write_text("mine")
    hold_port(path).release()
    (file,) = locks.iterdir()
    file.unlink()
    file.symlink_to(victim)
    assert "cannot be kept for this program alone" in refused(path)
    assert victim.read_text() == "mine"


def test_without_a_place_for_locks_nothing_is_opened(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    sentence = refused("/dev/ttyUSB0")
    assert str(tmp_path / "state") in sentence
    assert sentence.endswith("Nothing was opened.")


@pytest.mark.parametrize(("mode", "taken"), [(0o700, True), (0o755, False), (0o777, False)])
def test_a_folder_of_the_login_is_taken_if_it_is_private(
    tmp_path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch, mode: int, *, taken: bool
) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir()
    runtime.chmod(mode)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert lock.folder() == (runtime / "jk-commission" if taken else locks)


def test_a_folder_of_the_login_that_is_not_there_is_not_made(
    tmp_path: Path, locks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "absent"))
    assert lock.folder() == locks
