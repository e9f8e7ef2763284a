"""Bluetooth on the start page and before it: what is offered, who is asked for a code."""

import asyncio
import errno
import io
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.clock import JumpClock
from wizard.commands import nearby
from wizard.commands.first_page import start_options
from wizard.commands.lines import run as run_on
from wizard.commands.lines import typed_code
from wizard.engine.offers import Opens
from wizard.links.bluetooth_scan import Seen
from wizard.links.spec import parse
from wizard.procedure.questions import Option
from wizard.text import text, words

ROOT = Path(__file__).parents[2]
WANTED = text("The board asks for its pairing code.")
OFFERED = (
    "import sys; from wizard.commands.first_page import start_options; "
    "page = start_options()[2].page(); "
    "assert any('Bluetooth' in str(each.label) for each in page.options); "
    "sys.exit('bleak' in sys.modules or 'dbus_fast' in sys.modules)"
)


def looked_for() -> tuple[Option, ...]:
    """What the page offers that looks for boards."""
    find = start_options()[2]
    assert isinstance(find, Opens)
    return find.page().options


def test_looking_over_bluetooth_is_offered_and_nothing_of_it_is_loaded() -> None:
    assert [words(each.label) for each in looked_for()] == ["Look for boards over Bluetooth"]
    assert subprocess.run([sys.executable, "-c", OFFERED], cwd=ROOT, check=False).returncode == 0


def test_where_bleak_has_no_way_to_a_radio_nothing_is_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "freebsd14")
    assert looked_for() == ()


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (Seen("C8:47:80:12:34:56", "", None, {}), "-  C8:47:80:12:34:56  signal not known"),
        (
            Seen("C8:47:80:12:34:56", "JK_PB2A16S20P-garage-left-1234", -60, {}),
            "…0P-garage-left-1234  C8:47:80:12:34:56  -60 dBm, good",
        ),
    ],
)
async def test_a_board_without_name_or_with_a_long_one_keeps_its_address(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, told: str
) -> None:
    async def scan(_seconds: float) -> tuple[Seen, ...]:
        return (seen,)

    monkeypatch.setattr(nearby, "scan", scan)
    (look,) = nearby.nearby()
    (found,) = await look.work()
    assert (words(found.option.label), found.option.key) == (told, "ble:C8:47:80:12:34:56")
    assert found.ends("3456")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Yield the far end of a terminal that is standard input."""
    far, near = pty.openpty()
    with os.fdopen(near) as source:
        monkeypatch.setattr(sys, "stdin", source)
        yield far
    os.close(far)


@pytest.mark.parametrize(("line", "code"), [(b" 123456 \n", "123456"), (b"\n", None)])
async def test_before_there_is_a_screen_the_terminal_asks_for_a_code(
    terminal: int, capsys: pytest.CaptureFixture[str], line: bytes, code: str | None
) -> None:
    os.write(terminal, line)
    assert await typed_code(WANTED) == code
    assert capsys.readouterr().err == "The board asks for its pairing code.\n"


async def _given_up() -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(typed_code(WANTED), 0.01)


def test_a_code_that_comes_too_late_harms_nobody(terminal: int) -> None:
    asyncio.run(_given_up())
    (reading,) = (each for each in threading.enumerate() if each.name == "pairing code")
    os.write(terminal, b"123456\n")
    reading.join(10)
    assert not reading.is_alive()  # what it raised would fail the test


@pytest.mark.usefixtures("terminal")
async def test_a_terminal_that_goes_away_gives_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "read", _gone)
    assert await typed_code(WANTED) is None


def _gone(_descriptor: int, _most: int) -> bytes:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


async def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("123456\n"))
    assert await typed_code(WANTED) is None


def test_boards_on_the_line_of_an_adapter_are_offered_by_their_address() -> None:
    spec = parse("demo:")
    (found,) = run_on(spec, lambda: nearby.around(spec))
    assert words(found.option.label) == "address 1  JK_PB2A16S20P 15.41  50410000001"
    assert found.option.key == "demo:?address=1"
    assert found.ends("0001")


def test_a_silent_line_takes_no_longer_than_is_said() -> None:
    spec, clock = parse("demo:?fault=silent"), JumpClock()
    with asyncio.Runner(loop_factory=clock.new_loop) as runner:
        began = runner.get_loop().time()
        assert runner.run(nearby.around(spec)) == ()
        assert runner.get_loop().time() - began < nearby.AROUND_S
