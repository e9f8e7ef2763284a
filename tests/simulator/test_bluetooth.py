"""A board over Bluetooth: order and time of its answers, its module, its end."""

import asyncio
from itertools import pairwise

import pytest

from tests.simulator.bluetooth_talk import (
    FRAME,
    INFO,
    RECEIPT,
    SETTINGS,
    Heard,
    command,
    converse,
    word,
)
from tests.simulator.talk import jumping
from wizard.errors import LinkLost
from wizard.links.memory import MemoryLink
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.bluetooth_air import Chunking, Radio
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.text import Text

PLAIN = Radio(chunking="244")
ASKED = ((0.0, command(INFO)), (1.0, command(SETTINGS)))


def _face(radio: Radio = PLAIN, firmware: str = "15.41") -> BluetoothFace:
    return create_bluetooth(firmware=firmware, radio=radio).peer


def test_0x97_brings_the_information_and_then_a_receipt() -> None:
    heard = converse(_face(), ASKED[:1])
    assert heard.kinds == [3]
    assert heard.stream == heard.frames[0] + RECEIPT


def test_0x96_brings_settings_receipt_and_then_the_status_for_good() -> None:
    heard = converse(_face(firmware="11.288H"), [(0.0, command(SETTINGS))], 60)
    assert heard.kinds == [1] + [2] * (len(heard.kinds) - 1)
    assert heard.stream[FRAME:][: len(RECEIPT)] == RECEIPT
    assert len(heard.kinds) > 100


def test_0x96_brings_the_information_too_on_a_newer_board_with_a_counter_of_its_own() -> None:
    heard = converse(_face(firmware="14.20"), [(0.0, command(SETTINGS))], 2)
    assert heard.kinds[:3] == [1, 3, 2]
    assert heard.frames[1][5] == 0xA5
    assert heard.stream[2 * FRAME :].startswith(RECEIPT)


def test_the_status_comes_every_half_second() -> None:
    heard = converse(_face(Radio(chunking="244")), [(0.0, command(SETTINGS))], 20)
    begins = [moment for moment, data in heard.arrived if data[4:5] == b"\x02" and len(data) == 244]
    assert {round(later - sooner, 2) for sooner, later in pairwise(begins)} == {0.5}


def test_answers_carry_the_counter_of_the_next_status_and_do_not_advance_it() -> None:
    heard = converse(_face(firmware="11.288H"), [*ASKED, (3.0, command(INFO))])
    counters = [frame[5] for frame in heard.frames]
    statuses = [frame[5] for frame in heard.frames if frame[4] == 2]
    assert statuses == list(range(len(statuses)))
    assert all(sooner <= later <= sooner + 1 for sooner, later in pairwise(counters))


@pytest.mark.parametrize(
    "data",
    [command(INFO)[:-1] + b"\x00", command(INFO)[:19], command(INFO) + b"\0", b"AT\r\n", b""],
    ids=["wrong sum", "short", "long", "noise", "nothing"],
)
def test_what_is_no_command_gets_no_answer(data: bytes) -> None:
    face = _face()
    assert converse(face, [(0.0, data)]).arrived == []
    assert face.commands == []


def test_every_write_is_receipted_between_62_and_251_ms_after_it() -> None:
    sent = [(float(n), word(0x01 + n, n)) for n in range(30)]
    receipts = converse(_face(), sent, 32).receipts
    assert len(receipts) == len(sent)
    delays = [moment - asked for moment, (asked, _) in zip(receipts, sent, strict=True)]
    assert min(delays) >= 0.062
    assert max(delays) <= 0.251
    assert len(set(delays)) > 10


@pytest.mark.parametrize("number", [0x23, 0x26, 0x3A, 0x77, 0x9C, 0xA8, 0xEE])
def test_what_a_board_does_not_know_is_receipted_and_changes_nothing(number: int) -> None:
    simulation = create_bluetooth(radio=PLAIN)
    before = simulation.peer.frame(Table.SETTINGS), simulation.peer.frame(Table.INFO)
    assert len(converse(simulation.peer, [(0.0, word(number, 1))], 0.5).receipts) == 1
    after = simulation.peer.frame(Table.SETTINGS), simulation.peer.frame(Table.INFO)
    assert before == after


def test_nothing_comes_behind_the_end_of_a_connection() -> None:
    async def work() -> tuple[int, int]:
        face, heard = _face(), Heard()
        face.plugged(lambda data: heard.arrived.append((0.0, data)))
        face.heard(command(SETTINGS))
        await asyncio.sleep(5)
        face.heard(command(INFO))
        face.unplugged()
        before = len(heard.arrived)
        await asyncio.sleep(5)
        return before, len(heard.arrived)

    before, after = jumping(work)
    assert before == after > 10


def test_the_status_has_to_be_asked_for_anew_on_each_connection() -> None:
    face = _face()
    assert 2 in converse(face, ASKED).kinds
    assert converse(face, ASKED[:1]).kinds == [3]


@pytest.mark.parametrize(
    ("chunking", "sizes"),
    [
        ("20", [20] * 15),
        ("128+22", [128, 22, 128, 22]),
        ("150", [150, 150]),
        ("244", [244, 56]),
        ("glued", [128, 128, 64]),
    ],
)
def test_a_frame_comes_in_the_pieces_of_its_module(chunking: Chunking, sizes: list[int]) -> None:
    heard = converse(_face(Radio(chunking=chunking)), ASKED[:1])
    assert [len(data) for _, data in heard.arrived][: len(sizes)] == sizes
    assert heard.stream == heard.frames[0] + RECEIPT


@pytest.mark.parametrize("seed", range(5))
def test_pieces_cut_anywhere_still_make_up_whole_frames(seed: int) -> None:
    heard = converse(_face(Radio(chunking="any", seed=seed)), ASKED, 10)
    whole = len(heard.frames) * FRAME + heard.stream.count(RECEIPT) * len(RECEIPT)
    assert len(set(map(len, (data for _, data in heard.arrived)))) > 10
    assert len(heard.stream) - whole < FRAME
    assert len(heard.frames) > 15


def test_a_frame_under_way_is_finished_before_an_answer() -> None:
    sent = [ASKED[1], *((2.0 + n / 50, command(INFO)) for n in range(50))]
    heard = converse(_face(Radio(chunking="20")), sent, 12)
    assert heard.kinds.count(3) == 51
    bare = heard.stream.replace(RECEIPT, b"")
    assert bare.startswith(b"".join(heard.frames))


def test_noise_comes_all_the_time_but_never_inside_a_frame() -> None:
    heard = converse(_face(Radio(noise="between")), ASKED, 30)
    assert heard.stream.count(b"AT\r\n") > 100
    assert (
        heard.stream.replace(b"AT\r\n", b"")
        .replace(RECEIPT, b"")
        .startswith(b"".join(heard.frames))
    )
    assert any(data.startswith(b"AT\r\n") and len(data) > 4 for _, data in heard.arrived)


def test_noise_inside_frames_spoils_some_of_them() -> None:
    quiet = converse(_face(), ASKED, 30)
    heard = converse(_face(Radio(noise="inside")), ASKED, 30)
    assert 10 < len(heard.frames) < len(quiet.frames)


def test_lost_notifications_spoil_some_frames() -> None:
    quiet = converse(_face(), ASKED, 30)
    heard = converse(_face(Radio(lost=0.1)), ASKED, 30)
    assert 10 < len(heard.frames) < len(quiet.frames)


def test_some_boards_answer_0x96_only_behind_0x97() -> None:
    face = _face(Radio(info_first=True))
    assert converse(face, ASKED[1:]).arrived == []
    assert converse(face, ASKED).kinds[:2] == [3, 1]


def test_a_board_may_be_deaf_on_its_first_connection() -> None:
    face = _face(Radio(deaf=1))
    assert converse(face, ASKED).arrived == []
    assert converse(face, ASKED).kinds[:2] == [3, 1]


def test_a_connection_may_begin_with_the_end_of_an_older_frame() -> None:
    heard = converse(_face(Radio(tail=True)), ASKED)
    assert len(heard.arrived[0][1]) == 20
    assert heard.kinds[:2] == [3, 1]


def test_a_silent_board_answers_nothing() -> None:
    face = create_bluetooth(fault="silent").peer
    assert converse(face, [*ASKED, (2.0, word(0x20, 100_000))]).arrived == []
    assert face.commands == []


def test_a_board_may_contradict_its_firmware() -> None:
    board = create_bluetooth(firmware="15.41").board
    frame = BluetoothFace(board, dialect="24S").frame(Table.STATUS)
    assert frame[287] == 0
    assert int.from_bytes(frame[54:58], "little") == 0xFFFF


class _Client:
    def __init__(self) -> None:
        self.lost_because: Text | None = None
        self.heard = Heard()

    def received(self, chunk: bytes) -> None:
        self.heard.arrived.append((0.0, chunk))

    def lost(self, reason: Text) -> None:
        self.lost_because = reason


def test_the_connection_is_lost_when_the_board_is_switched_off_and_comes_back_with_it() -> None:
    async def work() -> tuple[list[bool], list[int]]:
        simulation = create_bluetooth()
        client, told = _Client(), list[bool]()
        link = MemoryLink("ble:board", simulation.peer)
        simulation.peer.gone = link.pull
        await link.open(client)
        simulation.hands.switch_off()
        await asyncio.sleep(1)
        told.append(client.lost_because is not None)
        with pytest.raises(LinkLost):
            await link.send(command(INFO))
        client.lost_because = None
        await link.open(client)
        await asyncio.sleep(1)
        told.append(client.lost_because is not None)
        simulation.hands.switch_on()
        await link.open(client)
        await link.send(command(INFO))
        await asyncio.sleep(1)
        await link.close()
        return told, client.heard.kinds

    told, kinds = jumping(work)
    assert told == [True, True]
    assert kinds == [3]


def test_the_board_takes_its_dip_address_when_switched_on() -> None:
    simulation = create_bluetooth()
    hands = simulation.hands
    hands.dip(7)
    hands.switch_off()
    hands.switch_on()
    assert int.from_bytes(simulation.peer.frame(Table.SETTINGS)[270:274], "little") == 7


def test_a_dialect_and_a_firmware_must_agree() -> None:
    with pytest.raises(ValueError, match=r"10\.07"):
        create_bluetooth("32S", firmware="10.07")
    with pytest.raises(ValueError, match="24 cells"):
        create_bluetooth("24S", cells=25)
