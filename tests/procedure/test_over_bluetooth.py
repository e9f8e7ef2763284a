"""What is another matter over Bluetooth: no adapter, no line to cut, an address that is shown."""

from pathlib import Path

import pytest

from tests.procedure.support import Given, Ran, Site, altered, only
from wizard.procedure.checklist import Checklist
from wizard.simulator.bluetooth_create import create_bluetooth

DIP = altered(only("adapter", "connect", "dip"), "dip", needs=())


def over_bluetooth(folder: Path, checklist: Checklist, fault: str | None = None) -> Site:
    made = create_bluetooth(fault=fault)
    return Site(folder, made.simulation, checklist, face=made.peer)


def addressed(
    folder: Path, address: int, given: Given | None = None, fault: str | None = None
) -> Ran:
    site = over_bluetooth(folder, DIP, fault)
    return site.run({"dip.address": str(address), **(given or {})})


def test_nobody_is_asked_where_an_adapter_is_plugged_in(tmp_path: Path) -> None:
    ran = over_bluetooth(tmp_path, only("adapter", "connect")).run()
    assert ran.verdict("adapter") == "not applicable"
    assert ran.reason("adapter") == "Over Bluetooth no adapter is plugged in."
    assert ran.verdict("connect") == "pass"
    assert "adapter_port" not in ran.person.keys


def test_the_protocol_of_uart1_is_set_like_any_other(tmp_path: Path) -> None:
    steps = only("adapter", "connect", "inverter", "inverter-protocol")
    site = over_bluetooth(tmp_path, steps)
    ran = site.run({"inverter_bus": "rs485", "number": "n005"})
    assert ran.verdict("inverter-protocol") == "pass"
    assert "way" not in ran.person.keys
    assert site.settings()["uart1_protocol"] == 5


@pytest.mark.parametrize("address", [0, 7])
def test_the_address_is_the_one_that_the_board_shows_after_its_start(
    tmp_path: Path, address: int
) -> None:
    ran = addressed(tmp_path, address)
    assert ran.verdict("dip") == "pass"
    assert ran.observed("dip", "address") == f"{address}, 50410000001"
    assert not any("RS485-2" in str(question.prompt) for _, question in ran.person.asked)


def test_a_board_that_was_not_restarted_shows_its_old_address(tmp_path: Path) -> None:
    ran = addressed(tmp_path, 6, fault="dip-dead")
    assert ran.verdict("dip") == "fail"
    assert "shows Device Addr. 1, not 6" in ran.reason("dip")


def test_a_board_that_does_not_come_back_is_no_pass(tmp_path: Path) -> None:
    site = over_bluetooth(tmp_path, DIP)

    def off() -> str:
        site.simulation.board.put_out()
        return ""

    ran = site.run({"dip.address": "3", "dip.statement-2": off})
    assert ran.verdict("dip") == "not taken"


@pytest.mark.parametrize("dialect", ["24S", "JK04"])
def test_a_board_of_an_older_dialect_is_named_and_not_commissioned(
    tmp_path: Path, dialect: str
) -> None:
    made = create_bluetooth("24S" if dialect == "24S" else "JK04")
    site = Site(tmp_path, made.simulation, only("connect"), face=made.peer)
    ran = site.run()
    assert ran.verdict("connect") == "fail"
    assert "is not a board of the family" in ran.reason("connect")
    assert made.peer.harms == []
