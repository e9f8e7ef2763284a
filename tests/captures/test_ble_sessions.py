"""Whole recorded sessions play back, and what the app wrote is what this library writes."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.captures import corpus
from tests.captures.corpus import Capture
from wizard.protocol.ble import (
    REGISTERS,
    Ask,
    BleStream,
    Command,
    Dialect,
    NotEncodable,
    Put,
    Received,
    encode,
)
from wizard.protocol.catalogue import WRITABLE
from wizard.protocol.dialects import evidence
from wizard.protocol.framing import Frame
from wizard.protocol.layout import Table

pytestmark = corpus.needed

PAUSE_S = 2  # longer ones are cut out of a recording: bytes on both sides do not belong together
ASKED = {0x96: Table.SETTINGS, 0x97: Table.INFO}
VALUE = 6  # offset of a command's value

Event = Frame | Received

NOT_BUILT: dict[tuple[str, int], str] = {
    ("JK02_32S", 0xB5): "the minutes for which emergency mode takes the protections away",
    **{
        ("JK04", code): "balancers are read only: every number but one means something else to"
        " other dialects, and 0x44 scales all voltages"
        for code in (0x1C, 0x20, 0x44, 0x64, 0x68, 0x6C)
    },
}
"""What the app wrote and this library does not, with the reason."""


@cache
def _sessions() -> dict[str, dict[str, Any]]:
    if not corpus.FILE.exists():
        return {}
    found: list[dict[str, Any]] = json.loads(corpus.FILE.read_text("utf-8"))
    return {each["id"]: each for each in found if each["kind"] == "session"}


def _stretches(session: dict[str, Any]) -> Iterator[list[bytes]]:
    """Yield the notifications of a session in their order, parted at its pauses."""
    chunks: list[bytes] = []
    last = 0.0
    for seconds, _, operation, _, data in session["events"]:
        if operation != "Notify":
            continue
        if chunks and seconds - last > PAUSE_S:
            yield chunks
            chunks = []
        last = seconds
        chunks.append(bytes.fromhex(data))
    yield chunks


def _played(stretches: Iterator[list[bytes]]) -> list[Event]:
    found: list[Event] = []
    for chunks in stretches:
        stream = BleStream()
        found += [each for chunk in chunks for each in stream.feed(chunk)]
    return found


def _rechunked(chunks: list[bytes], chance: random.Random) -> list[bytes]:
    """Return the same bytes in other pieces."""
    line, pieces = b"".join(chunks), list[bytes]()
    while line:
        size = chance.choice((1, 4, 20, 80, 128, 150, 384, chance.randint(1, 900)))
        pieces.append(line[:size])
        line = line[size:]
    return pieces


@pytest.mark.parametrize("name", _sessions())
def test_a_session_plays_back_with_all_its_frames_and_receipts(name: str) -> None:
    session = _sessions()[name]
    found = _played(_stretches(session))
    kinds = Counter(str(each.kind) for each in found if isinstance(each, Frame))
    known = session["expected"]
    assert kinds == known["valid_frames_by_type"]["value"]
    assert len(found) - kinds.total() == known["acks"]["value"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", _sessions())
def test_a_session_in_other_chunks_plays_back_alike(name: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  pieces, no secret
    session = _sessions()[name]
    found = _played(_rechunked(chunks, chance) for chunks in _stretches(session))
    assert found == _played(_stretches(session))


@pytest.mark.parametrize("name", _sessions())
def test_the_board_of_a_session_is_of_its_dialect_at_every_moment(name: str) -> None:
    session = _sessions()[name]
    latest: dict[Table, Frame] = {}
    judged = 0
    for event in _played(_stretches(session)):
        if isinstance(event, Frame) and event.table is not None:
            latest[event.table] = event
        if len(latest) == len(Table):
            frames = latest[Table.INFO], latest[Table.SETTINGS], latest[Table.STATUS]
            assert evidence(*frames) is Dialect(session["variant"])
            judged += 1
    assert judged


def _writes() -> list[tuple[str, str, bytes]]:
    """Return everything that the app wrote: what it is part of, the dialect, the bytes."""
    single = [
        (each["id"], each["variant"], corpus.frame(each)) for each in corpus.of("ble", "app_write")
    ]
    return single + [
        (name, session["variant"], bytes.fromhex(event[4]))
        for name, session in _sessions().items()
        for event in session["events"]
        if event[2] == "WriteCmd"
    ]


def _command(dialect: Dialect, code: int, value: bytes) -> Command:
    """Return the command with which this library says what the app said."""
    if code in ASKED:
        return Ask(ASKED[code])
    keys = [key for key, row in REGISTERS[dialect].items() if row.code == code]
    if not keys:
        raise NotEncodable
    row = WRITABLE[keys[0]]
    signed = REGISTERS[dialect][row.key].form.value.islower()
    raw = int.from_bytes(value, "little", signed=signed)
    return Put(dialect, row, Decimal(raw) * row.scale)


def _differs(variant: str, sent: bytes) -> bool:
    """Whether what the app sent differs from ours before the padding."""
    end = VALUE + sent[5]
    return encode(_command(Dialect(variant), sent[4], sent[VALUE:end]))[:end] != sent[:end]


def test_what_the_app_wrote_comes_out_to_the_byte_up_to_the_padding(
    record_property: Callable[[str, object], None],
) -> None:
    built = [each for each in _writes() if (each[1], each[2][4]) not in NOT_BUILT]
    record_property("app writes, built", (len(_writes()), len(built)))
    assert len(built) > len(_writes()) / 2
    assert [each for each in built if _differs(each[1], each[2])] == []


def test_what_is_not_built_cannot_be_built_and_was_all_recorded() -> None:
    refused = {(variant, sent[4]) for _, variant, sent in _writes()} & NOT_BUILT.keys()
    assert refused == NOT_BUILT.keys()
    for variant, code in NOT_BUILT:
        with pytest.raises(NotEncodable):
            _command(Dialect(variant), code, bytes(4))


@pytest.mark.parametrize("capture", corpus.of("ble", "app_write"), ids=corpus.named)
def test_what_is_known_of_an_app_write_is_what_it_says(capture: Capture) -> None:
    sent, known = corpus.frame(capture), capture["expected"]
    number = known.get("register", known.get("command", {}))
    assert sent[4] == number.get("value")
    assert sent[5] == known["data_length"]["value"]
    assert sent[-1] == sum(sent[:-1]) & 0xFF
