"""What went over a link is kept without its secrets, and plays back as a link."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.links.ptys import Ear
from wizard.clock import JumpClock
from wizard.errors import BadFile, LinkLost, LinkUnavailable
from wizard.links.base import Link
from wizard.links.memory import MemoryLink
from wizard.links.tape import MOST_HELD, REMEMBERED, Tape, TapeLink

Result = TypeVar("Result")
SECRET = b"s3cret"


def _jumping(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        return runner.run(work())


def _as_it_is(_asked: Sequence[bytes], came: bytes) -> bytes:
    return came


def _hide(_asked: Sequence[bytes], came: bytes) -> bytes:
    return came.replace(SECRET, b"." * len(SECRET))


class _Talker:
    """Answers each request by chunks, each some seconds after the one before."""

    def __init__(self, *chunks: tuple[float, bytes]) -> None:
        self._chunks = chunks
        self.deliver: Callable[[bytes], None] = lambda _: None

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self.deliver = deliver

    def heard(self, data: bytes) -> None:
        loop, at = asyncio.get_running_loop(), 0.0
        for delay, chunk in self._chunks:
            at += delay
            loop.call_later(at, self.deliver, data + chunk)

    def unplugged(self) -> None:
        return


def _written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def _what(path: Path) -> list[str]:
    return [line.get("event") or f"{line['way']} {line['hex']}" for line in _written(path)]


def test_requests_chunks_and_the_links_life_are_kept_in_order(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"

    async def work() -> None:
        tape = Tape(path, _as_it_is)
        link = MemoryLink("memory:1", _Talker((0.5, b"a"), (1, b"b")))
        taped = tape.on(link)
        assert taped.name == "memory:1"
        await taped.open(Ear())
        await taped.send(b"x")
        await asyncio.sleep(2)
        await taped.send(b"y")
        await taped.close()
        await taped.close()
        await taped.open(Ear())
        link.pull()
        await taped.close()
        tape.close()

    _jumping(work)
    kept = _what(path)
    assert kept == [
        "opened",
        "out 78",
        "in 7861",
        "in 7862",
        "out 79",
        "closed",
        "opened",
        "lost",
    ]
    lines = _written(path)
    assert [round(line["t"], 1) for line in lines[:4]] == [0.0, 0.0, 0.5, 1.5]
    assert lines[-1]["reason"] == "memory:1: the cable was pulled"


def test_the_file_is_new_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    Tape(path, _as_it_is).close()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadFile, match="is there already"):
        Tape(path, _as_it_is)
    with pytest.raises(BadFile, match="No such file"):
        Tape(tmp_path / "nowhere" / "t", _as_it_is)


async def _say(path: Path, chunks: Sequence[bytes], asking: frozenset[int]) -> bytes:
    """Bring chunks over a taped link, with requests before some; return what was heard."""
    peer, tape, ear = _Talker(), Tape(path, _hide), Ear()
    taped = tape.on(MemoryLink("memory:1", peer))
    await taped.open(ear)
    for number, chunk in enumerate(chunks):
        if number in asking:
            await taped.send(b"?")
        peer.deliver(chunk)
    await taped.close()
    tape.close()
    return ear.bytes


@given(st.data())
def test_no_chunking_and_no_request_lets_a_secret_through(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    came = data.draw(st.lists(st.sampled_from([SECRET, b"x" * 290, b"s3", b"\0"])).map(b"".join))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(came)), max_size=6)))
    chunks = [came[a:b] for a, b in zip([0, *cuts], [*cuts, len(came)], strict=True)]
    asking = data.draw(st.frozensets(st.integers(0, 6)))
    path = tmp_path_factory.mktemp("tape") / "t"
    assert asyncio.run(_say(path, chunks, asking)) == came
    lines = [line for line in _written(path) if line.get("way") == "in"]
    kept = [bytes.fromhex(line["hex"]) for line in lines]
    assert [len(chunk) for chunk in kept] == [len(chunk) for chunk in chunks]
    for line, chunk, was in zip(lines, kept, chunks, strict=True):
        assert line.get("redacted", False) == (chunk != was)
    if not asking:
        assert b"".join(kept) == _hide((), came)


async def test_the_end_of_a_secret_is_hidden_though_a_request_came_between(tmp_path: Path) -> None:
    await _say(tmp_path / "t", [SECRET[:2], SECRET[2:]], frozenset({1}))
    assert _what(tmp_path / "t")[-2] == "in " + b"....".hex()


async def test_a_line_that_is_only_listened_to_is_written_bit_by_bit(tmp_path: Path) -> None:
    peer, tape = _Talker(), Tape(tmp_path / "t", _hide)
    taped = tape.on(MemoryLink("memory:1", peer))
    await taped.open(Ear())
    for _ in range(2 * MOST_HELD // REMEMBERED):
        peer.deliver(bytes(REMEMBERED))
    assert len(_written(tmp_path / "t")) > MOST_HELD // REMEMBERED
    await taped.close()
    tape.close()


async def test_a_link_that_cannot_be_opened_leaves_its_attempt(tmp_path: Path) -> None:
    link = MemoryLink("memory:1", _Talker())
    await link.open(Ear())
    tape = Tape(tmp_path / "t", _as_it_is)
    with pytest.raises(LinkUnavailable):
        await tape.on(link).open(Ear())
    tape.close()
    assert _what(tmp_path / "t") == ["opened"]


# ---- playing


def _tape(path: Path, *lines: Mapping[str, object]) -> TapeLink:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "ascii")
    return TapeLink(path)


OPENED = {"t": 0, "event": "opened", "link": "memory:1"}
ASKED = {"t": 1, "way": "out", "hex": "78"}
CAME = {"t": 1.5, "way": "in", "hex": "6162", "redacted": True}
LOST = {"t": 9, "event": "lost", "reason": "pulled {out}"}


def test_a_tape_answers_as_it_did_at_the_time_it_did(tmp_path: Path) -> None:
    async def work() -> tuple[bytes, float, list[str]]:
        ear, link = Ear(), _tape(tmp_path / "t", OPENED, ASKED, CAME, LOST)
        loop = asyncio.get_running_loop()
        await link.open(ear)
        start = loop.time()
        await link.send(b"x")
        heard = await ear.hear(2)
        seconds = loop.time() - start
        await ear.hear_loss()
        return heard, round(seconds, 1), ear.reasons

    assert _jumping(work) == (b"ab", 0.5, ["pulled {out}"])


def test_another_request_is_named_with_the_line(tmp_path: Path) -> None:
    async def work() -> None:
        link = _tape(tmp_path / "t", OPENED, ASKED)
        await link.open(Ear())
        with pytest.raises(LinkLost, match="line 2 has `out 78`, not: 79 7a"):
            await link.send(b"yz")
        with pytest.raises(LinkLost, match="is at its end, not at: 79"):
            await link.send(b"y")

    _jumping(work)


def test_a_tape_opens_as_often_as_it_did(tmp_path: Path) -> None:
    async def work() -> int:
        closed = {"t": 2, "event": "closed"}
        link = _tape(tmp_path / "t", OPENED, ASKED, CAME, closed, OPENED)
        await link.open(Ear())
        with pytest.raises(LinkUnavailable, match="line 2 has `out 78`, not: opened"):
            await link.open(Ear())
        link = TapeLink(tmp_path / "t")
        await link.open(Ear())
        await link.send(b"x")
        await link.close()
        await link.close()
        await link.open(Ear())
        await link.close()
        return link.left

    assert _jumping(work) == 0


@pytest.mark.parametrize("line", ["no json", "[]", '{"t": 0, "colour": 1}', "{}"])
def test_a_file_that_is_no_tape_is_named_with_the_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "t").write_text(json.dumps(OPENED) + f"\n{line}\n")
    with pytest.raises(BadFile, match="line 2 is no line of a tape"):
        TapeLink(tmp_path / "t")


def test_what_was_recorded_plays_back(tmp_path: Path) -> None:
    path = tmp_path / "t"

    async def talk(link: Link) -> bytes:
        ear = Ear()
        await link.open(ear)
        for request in (b"one", b"two"):
            await link.send(request)
            await asyncio.sleep(1)
        await link.close()
        return ear.bytes

    async def record() -> bytes:
        tape = Tape(path, _as_it_is)
        heard = await talk(tape.on(MemoryLink("memory:1", _Talker((0.1, b"!"), (0.2, b"?")))))
        tape.close()
        return heard

    assert _jumping(record) == _jumping(lambda: talk(TapeLink(path))) != b""
