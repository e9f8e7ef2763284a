"""Real pyserial on pseudo-terminals."""

import asyncio
import errno
import grp
import os
from pathlib import Path

import pytest
import serial

from tests.links.ptys import BOUND_S, Ear, cable, shut
from wizard.errors import LinkLost, LinkUnavailable
from wizard.links.serial_port import SerialLink, adapter_name

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="pseudo-terminals are POSIX")
EVERY_BYTE = bytes(range(256))


async def _far_end(descriptor: int, size: int) -> bytes:
    """Return bytes that arrived at the far end."""
    loop, arrived = asyncio.get_running_loop(), bytearray()
    whole = asyncio.Event()

    def read() -> None:
        arrived.extend(os.read(descriptor, 4096))
        if len(arrived) >= size:
            whole.set()

    loop.add_reader(descriptor, read)
    try:
        async with asyncio.timeout(BOUND_S):
            await whole.wait()
    finally:
        loop.remove_reader(descriptor)
    return bytes(arrived)


async def _refusal(path: str) -> str:
    with pytest.raises(LinkUnavailable) as refusal:
        await SerialLink(path).open(Ear())
    sentence = str(refusal.value)
    assert "\n" not in sentence
    assert path in sentence
    return sentence


@pytest.mark.parametrize("baud", [9600, 115200])
async def test_every_byte_goes_out_as_it_is(baud: int) -> None:
    with cable() as (far, path):
        link = SerialLink(path, baud)
        await link.open(Ear())
        await link.send(EVERY_BYTE)
        assert await _far_end(far, 256) == EVERY_BYTE
        await link.close()


async def test_every_byte_comes_in_as_it_is_in_chunks_of_any_size() -> None:
    with cable() as (far, path):
        ear, link = Ear(), SerialLink(path)
        await link.open(ear)
        for start, end in ((0, 1), (1, 3), (3, 200), (200, 256)):
            os.write(far, EVERY_BYTE[start:end])
            await ear.hear(end)
        assert ear.bytes == EVERY_BYTE
        await link.close()


async def test_a_pulled_adapter_is_noticed_while_nobody_asks() -> None:
    with cable() as (far, path):
        ear, link = Ear(), SerialLink(path)
        await link.open(ear)
        shut(far)
        assert path in await ear.hear_loss()
        assert ear.reasons[0].endswith("Put the adapter back in.")
        assert len(ear.reasons) == 1
        with pytest.raises(LinkLost, match="not open"):
            await link.send(b"x")


async def test_a_pulled_adapter_is_noticed_by_sending() -> None:
    with cable() as (far, path):
        link = SerialLink(path)
        await link.open(Ear())
        shut(far)
        with pytest.raises(LinkLost, match="Put the adapter back in"):
            await link.send(b"x")
        with pytest.raises(LinkLost, match="not open"):
            await link.send(b"x")


async def test_a_link_may_be_closed_twice_and_opened_again() -> None:
    with cable() as (far, path):
        ear, link = Ear(), SerialLink(path)
        await link.close()
        for n in range(1, 3):
            await link.open(ear)
            os.write(far, b"x")
            await ear.hear(n)
            await link.close()
            await link.close()
        assert ear.reasons == []


async def test_a_closed_link_delivers_nothing() -> None:
    with cable() as (far, path):
        first, second, link = Ear(), Ear(), SerialLink(path)
        await link.open(first)
        await link.close()
        await link.open(second)
        os.write(far, b"x")
        await second.hear(1)
        assert first.bytes == b""
        await link.close()


async def test_an_absent_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    sentence = await _refusal(str(tmp_path / "ttyUSB7"))
    assert "is not there. Plug in the adapter" in sentence


async def test_a_port_in_use_is_named_with_what_to_do() -> None:
    with cable() as (_, path), serial.Serial(path, exclusive=True):
        assert "in use by another program. Close it" in await _refusal(path)


async def test_a_port_that_this_program_holds_is_in_use_for_others() -> None:
    with cable() as (_, path):
        link = SerialLink(path)
        await link.open(Ear())
        assert "in use" in await _refusal(path)
        await link.close()


async def test_a_file_that_is_no_port_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"")
    assert "cannot be opened" in await _refusal(str(file))


def _forbid(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Let the operating system refuse one path; tests may run as root, whom it lets in."""
    real = os.open

    def refuse(file: str, *rest: int) -> int:
        if file == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(file, *rest)

    monkeypatch.setattr(os, "open", refuse)


async def test_a_port_without_permission_names_the_group_that_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with cable() as (_, path):
        _forbid(monkeypatch, path)
        group = grp.getgrgid(os.stat(path).st_gid).gr_name  # noqa: PTH116  a local node
        assert f"sudo usermod -aG {group} $USER" in await _refusal(path)


async def test_a_group_that_cannot_be_found_is_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = str(tmp_path / "ttyUSB7")
    _forbid(monkeypatch, path)
    assert "usermod -aG dialout $USER" in await _refusal(path)


def test_a_port_is_called_as_it_is_written() -> None:
    assert SerialLink("/dev/ttyUSB0").name == "serial:/dev/ttyUSB0"
    assert SerialLink("/dev/ttyUSB0", kind="uart").name == "uart:/dev/ttyUSB0"


def test_an_adapter_keeps_its_name_at_whatever_port_it_is(tmp_path: Path) -> None:
    device, by_id = tmp_path / "ttyUSB0", tmp_path / "by-id"
    device.touch()
    by_id.mkdir()
    lasting = by_id / "usb-1a86_USB_Serial-if00-port0"
    lasting.symlink_to(device)
    assert adapter_name(str(device), by_id) == lasting.name
    assert adapter_name(str(lasting), by_id) == lasting.name


def test_a_port_without_an_adapter_of_its_own_is_called_by_its_path(tmp_path: Path) -> None:
    assert adapter_name("/dev/ttyS0", tmp_path) == "/dev/ttyS0"
    assert adapter_name("/dev/ttyS0", tmp_path / "nothing") == "/dev/ttyS0"


@pytest.mark.parametrize("path", ["/dev/\ud800", "/dev/\0"])
def test_what_is_no_path_keeps_its_name(tmp_path: Path, path: str) -> None:
    assert adapter_name(path, tmp_path) == path


def test_a_loop_of_links_keeps_its_name(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert adapter_name(str(loop), tmp_path) == str(loop)
