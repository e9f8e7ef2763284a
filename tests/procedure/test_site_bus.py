"""A site's packs on their bus: compared, asked at their addresses, the master heard."""

from pathlib import Path
from random import Random

import pytest

from tests.boards.tap import Tap
from tests.procedure.support import Ran
from tests.procedure.support_bus import BusSite, bank, bus, last_view
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.links.memory import MemoryLink
from wizard.procedure.figures import Dip, Facts
from wizard.procedure.views import Progress, StepView
from wizard.protocol.catalogue import FRAMES
from wizard.simulator.bank import Bank
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.disturbances import Chunk
from wizard.simulator.faces import Exchange


def site(folder: Path, step: str, fault: str | None = None, packs: int = 3) -> BusSite:
    return BusSite(folder, bank(fault, packs), bus(step))


def taken(folder: Path, step: str, fault: str | None = None, packs: int = 3) -> Ran:
    return site(folder, step, fault, packs).run()


def facts(ran: Ran) -> dict[str, str]:
    figure = next(each for each in last_view(ran).figures if isinstance(each, Facts))
    return {
        str(row.label): f"{row.value} {row.verdict.value if row.verdict else ''}".strip()
        for row in figure.rows
    }


def asked_writes(of: Bank) -> list[int]:
    """What was written to any board, its frames that were asked for apart."""
    writes = [write for station in of.stations.values() for write in station.board.writes]
    return [write.address for write in writes if write.address not in FRAMES.values()]


# ---- compared


def test_packs_that_are_alike_pass_and_the_table_says_so(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-compare")
    assert ran.verdict("site-compare") == "pass"
    shown = facts(ran)
    assert shown["Firmware"] == "15.41 pass"
    assert shown["Cells in series"] == "16 pass"
    assert "alike in all packs" in shown["Other settings"]


def test_another_cell_count_fails_and_names_both(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-compare", "other-cells")
    assert ran.verdict("site-compare") == "fail"
    assert "16: packs 1, 3; 15: pack 2" in ran.reason("site-compare")
    assert "never joined" in ran.reason("site-compare")


def test_another_firmware_is_marginal_and_names_both(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-compare", "other-firmware")
    assert ran.verdict("site-compare") == "marginal"
    assert ran.observed("site-compare", "firmware") == "15.41: packs 1, 3; 14.20: pack 2"
    assert facts(ran)["Firmware"].endswith("marginal")


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("capacity", "100", "capacity"),
        ("cell_ovp", "3.500", "cell_ovp"),
        ("can_protocol", "4", "can-protocol"),
    ],
)
def test_a_setting_in_which_packs_differ_is_marginal_and_in_the_report(
    tmp_path: Path, key: str, value: str, name: str
) -> None:
    of = site(tmp_path, "site-compare")
    state = of.packs.states["pack-2"]
    known = state.last_settings[key]
    state.last_settings[key] = type(known)(type(known.value)(value), known.unit)
    ran = of.run()
    assert ran.verdict("site-compare") == "marginal"
    assert ran.measured("site-compare")[name] == "marginal"
    assert ": pack 2" in ran.observed("site-compare", name)


def test_a_chemistry_that_differs_fails(tmp_path: Path) -> None:
    of = site(tmp_path, "site-compare")
    of.packs.states["pack-3"].step("particulars").proposals["chemistry"] = "li_ion"
    assert of.run().measured("site-compare")["chemistry"] == "fail"


def test_what_one_record_does_not_tell_is_no_pass(tmp_path: Path) -> None:
    of = site(tmp_path, "site-compare")
    of.packs.states["pack-2"].identity = None
    ran = of.run()
    assert ran.verdict("site-compare") == "not taken"
    assert ran.measured("site-compare")["firmware"] == "not taken"
    assert "not read: pack 2" in ran.observed("site-compare", "firmware")


def test_a_site_without_sessions_compares_nothing(tmp_path: Path) -> None:
    of = site(tmp_path, "site-compare")
    of.packs.plans.clear()
    assert of.run().verdict("site-compare") == "not taken"


# ---- the chain


def test_each_pack_answers_at_its_address_without_loss(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")
    ran = of.run()
    assert ran.verdict("site-chain") == "pass"
    assert ran.observed("site-chain", "address-1") == "50410000001"
    assert ran.observed("site-chain", "loss-2") == "0.0 %"
    assert facts(ran) == {
        "1: Pack 1": "50410000001, 0.0 % lost pass",
        "2: Pack 2": "50410000002, 0.0 % lost pass",
    }
    assert asked_writes(of.bank) == []


def test_each_of_fifty_reads_is_counted_for_the_person(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-chain")
    counted = {view.counted for view in ran.person.views if isinstance(view, StepView)}
    assert {"1/50", "50/50"} <= counted
    waits = [str(view.what) for view in ran.person.views if isinstance(view, Progress)]
    assert "reading 2, Pack 2: 0 lost" in waits


def test_a_lossy_chain_fails_and_says_what_to_look_at(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-chain", "lossy-chain")
    assert ran.verdict("site-chain") == "fail"
    assert "120 Ω" in ran.reason("site-chain")
    assert "ground wire" in ran.reason("site-chain")
    assert ran.measured("site-chain")["address-1"] == "pass"


def test_two_boards_at_one_address_are_told_apart_one_by_one(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain", "double-address")
    ran = of.run()
    assert ran.verdict("site-chain") == "fail"
    assert ran.observed("site-chain", "address-1").startswith("two boards")
    assert ran.observed("site-chain", "address-2") == "nobody answers"
    assert "switches of pack 2, Pack 2 say 1" in ran.reason("site-chain")
    assert ran.observed("site-chain", "alone-1") == "50410000001 at 1"
    assert ran.observed("site-chain", "alone-2") == "50410000002 at 1"
    assert Dip(2) in last_view(ran).figures
    of.bank.turn_switches(2, 2)
    again = of.run({"not-passed": "again"})
    assert again.verdict("site-chain") == "pass"


def test_a_chain_cable_that_is_out_is_found_when_its_pack_is_alone(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-chain", "chain-open")
    assert ran.observed("site-chain", "address-2") == "nobody answers"
    assert "answers at 2 when it is alone" in ran.reason("site-chain")


def test_packs_that_stand_in_each_other_s_place_are_known_by_their_serials(
    tmp_path: Path,
) -> None:
    of = site(tmp_path, "site-chain")
    of.bank.turn_switches(1, 2)
    of.bank.turn_switches(2, 1)
    ran = of.run()
    assert ran.observed("site-chain", "address-1") == "50410000002 instead of 50410000001"
    assert "switches of pack 2, Pack 2 say 1" in ran.reason("site-chain")


def test_mirrored_switches_are_looked_at_first(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")
    of.bank.turn_switches(1, 8)
    ran = of.run()
    assert "say 8. Set them to 1" in ran.reason("site-chain")
    looked = [str(view.what) for view in ran.person.views if isinstance(view, Progress)]
    assert [what for what in looked if what.startswith("looking for")][:2] == [
        "looking for Pack 1 at 1",
        "looking for Pack 1 at 8",
    ]


def test_a_pack_at_0_that_is_alone_is_heard_as_a_master(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain", "chain-open")
    of.bank.turn_switches(2, 0)
    ran = of.run()
    assert "Pack 2, Pack 2 speaks as a master" in ran.reason("site-chain")
    assert Dip(2) in last_view(ran).figures


def test_a_dark_pack_is_nowhere_also_alone(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")
    of.bank.stations[2].board.put_out()
    assert "answers nowhere, also alone" in of.run().reason("site-chain")


def test_where_nobody_answers_it_is_the_line_and_no_pack_is_looked_for(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")
    for number in (1, 2):
        of.bank.stations[number].board.put_out()
    ran = of.run()
    assert "Nobody answers at 1, 2" in ran.reason("site-chain")
    assert "A and B" in ran.reason("site-chain")
    assert not [key for key in ran.person.keys if key.startswith("only-")]


def test_where_all_is_garbled_it_is_the_line_and_no_pack_is_looked_for(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")

    def noisy() -> str:
        of.bank.line.disturb = _flipping
        return ""

    ran = of.run({"statement-2": noisy})
    assert ran.verdict("site-chain") == "fail"
    assert "noise, a wrong speed or A/B swapped" in ran.reason("site-chain")
    assert not [key for key in ran.person.keys if key.startswith("only-")]


def _flipping(_exchange: Exchange, chunks: list[Chunk], _chance: Random) -> list[Chunk]:
    return [Chunk(each.delay, bytes(byte ^ 0x24 for byte in each.data)) for each in chunks]


def test_where_a_master_talks_nothing_is_asked(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")
    sent: list[bytes] = []
    ran = of.run({"statement-2": lambda: _with_master(of, sent)})
    assert ran.verdict("site-chain") == "not taken"
    assert "nothing was asked" in ran.reason("site-chain")
    assert "Heard answering it: 1, 2" in ran.reason("site-chain")
    assert sent == []


def _with_master(of: BusSite, sent: list[bytes]) -> str:
    """Join the master too early, and note what is sent from then on."""
    of.bank.chain((1, 2, 3))
    heard = of.bank.line.heard

    def noted(data: bytes) -> None:
        sent.append(data)
        heard(data)

    of.bank.line.heard = noted
    return ""


def test_over_bluetooth_no_chain_is_asked(tmp_path: Path) -> None:
    of = site(tmp_path, "site-chain")
    face = BluetoothFace(of.bank.stations[1].board)
    of.far_end = lambda _link: BluetoothFarEnd(MemoryLink("ble:", face))
    assert of.run().verdict("site-chain") == "not applicable"


# ---- the master


def test_one_master_and_all_who_answer_it_pass(tmp_path: Path) -> None:
    of = site(tmp_path, "site-master")
    ran = of.run()
    assert ran.verdict("site-master") == "pass"
    assert ran.observed("site-master", "masters") == "1"
    assert ran.observed("site-master", "settings") == "as read last"
    assert ran.measured("site-master")["slave-2"] == "pass"
    assert facts(ran)["0: Pack 3"] == "52.800 V, 50 % pass"
    assert asked_writes(of.bank) == []


def test_two_masters_fail_with_what_to_do(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-master", "two-masters")
    assert ran.verdict("site-master") == "fail"
    assert "Two boards speak as master" in ran.reason("site-master")
    assert "Only pack 3, Pack 3" in ran.reason("site-master")


def test_a_master_that_is_not_heard_fails(tmp_path: Path) -> None:
    of = site(tmp_path, "site-master")
    of.bank.stations[3].board.put_out()
    ran = of.run()
    assert "No master is heard. Pack 3, Pack 3" in ran.reason("site-master")


def test_a_master_with_other_settings_is_another_board(tmp_path: Path) -> None:
    of = site(tmp_path, "site-master")
    of.bank.stations[3].board.set("capacity", of.bank.stations[3].pack.capacity / 2)
    ran = of.run()
    assert ran.verdict("site-master") == "fail"
    assert "(capacity)" in ran.reason("site-master")


def test_a_slave_that_does_not_answer_the_master_fails(tmp_path: Path) -> None:
    ran = taken(tmp_path, "site-master", "chain-open")
    assert ran.measured("site-master")["slave-2"] == "fail"
    assert "not heard answering the master at 2" in ran.reason("site-master")


def test_somebody_where_the_plan_has_no_pack_fails(tmp_path: Path) -> None:
    of = site(tmp_path, "site-master", "chain-open")
    of.bank.turn_switches(1, 9)
    ran = of.run()
    assert ran.measured("site-master")["slave-9"] == "fail"


def test_the_line_is_let_go_of_at_the_end(tmp_path: Path) -> None:
    of = site(tmp_path, "site-master")
    tap = Tap(of.bank.line)
    of.link = MemoryLink("demo:", tap)
    assert of.run().verdict("site-master") == "pass"
    assert not tap.plugged_in
