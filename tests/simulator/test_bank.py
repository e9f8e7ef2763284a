"""A bank: several packs, of which only those that are plugged in are on the line."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from wizard.errors import BadFile
from wizard.simulator.bank import Bank, bank_of
from wizard.simulator.bank_faults import BANK_FAULTS
from wizard.simulator.faults import KNOWN

MINUTE = 60.0


def faulty(name: str, packs: int = 3) -> Bank:
    return bank_of(packs, BANK_FAULTS[name])


def addressed(bank: Bank) -> Bank:
    for number in bank.stations:
        bank.turn_switches(number, number % len(bank.stations))
    return bank


def on_line(bank: Bank) -> dict[int, str]:
    return {unit: board.nameplate.serial for unit, board in bank.line.boards.items()}


def currents(bank: Bank, seconds: float) -> list[Decimal]:
    """Go on by some seconds; return what flows in each pack then."""
    for station in bank.stations.values():
        station.board.advance(station.board.now)
        station.board.advance(station.board.now + seconds)
    return [station.meter.current() for station in bank.stations.values()]


def test_delivered_packs_all_stand_at_1_and_one_at_a_time_is_plugged_in() -> None:
    bank = bank_of(4)
    assert on_line(bank) == {1: "50410000001"}
    bank.plug_only(3)
    assert on_line(bank) == {1: "50410000003"}
    assert bank.line.port == "uart1"
    assert len({station.board.nameplate.serial for station in bank.stations.values()}) == 4


def test_a_pack_alone_is_a_simulation_of_its_own() -> None:
    bank = bank_of(3)
    one = bank.pack(2)
    assert one.board is bank.stations[2].board
    assert one.line is bank.line


def test_a_chain_holds_the_packs_that_are_joined_each_at_its_address() -> None:
    bank = addressed(bank_of(3))
    bank.chain((1, 2))
    assert on_line(bank) == {1: "50410000001", 2: "50410000002"}
    assert bank.line.port == "uart2"


@pytest.mark.parametrize("packs", [1, 17])
def test_a_bank_has_2_to_16_packs(packs: int) -> None:
    with pytest.raises(ValueError, match="2 to 16"):
        bank_of(packs)


def test_packs_that_stand_apart_even_out_once_they_are_joined() -> None:
    bank = bank_of(2)
    bank.stations[1].pack.raise_cells(10)
    assert currents(bank, 1.0) == [0, 0]
    bank.join()
    flowing = [currents(bank, MINUTE) for _ in range(20)]
    assert all(one + other == 0 for one, other in flowing)
    assert flowing[0][0] < -1
    assert all(abs(later[0]) < abs(before[0]) for before, later in pairwise(flowing))
    assert abs(flowing[-1][0]) < Decimal("0.1")
    volts = [station.meter.pack_voltage() for station in bank.stations.values()]
    assert abs(volts[0] - volts[1]) < Decimal("0.05")


def test_a_board_that_is_off_lets_nothing_flow_between_packs() -> None:
    bank = bank_of(2)
    bank.stations[1].pack.raise_cells(10)
    bank.join()
    bank.stations[1].board.put_out()
    before = bank.stations[1].pack.voltage()
    assert currents(bank, 10 * MINUTE)[0] == 0
    assert bank.stations[1].pack.voltage() == before


def test_a_fault_of_one_pack_is_in_the_second() -> None:
    bank = bank_of(3, of_pack=KNOWN["cell-missing"])
    assert [len(station.board.seen()) for station in bank.stations.values()] == [16, 15, 16]


@pytest.mark.parametrize("name", BANK_FAULTS)
def test_a_fault_shows_in_the_second_pack_or_in_the_chain(name: str) -> None:
    bank = addressed(faulty(name))
    bank.chain((1, 2))
    chained = on_line(bank)
    bank.chain((1, 2, 3))
    bank.join()
    sound = addressed(bank_of(3))
    sound.chain((1, 2, 3))
    sound.join()

    def looks(of: Bank) -> tuple[object, ...]:
        odd = of.stations[2]
        plate = odd.board.nameplate.firmware
        return (
            plate, odd.pack.cells, odd.pack.voltage() > 53, odd.board.charged, odd.meter.current(),
            of.line.disturb, len(of.line.boards), odd.board.setting("device_address"),
        )  # fmt: skip

    different = [one != other for one, other in zip(looks(bank), looks(sound), strict=True)]
    assert any(different) or chained != {1: "50410000001", 2: "50410000002"}
    bank.mend()
    assert bank.stations[2].board.setting("device_address") == 2


def test_a_bumped_pack_keeps_the_address_that_its_switches_are_given_then() -> None:
    bank = addressed(faulty("double-address"))
    bank.chain((1, 2))
    assert bank.stations[2].board.setting("device_address") == 1
    bank.turn_switches(2, 2)
    bank.chain((1, 2))
    assert on_line(bank) == {1: "50410000001", 2: "50410000002"}


def test_a_bank_outlives_its_process_with_what_is_plugged_together(tmp_path: Path) -> None:
    kept = tmp_path / "bank.json"
    bank = bank_of(3)
    bank.keep(kept)
    addressed(bank)
    bank.chain((1, 2, 3))
    bank.join()
    again = bank_of(3)
    again.keep(kept)
    assert again.plugged == (1, 2, 3)
    assert again.line.port == "uart2"
    assert again.joined
    assert on_line(again) == {1: "50410000001", 2: "50410000002"}


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"plugged": [9], "chained": 1}', "\0"])
def test_a_file_that_is_no_bank_is_refused(tmp_path: Path, content: str) -> None:
    kept = tmp_path / "bank.json"
    kept.write_text(content)
    with pytest.raises(BadFile, match=r"bank\.json"):
        bank_of(2).keep(kept)
