"""What is overheard on a line where a master talks: nothing is sent, and who is who is told."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest

from tests.boards.peers import jumping
from tests.boards.tap import Tap
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.boards.legacy_far_end import LegacyFarEnd
from wizard.boards.overheard import Overheard
from wizard.errors import NotAllowed
from wizard.links.memory import MemoryLink
from wizard.simulator.bank import Bank, bank_of
from wizard.simulator.bank_faults import BANK_FAULTS
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.create import create
from wizard.simulator.legacy import LegacyFace

T = TypeVar("T")


def chained(fault: str | None = None, packs: int = 3) -> Bank:
    """A bank that was commissioned: its packs at 1, 2 and so on, the last one at 0."""
    bank = bank_of(packs, BANK_FAULTS[fault]) if fault else bank_of(packs)
    for number in bank.stations:
        bank.turn_switches(number, number % packs)
    return bank


def at(bank: Bank) -> tuple[FarEnd, Tap]:
    tap = Tap(bank.line)
    return Rs485FarEnd(MemoryLink("memory:far", tap), 1, "far:{}".format), tap


def heard(bank: Bank, seconds: int = 10, step: float = 2.0) -> Overheard:
    """What is heard in some seconds, in pieces that cut frames anywhere."""
    end, tap = at(bank)

    async def listen() -> Overheard:
        found = Overheard()
        for _ in range(int(seconds / step)):
            found = found.joined(await end.overhear(step))
        return found

    found = jumping(listen)
    assert tap.requests == []
    return found


def test_a_master_and_those_who_answer_it_are_heard_and_nothing_is_sent() -> None:
    bank = chained()
    bank.chain((1, 2, 3))
    found = heard(bank)
    assert found.masters == 1
    assert found.settings[0].values == bank.stations[3].board.all_settings()
    assert set(found.slaves) == {1, 2}
    volts = [found.slaves[number].pack_voltage for number in (1, 2)]
    assert volts == [bank.stations[number].meter.pack_voltage() for number in (1, 2)]
    assert found.statuses[0].status.cells == bank.stations[3].board.inputs()
    assert found.broken == 0
    assert found.came > 0


@pytest.mark.parametrize("step", [0.37, 1.0, 4.4, 12.0])
def test_pieces_that_cut_frames_lose_none(step: float) -> None:
    bank = chained()
    bank.chain((1, 2, 3))
    found = heard(bank, 12, step)
    assert (found.masters, set(found.slaves), len(found.settings)) == (1, {1, 2}, 1)


def test_a_chain_without_a_master_is_silent() -> None:
    bank = chained()
    bank.chain((1, 2))
    assert heard(bank) == Overheard()


def test_two_masters_with_one_configuration_are_told_apart_by_how_long_they_run() -> None:
    bank = chained("two-masters")
    bank.chain((1, 2, 3))
    found = heard(bank, 30)
    assert found.masters == 2
    assert len(found.statuses) == 2
    assert set(found.slaves) == {1}


def test_two_masters_that_were_set_otherwise_tell_two_settings() -> None:
    bank = chained("two-masters")
    bank.stations[2].board.set("capacity", bank.stations[3].board.setting("capacity") / 2)
    bank.chain((1, 2, 3))
    assert len(heard(bank, 30).settings) == 2


def test_masters_that_speak_at_once_break_each_other_s_frames() -> None:
    bank = chained("two-masters")
    bank.chain((1, 2, 3))
    assert heard(bank, 30).broken > 100


ALONE: dict[str, Callable[[], FarEnd]] = {
    "bluetooth": lambda: BluetoothFarEnd(MemoryLink("m:ble", BluetoothFace(create().board))),
    "uart": lambda: LegacyFarEnd(MemoryLink("m:uart", LegacyFace(create().board))),
}


@pytest.mark.parametrize("way", ALONE)
def test_where_a_board_is_alone_nothing_is_overheard_and_nobody_else_asked(way: str) -> None:
    end = ALONE[way]()
    assert not end.wired
    assert jumping(lambda: end.overhear(5)) == Overheard()

    async def asked(ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        with pytest.raises(NotAllowed):
            await ask()

    jumping(lambda: asked(lambda: end.who([1])))
    jumping(lambda: asked(lambda: end.answers(1, "fc03")))


def test_who_is_at_some_addresses_is_found_by_asking() -> None:
    bank = chained()
    bank.chain((1, 2))
    end, _ = at(bank)
    found = jumping(lambda: end.who([1, 2, 5]))
    serials = {row.address: row.identity and row.identity.serial for row in found.found}
    assert serials == {1: "50410000001", 2: "50410000002"}
    assert found.silent == (5,)


def test_two_boards_at_an_address_garble_it() -> None:
    bank = chained("double-address")
    bank.chain((1, 2))
    end, _ = at(bank)
    (found,) = jumping(lambda: end.who([1])).found
    assert (found.how, found.identity) == ("garbled", None)


def test_a_single_question_is_answered_or_lost() -> None:
    bank = chained("lossy-chain")
    bank.chain((1, 2))
    end, _ = at(bank)

    async def asked() -> list[bool]:
        return [await end.answers(2, "fc03") for _ in range(60)]

    found = jumping(asked)
    assert 2 <= found.count(False) <= 20
