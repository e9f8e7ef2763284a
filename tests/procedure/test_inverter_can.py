"""Hearing the inverter's CAN bus: offered only where this computer can, counted, judged."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.links import can_listen
from wizard.links.can_listen import FRAME, Interface
from wizard.simulator.create import create

STEPS = ("adapter", "connect", "inverter", "inverter-protocol", "inverter-joined", "inverter-shows")
STEP = "inverter-shows"
ERROR = 0x2000_0004


@dataclass
class Bus:
    """A CAN interface of this computer with what lies in its queue."""

    interface: Interface
    identifiers: tuple[int, ...]

    def opened(self, _name: str) -> socket.socket:
        far, near = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        with far:
            for identifier in self.identifiers:
                far.send(FRAME.pack(identifier, 8, bytes(8)))
        near.settimeout(0)
        return near

    async def described(self, _name: str) -> Interface:
        return self.interface


Plug = Callable[..., None]


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plug:
    def put(interface: Interface, *identifiers: int) -> None:
        (tmp_path / "net" / "can0").mkdir(parents=True)
        (tmp_path / "net" / "can0" / "type").write_text("280\n")
        bus = Bus(interface, identifiers)
        monkeypatch.setattr(can_listen, "INTERFACES", tmp_path / "net")
        monkeypatch.setattr(can_listen, "described", bus.described)
        monkeypatch.setattr(can_listen.listen, "__defaults__", (bus.opened,))

    return put


def ran(folder: Path, answer: str = "can0", brand: str = "deye") -> Ran:
    site = Site(folder, create(), only(*STEPS))
    return site.run({"can-interface": answer, "brand": brand})


LISTENING = Interface("can0", up=True, bit_rate=500_000, listen_only=True)


def test_without_a_can_interface_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(can_listen, "INTERFACES", tmp_path)
    run = ran(tmp_path)
    assert "can-interface" not in run.person.keys
    assert run.verdict(STEP) == "pass"


def test_frames_at_the_protocol_s_bit_rate_confirm_it(tmp_path: Path, plug: Plug) -> None:
    plug(LISTENING, 0x351, 0x355, 0x356)
    run = ran(tmp_path)
    assert run.verdict(STEP) == "pass"
    assert run.observed(STEP, "can-frames") == "3"
    assert run.observed(STEP, "can-bit-rate") == "500 kbit/s"
    assert run.measured(STEP)["can-bit-rate"] == "pass"


def test_frames_at_another_bit_rate_fail(tmp_path: Path, plug: Plug) -> None:
    plug(Interface("can0", up=True, bit_rate=250_000, listen_only=True), 0x351)
    run = ran(tmp_path)
    assert run.measured(STEP)["can-bit-rate"] == "fail"
    notes = {taken.id: str(taken.note) for taken in run.state.current()}
    assert "runs at 250 kbit/s, this protocol at 500 kbit/s" in notes["can-bit-rate"]


def test_where_no_source_gives_the_bit_rate_it_is_recorded(tmp_path: Path, plug: Plug) -> None:
    plug(LISTENING, 0x351)
    run = ran(tmp_path, brand="luxpower")
    assert run.measured(STEP)["can-bit-rate"] == "not applicable"


@pytest.mark.parametrize(
    ("identifiers", "said"), [((), "Nothing is heard at 500"), ((ERROR,), "Only errors are heard")]
)
def test_a_bus_without_frames_fails_and_says_where_to_look(
    tmp_path: Path, plug: Plug, identifiers: tuple[int, ...], said: str
) -> None:
    plug(LISTENING, *identifiers)
    run = ran(tmp_path)
    assert run.measured(STEP)["can-frames"] == "fail"
    notes = {taken.id: str(taken.note) for taken in run.state.current()}
    assert said in notes["can-frames"]


def test_an_interface_that_takes_part_in_the_bus_is_told_of(tmp_path: Path, plug: Plug) -> None:
    plug(Interface("can0", up=True, bit_rate=500_000, listen_only=False), 0x351)
    run = ran(tmp_path)
    told = [str(line) for view in run.person.views for line in getattr(view, "lines", ())]
    assert any("acknowledges the frames of others" in line for line in told)


def test_an_interface_that_is_down_says_how_to_bring_it_up_and_judges_nothing(
    tmp_path: Path, plug: Plug
) -> None:
    plug(Interface("can0", up=False))
    run = ran(tmp_path)
    assert run.verdict(STEP) == "pass"
    assert run.measured(STEP)["can-frames"] == "not applicable"
    notes = {taken.id: str(taken.note) for taken in run.state.current()}
    assert "type can bitrate 500000 listen-only on" in notes["can-frames"]


def test_an_interface_on_another_cable_is_left_alone(tmp_path: Path, plug: Plug) -> None:
    plug(LISTENING)
    run = ran(tmp_path, "none")
    assert "can-frames" not in run.measured(STEP)
    assert run.verdict(STEP) == "pass"
