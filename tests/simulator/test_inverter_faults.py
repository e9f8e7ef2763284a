"""Each fault of the inverter's side does what its sentence says."""

import pytest

from tests.simulator.talk import Talk, lifepo4, reading, writing_raw
from wizard.simulator.create import create
from wizard.simulator.fault import Fault
from wizard.simulator.faults import KNOWN
from wizard.simulator.hands import Hands
from wizard.simulator.inverter_faults import INVERTER_FAULTS

OFFERED, PROTOCOLS = 0x14C4, 0x14B2


def joined(fault: str | None) -> Hands:
    hands = Hands(create(fault))
    hands.join_inverter()
    return hands


@pytest.mark.parametrize("fault", INVERTER_FAULTS, ids=lambda fault: fault.name)
def test_every_one_has_a_sentence_and_is_known(fault: Fault) -> None:
    assert str(fault.sentence)[0].isupper()
    assert str(fault.sentence)[-1] == "."
    assert create(fault.name).fault is KNOWN[fault.name]


def offered(talk: Talk) -> int:
    return int.from_bytes(talk.ask(reading(OFFERED, 2))[3:-2], "little")


def test_only_jk_s_own_can_protocols_are_enabled() -> None:
    assert offered(lifepo4("no-inverter-protocol")) == 0b100_0001
    assert offered(lifepo4()) == 0xFFF


def test_a_can_protocol_is_acknowledged_and_not_kept() -> None:
    talk = lifepo4("protocol-ignored")
    sent = writing_raw(PROTOCOLS, bytes([1, 4]))
    assert talk.ask(sent)[:2] == sent[:2]
    assert talk.simulation.board.store.raw("can_protocol") == 0


def test_a_good_inverter_stops_without_its_data_cable_and_charges_again_with_it() -> None:
    hands = joined(None)
    hands.pull_data_cable()
    assert (hands.current(), hands.inverter.deed) == (0, "stopped")
    assert not hands.inverter.hears_the_board
    hands.plug_data_cable()
    assert (hands.current(), hands.inverter.hears_the_board) == (30, True)


def test_one_goes_on_without_its_data_cable() -> None:
    hands = joined("inverter-goes-on")
    hands.pull_data_cable()
    assert (hands.current(), hands.inverter.deed) == (30, "goes-on")


def test_one_stays_deaf_when_the_cable_is_back() -> None:
    hands = joined("inverter-deaf")
    hands.pull_data_cable()
    hands.plug_data_cable()
    assert (hands.current(), hands.inverter.hears_the_board) == (0, False)


@pytest.mark.parametrize(("soc", "shown"), [(60, 40), (15, 35)])
def test_one_shows_a_state_of_charge_of_its_own(soc: int, shown: int) -> None:
    assert joined("inverter-guesses").inverter.shows_soc(soc) == shown
    assert joined(None).inverter.shows_soc(soc) == soc
