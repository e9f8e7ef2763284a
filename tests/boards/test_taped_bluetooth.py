"""A tape of a Bluetooth board holds no password, however it was cut, and plays back."""

import asyncio
import json
from collections.abc import Callable, Sequence
from itertools import combinations, cycle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.boards.peers import jumping
from tests.links.ptys import Ear
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.boards.redaction import redact
from wizard.links.base import Link
from wizard.links.memory import MemoryLink
from wizard.links.tape import MOST_HELD, Tape, TapeLink
from wizard.protocol.ble import Ask, BleStream, Dialect, Put, encode
from wizard.protocol.ble.stream import NOISE, RECEIPT
from wizard.protocol.catalogue import SETTING
from wizard.protocol.framing import MAGIC, SIZE, Frame, checksum
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth_air import SIZES, Chunking, Noise
from wizard.simulator.bluetooth_create import BluetoothSimulation, create_bluetooth

DEVICE, SETTING_WORD = b"DEVICE-PASSWORD!", b"SETTING-PASSWORD"
ASK_INFO, ASK_SETTINGS = encode(Ask(Table.INFO)), encode(Ask(Table.SETTINGS))
TELL = encode(Put(Dialect.JK02_32S, SETTING["cell_ovp"], SETTING["cell_ovp"].low))


def _frame(kind: int) -> bytes:
    body = bytearray(MAGIC + bytes([kind, 5]) + bytes(range(200)) + bytes(93))
    if kind == 3:
        body[62:78], body[118:134] = DEVICE, SETTING_WORD
    return bytes(body) + bytes([checksum(bytes(body) + b"\0")])


INFO, SETTINGS, STATUS = _frame(3), _frame(1), _frame(2)
INFO_IN_NOISE = INFO[:68] + NOISE + INFO[68:125] + NOISE + INFO[125:]
CAME = INFO_IN_NOISE + RECEIPT + SETTINGS + INFO + NOISE + RECEIPT


def _secret(kept: bytes) -> bool:
    """Whether four bytes in a row of a password are there."""
    parts = [secret[n : n + 4] for secret in (DEVICE, SETTING_WORD) for n in range(13)]
    return any(part in kept for part in parts)


class _Told:
    """A board that says what a test lets it say."""

    def __init__(self) -> None:
        self.say: Callable[[bytes], None] = lambda _: None

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self.say = deliver

    def heard(self, data: bytes) -> None:
        """Answer nothing by itself."""

    def unplugged(self) -> None:
        """Say nothing more."""


# ---- what may be kept


def test_whole_frames_receipts_and_noise_are_kept_but_for_passwords() -> None:
    kept = redact([ASK_INFO], CAME + STATUS)
    frames = [each for each in BleStream().feed(kept) if isinstance(each, Frame)]
    assert [frame.kind for frame in frames] == [3, 1, 3, 2]
    assert frames[0].data[62:78] == frames[0].data[118:134] == bytes(16)
    assert frames[0].data[78:118] == INFO[78:118]
    assert (kept.count(NOISE), kept.count(RECEIPT)) == (3, 2)
    assert (kept[-SIZE:], len(kept)) == (STATUS, len(CAME + STATUS))


@pytest.mark.parametrize("size", [20, 128, 150, 244])
def test_no_lost_notifications_let_a_password_through(size: int) -> None:
    pieces = [CAME[at : at + size] for at in range(0, len(CAME), size)]
    for first, last in combinations(range(len(pieces) + 1), 2):
        came = b"".join(pieces[:first] + pieces[last:])
        kept = redact([ASK_SETTINGS, TELL], came)
        assert len(kept) == len(came)
        assert not _secret(kept), (first, last)


# ---- what reaches the disk


def _came(path: Path) -> bytes:
    lines = [json.loads(line) for line in path.read_text("ascii").splitlines()]
    return b"".join(bytes.fromhex(line["hex"]) for line in lines if line.get("way") == "in")


async def _say(path: Path, asked: Sequence[bytes], chunks: Sequence[bytes]) -> bytes:
    """Say a chunk before each of some requests and the last one behind them."""
    peer, tape = _Told(), Tape(path, redact)
    taped = tape.on(MemoryLink("memory:1", peer))
    await taped.open(Ear())
    for number, chunk in enumerate(chunks):
        peer.say(chunk)
        if number < len(asked):
            await taped.send(asked[number])
    await taped.close()
    tape.close()
    return _came(path)


async def test_no_command_between_the_parts_of_a_frame_lets_a_password_through(
    tmp_path: Path,
) -> None:
    came = INFO_IN_NOISE + RECEIPT
    for cut in range(len(came) + 1):
        chunks = [b"", came[:cut], came[cut:]]
        kept = await _say(tmp_path / str(cut), [ASK_INFO, ASK_SETTINGS], chunks)
        assert len(kept) == len(came)
        assert not _secret(kept), cut


@pytest.mark.parametrize("cut", range(0, SIZE, 10))
async def test_the_rest_of_a_frame_that_another_asked_for_is_hidden(
    tmp_path: Path, cut: int
) -> None:
    kept = await _say(tmp_path / "t", [ASK_INFO], [INFO[cut:], RECEIPT])
    assert not _secret(kept)
    assert kept.endswith(RECEIPT)


@given(st.lists(st.integers(1, 200), min_size=1), st.sets(st.integers(0, 40), max_size=4))
def test_no_chunking_lets_a_password_through(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], asking: set[int]
) -> None:
    line, chunks = CAME * 2, list[bytes]()
    for size in cycle(sizes):
        chunks.append(line[:size])
        line = line[size:]
        if not line:
            break
    joined = [b"", *_joined(chunks, asking)]
    path = tmp_path_factory.mktemp("tape") / "t"
    kept = asyncio.run(_say(path, [ASK_INFO, *[ASK_SETTINGS] * (len(joined) - 2)], joined))
    assert not _secret(kept)
    assert len(kept) == 2 * len(CAME)


def _joined(chunks: Sequence[bytes], cuts: set[int]) -> list[bytes]:
    """Return chunks joined where nobody asks in between."""
    found = [b""]
    for number, chunk in enumerate(chunks):
        if number in cuts:
            found.append(b"")
        found[-1] += chunk
    return found


# ---- boards on a tape


SECRETS = (b"1234", b"123456")
STATUSES = 2 * MOST_HELD // SIZE  # more than a tape holds back


async def _told(link: Link) -> tuple[object, ...]:
    board = BluetoothFarEnd(link).board()
    told: tuple[object, ...] = await board.identity(), await board.settings()
    statuses = [await board.status() for _ in range(STATUSES)]
    await board.write(SETTING["cell_ovp"], SETTING["cell_ovp"].low)
    told = (*told, *statuses, await board.every_setting())
    await board.secrets()
    await board.close()
    return told


async def _taped(path: Path, made: BluetoothSimulation) -> tuple[object, ...]:
    tape = Tape(path, redact)
    try:
        return await _told(tape.on(MemoryLink("memory:1", made.peer)))
    finally:
        tape.close()


@pytest.mark.parametrize("noise", ["none", "between"])
@pytest.mark.parametrize("chunking", [*SIZES, "any"])
def test_a_tape_of_a_board_plays_back_and_holds_no_password(
    tmp_path: Path, chunking: Chunking, noise: Noise
) -> None:
    path = tmp_path / "tape"
    made = create_bluetooth(chunking=chunking, noise=noise)
    told = jumping(lambda: _taped(path, made))
    assert not any(secret in _came(path) for secret in SECRETS)
    assert jumping(lambda: _told(TapeLink(path))) == told


@pytest.mark.parametrize("chunking", ["20", "any"])
def test_a_module_that_speaks_into_frames_brings_no_password_onto_the_tape(
    tmp_path: Path, chunking: Chunking
) -> None:
    made = create_bluetooth(chunking=chunking, noise="inside")
    jumping(lambda: _taped(tmp_path / "tape", made))
    came = _came(tmp_path / "tape")
    assert not any(secret in came for secret in SECRETS)
    assert NOISE in came
