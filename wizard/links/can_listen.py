"""Listening on a CAN bus through SocketCAN (Linux). Nothing here ever sends a frame.

An interface that is up in its normal mode acknowledges frames by itself, in hardware: it
takes part in the bus without sending any. One in listen-only mode does not. Sources: the
kernel's documentation of SocketCAN; `ip -details -json link show`.
"""

import asyncio
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Struct, field

from wizard.errors import LinkUnavailable
from wizard.text import text

INTERFACES = Path("/sys/class/net")
ARPHRD_CAN = "280"
FRAME = struct.Struct("=IB3x8s")
CAN_RAW_ERR_FILTER = 2  # of linux/can/raw.h; `socket` has no name for it
ERROR_FLAG, ID_MASK = 0x2000_0000, 0x1FFF_FFFF
ASKED_FOR_S = 5.0


@dataclass(frozen=True, slots=True)
class Interface:
    """A CAN interface: its bit rate (bit/s) and mode where the system tells them, else None."""

    name: str
    up: bool | None = None
    bit_rate: int | None = None
    listen_only: bool | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: data frames, how many different identifiers, reports of bus errors."""

    frames: int
    identifiers: int
    errors: int


def interfaces() -> tuple[str, ...]:
    """Return the names of this computer's CAN interfaces, none where it has none."""
    types = INTERFACES.glob("*/type")
    return tuple(sorted(path.parent.name for path in types if _content(path) == ARPHRD_CAN))


def _content(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""  # gone since the folder was listed


# ---- what the system tells of an interface


class _Timing(Struct):
    bitrate: int | None = None


class _Data(Struct):
    ctrlmode: tuple[str, ...] = ()
    bittiming: _Timing = field(default_factory=_Timing)


class _Info(Struct):
    info_kind: str = ""
    info_data: _Data = field(default_factory=_Data)


class _Link(Struct):
    flags: tuple[str, ...] = ()
    linkinfo: _Info = field(default_factory=_Info)


_Links = Annotated[tuple[_Link, ...], msgspec.Meta(min_length=1)]


async def described(name: str) -> Interface:
    """Return what `ip` tells of an interface; only its name where it cannot be asked."""
    tool = shutil.which("ip")
    if tool is None:
        return Interface(name)
    try:
        told = await asyncio.to_thread(_asked, tool, name)
    except (OSError, subprocess.SubprocessError):
        return Interface(name)
    return parsed(name, told)


def _asked(tool: str, name: str) -> bytes:
    command = [tool, "-details", "-json", "link", "show", "dev", name]
    return subprocess.run(  # noqa: S603  a fixed command, and the name of an interface
        command, check=True, capture_output=True, timeout=ASKED_FOR_S
    ).stdout


def parsed(name: str, told: bytes) -> Interface:
    """Return what the JSON of `ip` says of an interface; only its name where it is no such."""
    try:
        link = msgspec.json.decode(told, type=_Links)[0]
    except msgspec.MsgspecError:
        return Interface(name)
    kind, data = link.linkinfo.info_kind, link.linkinfo.info_data
    mode = "LISTEN-ONLY" in data.ctrlmode if kind == "can" else None
    return Interface(name, "UP" in link.flags, data.bittiming.bitrate, mode)


# ---- listening


def opened(name: str) -> socket.socket:
    """Return a raw socket bound to an interface, which hears errors too. Raises OSError."""
    if sys.platform != "linux":
        raise OSError("SocketCAN is there on Linux only")
    line = socket.socket(socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW)
    try:
        line.setsockopt(socket.SOL_CAN_RAW, CAN_RAW_ERR_FILTER, ID_MASK)
        line.settimeout(0)
        line.bind((name,))
    except OSError:
        line.close()
        raise
    return line


async def listen(
    name: str, seconds: float, open_line: Callable[[str], socket.socket] = opened
) -> Heard:
    """Return what is heard on an interface in some seconds. Raises LinkUnavailable."""
    try:
        with open_line(name) as line:
            return await _count(line, seconds)
    except OSError as error:
        raise LinkUnavailable(
            text("{name} cannot be listened to: {why}", name=name, why=str(error))
        ) from error


async def _count(line: socket.socket, seconds: float) -> Heard:
    loop = asyncio.get_running_loop()
    frames, errors, identifiers = 0, 0, set[int]()
    end = loop.time() + seconds
    while (left := end - loop.time()) > 0:
        try:
            raw = await asyncio.wait_for(loop.sock_recv(line, FRAME.size), left)
        except TimeoutError:
            break
        identifier = int(FRAME.unpack(raw)[0])
        if identifier & ERROR_FLAG:
            errors += 1
        else:
            frames += 1
            identifiers.add(identifier & ID_MASK)
    return Heard(frames, len(identifiers), errors)
