"""Our protocol library against what real boards and monitors said."""

from decimal import Decimal

import pytest

from tests.captures import corpus
from tests.captures.corpus import Capture
from wizard.protocol import alarms, views
from wizard.protocol.catalogue import ACTIONS, FRAMES, SETTINGS, Evidence
from wizard.protocol.fields import STATUS
from wizard.protocol.layout import Image, Table
from wizard.protocol.modbus import (
    Acknowledged,
    Act,
    Data,
    Read,
    ReplyStream,
    Trigger,
    Write,
    crc16,
    encode,
)

PRESET_FRAME = "phinix-fc03-l32"
ALARM_FRAME = "pbdoc-fc03-alarm-rsp"
OUR_NAME = {
    "max_charge_current": "charge_current",
    "max_discharge_current": "discharge_current",
    "nominal_battery_capacity": "capacity",
}

pytestmark = corpus.needed


def _address(frame: bytes) -> int:
    return int.from_bytes(frame[2:4])


def _ours(frame: bytes) -> Write | Act | Trigger | None:
    """Return the request of ours that a recorded write would have been, if we have it."""
    for table, address in FRAMES.items():
        if address == _address(frame):
            return Trigger(frame[0], table)
    for action in ACTIONS:
        if action.address == _address(frame):
            return Act(frame[0], action)
    for row in SETTINGS:
        if row.place.address == _address(frame):
            return Write(frame[0], row, row.value(int.from_bytes(frame[7:-2])))
    return None


@pytest.mark.parametrize("capture", corpus.modbus("request"), ids=corpus.named)
def test_a_recorded_request_is_what_we_would_send(capture: Capture) -> None:
    request = _ours(corpus.frame(capture))
    assert request is not None
    assert encode(request) == corpus.frame(capture)


def test_presets_switches_and_frames_are_among_the_recorded_requests() -> None:
    ours = [_ours(corpus.frame(capture)) for capture in corpus.modbus("request")]
    assert {type(request) for request in ours} == {Write, Act, Trigger}


@pytest.mark.parametrize("capture", corpus.modbus("ack"), ids=corpus.named)
def test_a_recorded_receipt_is_taken_for_its_own_request_only(capture: Capture) -> None:
    frame = corpus.frame(capture)
    for row in SETTINGS:
        if row.evidence is Evidence.NONE or row.is_half:
            continue
        reply = ReplyStream(Write(frame[0], row, row.low)).feed(frame)
        fits = row.place.address == _address(frame)
        assert reply == (Acknowledged() if fits else None)
    for table, address in FRAMES.items():
        reply = ReplyStream(Trigger(frame[0], table)).feed(frame)
        assert reply == (Acknowledged() if address == _address(frame) else None)
    for action in ACTIONS:
        assert ReplyStream(Act(frame[0], action)).feed(frame) is None


@pytest.mark.parametrize("capture", corpus.modbus("fc03_response"), ids=corpus.named)
def test_a_recorded_answer_is_whole(capture: Capture) -> None:
    frame = corpus.frame(capture)
    assert crc16(frame) == 0
    assert len(frame) == frame[2] + 5


def _named(name: str) -> Capture:
    (capture,) = (each for each in corpus.modbus("fc03_response") if each["id"] == name)
    return capture


def test_the_recorded_alarm_word_answers_its_read() -> None:
    (place,) = (row.place for row in STATUS if row.key == "alarms")
    capture = _named(ALARM_FRAME)
    reply = ReplyStream(Read(1, place.address, 2)).feed(corpus.frame(capture))
    assert isinstance(reply, Data)
    bits = alarms.raised(int.from_bytes(reply.data))
    assert sum(1 << bit for bit in bits) == capture["expected"]["alarm_bits"]["value"]


def test_recorded_settings_decode_to_what_is_known_of_them() -> None:
    capture = _named(PRESET_FRAME)
    image = Image(Table.SETTINGS)
    image.put(0, corpus.frame(capture)[3:-2] + bytes(4))
    image.put(0x84, bytes(0x140 - 0x84))
    found = views.settings(image)
    assert capture["expected"]
    for name, expected in capture["expected"].items():
        distance = found[OUR_NAME.get(name, name)] - Decimal(str(expected["value"]))
        assert abs(distance) <= Decimal(str(expected["tol"])), name


def test_recorded_settings_are_those_of_the_lifepo4_preset() -> None:
    data = corpus.frame(_named(PRESET_FRAME))[3:-2]
    assert data[:12] == bytes.fromhex("00000dac 00000a14 00000a3c")
