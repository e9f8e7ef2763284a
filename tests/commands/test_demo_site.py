"""Practising a site: a link to several simulated packs, and the technician at them."""

from pathlib import Path

import pytest

from tests.commands.support import run
from tests.procedure.support_bus import hurried
from wizard import assembly, library
from wizard.errors import WrongUsage
from wizard.links.spec import parse

Capture = pytest.CaptureFixture[str]


def test_a_link_with_packs_leads_to_a_bank() -> None:
    line = assembly.open_line(parse("demo:?packs=4&cells=15"))
    assert line.bank is not None
    assert list(line.bank.stations) == [1, 2, 3, 4]
    assert line.bank.stations[4].pack.cells == 15
    assert line.simulation is not None
    assert line.simulation.board is line.bank.stations[1].board


@pytest.mark.parametrize("fault", ["double-address", "cell-missing"])
def test_its_fault_is_one_of_a_bank_or_of_the_second_pack(fault: str) -> None:
    bank = assembly.banked(parse(f"demo:?packs=3&fault={fault}"))
    seen = [len(station.board.seen()) for station in bank.stations.values()]
    bank.chain((1, 2))
    shared = len(bank.line.boards) == 1
    assert (seen == [16, 15, 16], shared) == (fault == "cell-missing", True)


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ("demo:?packs=17", "1 to 16"),
        ("demo:?packs=two", "1 to 16"),
        ("demo:?packs=3&fault=fire", "no fault `fire`"),
        ("demo:?fault=two-masters", "write demo:\\?packs=3&fault=two-masters"),
    ],
)
def test_a_bank_that_cannot_be_is_refused(link: str, named: str) -> None:
    with pytest.raises(WrongUsage, match=named):
        assembly.open_line(parse(link))


def test_the_bank_is_remembered_where_one_pack_is(tmp_path: Path) -> None:
    spec = parse("demo:?packs=2")
    first = assembly.open_line(spec, tmp_path / "memory.json").bank
    assert first is not None
    first.turn_switches(1, 5)
    first.plug_only(2)
    again = assembly.open_line(spec, tmp_path / "memory.json").bank
    assert again is not None
    assert again.plugged == (2,)
    assert again.stations[1].board.setting("device_address") == 5


def test_a_site_is_practised_on_several_packs() -> None:
    practice = library.load("site").checklist.practice
    assert assembly.matching(parse("demo:"), practice).packs == 3
    assert assembly.matching(parse("demo:?packs=5"), practice).packs == 5


def test_a_site_is_demonstrated_to_its_end(capsys: Capture, home: Path) -> None:
    checklist = home / "site.toml"
    checklist.write_bytes(hurried())
    ran = run(capsys, "run", str(checklist), "--link", "demo:?packs=2", "--answers", "demo")
    assert (ran.code, ran.last) == (0, "PASS"), ran.err
    assert "Wait until they are equal" in ran.err
