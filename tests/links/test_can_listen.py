"""Listening on CAN: which interfaces there are, what they are like, what is heard."""

import asyncio
import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.errors import LinkUnavailable
from wizard.links import can_listen
from wizard.links.can_listen import FRAME, Heard, Interface, described, interfaces, listen, parsed

UP_CAN = b"""[{"ifindex":3,"ifname":"can0","flags":["NOARP","UP","LOWER_UP","ECHO"],"mtu":16,
"operstate":"UP","link_type":"can","linkinfo":{"info_kind":"can","info_data":{
"ctrlmode":["LISTEN-ONLY","BERR-REPORTING"],"state":"ERROR-ACTIVE","restart_ms":0,
"bittiming":{"bitrate":500000,"sample_point":"0.875"},"clock":8000000}}}]"""
VIRTUAL = b'[{"ifname":"vcan0","flags":["NOARP","UP"],"linkinfo":{"info_kind":"vcan"}}]'
SEVERAL_S = 0.05


def network(folder: Path, types: dict[str, str]) -> Path:
    for name, kind in types.items():
        (folder / name).mkdir()
        (folder / name / "type").write_text(f"{kind}\n")
    return folder


def test_only_can_interfaces_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = network(tmp_path, {"lo": "772", "eth0": "1", "can1": "280", "can0": "280"})
    monkeypatch.setattr(can_listen, "INTERFACES", there)
    assert interfaces() == ("can0", "can1")


def test_a_computer_without_such_a_folder_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(can_listen, "INTERFACES", tmp_path / "absent")
    assert interfaces() == ()


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (UP_CAN, Interface("can0", up=True, bit_rate=500_000, listen_only=True)),
        (
            UP_CAN.replace(b'"LISTEN-ONLY",', b"").replace(b'"UP","LOWER_UP",', b""),
            Interface("can0", up=False, bit_rate=500_000, listen_only=False),
        ),
        (VIRTUAL, Interface("can0", up=True)),
        (b"[]", Interface("can0")),
        (b'[{"flags": 3}]', Interface("can0")),
        (b'Device "can0" does not exist.', Interface("can0")),
    ],
    ids=["listen-only", "down", "virtual", "nothing", "odd", "words"],
)
def test_what_ip_tells_of_an_interface(told: bytes, found: Interface) -> None:
    assert parsed("can0", told) == found


def tool(folder: Path, body: str) -> None:
    path = folder / "ip"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"printf '%s' '{UP_CAN.decode()}'", Interface("can0", True, 500_000, True)),
        ("exit 1", Interface("can0")),
    ],
)
async def test_ip_is_asked_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, found: Interface
) -> None:
    tool(tmp_path, body)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert await described("can0") == found


async def test_without_ip_only_the_name_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await described("can0") == Interface("can0")


# ---- listening


def frame(identifier: int) -> bytes:
    return FRAME.pack(identifier, 8, bytes(8))


Wire = tuple[socket.socket, Callable[[str], socket.socket]]


@pytest.fixture
def wire() -> Iterator[Wire]:
    """The far end of a bus, and what opens the near one."""
    far, near = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for end in (far, near):
        end.settimeout(0)
    with far, near:
        yield far, lambda _name: near


async def test_frames_and_errors_are_counted_and_nothing_is_sent(wire: Wire) -> None:
    far, open_line = wire
    for identifier in (0x351, 0x355, 0x351, 0x2000_0004, 0x9800_0001):
        far.send(frame(identifier))
    assert await listen("can0", SEVERAL_S, open_line) == Heard(4, 3, 1)
    with pytest.raises((BlockingIOError, ConnectionError)):  # there is nothing to receive
        far.recv(FRAME.size)


async def test_what_comes_while_it_listens_is_heard(wire: Wire) -> None:
    far, open_line = wire
    asyncio.get_running_loop().call_later(SEVERAL_S, far.send, frame(0x356))
    assert (await listen("can0", 4 * SEVERAL_S, open_line)).frames == 1


async def test_a_silent_bus_is_silent(wire: Wire) -> None:
    assert await listen("can0", SEVERAL_S, wire[1]) == Heard(0, 0, 0)


async def test_a_line_that_cannot_be_opened_is_named() -> None:
    with pytest.raises(LinkUnavailable, match="no-such-can cannot be listened to"):
        await listen("no-such-can", SEVERAL_S)


# ---- a real virtual bus, where the kernel has one


@pytest.fixture
def vcan() -> Iterator[str]:
    if shutil.which("ip") is None:
        pytest.skip("this machine has no `ip` to make a virtual CAN bus with")
    name = f"vcan{os.getpid() % 10_000}"
    if subprocess.run(["ip", "link", "add", name, "type", "vcan"], check=False).returncode:  # noqa: S607
        pytest.skip("this kernel has no virtual CAN bus, or this user may not make one")
    try:
        subprocess.run(["ip", "link", "set", name, "up"], check=True)  # noqa: S607
        yield name
    finally:
        subprocess.run(["ip", "link", "del", name], check=True)  # noqa: S607


async def test_frames_of_a_real_bus_are_heard(vcan: str) -> None:
    assert vcan in interfaces()
    assert (await described(vcan)).up
    hearing = asyncio.ensure_future(listen(vcan, 10 * SEVERAL_S))
    await asyncio.sleep(SEVERAL_S)
    with can_listen.opened(vcan) as other:
        other.send(frame(0x351))
    assert (await hearing).frames == 1
