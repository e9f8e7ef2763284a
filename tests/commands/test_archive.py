"""`checklists` and `simulate --list-faults`."""

from pathlib import Path

import pytest

from tests.commands.support import run
from tests.procedure.support import SHIPPED
from wizard import library
from wizard.simulator.faults import KNOWN

Capture = pytest.CaptureFixture[str]


def own(home: Path, name: str, content: bytes) -> Path:
    folder = home / "config/jk-commission/checklists"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_bytes(content)
    return path


def shipped() -> bytes:
    return library.raw("inverter-bms")


def test_shipped_and_own_checklists_are_listed(capsys: Capture, home: Path) -> None:
    own(home, "firm", shipped().replace(b'title = "JK Inverter BMS"', b'title = "Our way"'))
    ran = run(capsys, "checklists", "list")
    assert ran.code == 0
    listed = ran.out.splitlines()
    assert listed == sorted(listed)
    number = SHIPPED.revision
    assert {
        f"firm\trevision {number}\tOur way", f"inverter-bms\trevision {number}\tJK Inverter BMS",
    } <= set(listed)  # fmt: skip


def test_a_bad_checklist_does_not_hide_the_others(capsys: Capture, home: Path) -> None:
    own(home, "broken", b"id = ")
    ran = run(capsys, "checklists", "list")
    assert "broken" in ran.err
    assert "inverter-bms" in ran.out


def test_a_checklist_is_shown_as_it_is(capsys: Capture) -> None:
    assert run(capsys, "checklists", "show", "inverter-bms").out.encode() == shipped() + b"\n"


def test_a_checklist_is_checked_by_name_or_file(capsys: Capture, home: Path) -> None:
    assert run(capsys, "checklists", "check", "inverter-bms").out == (
        f"inverter-bms: {len(SHIPPED.step)} steps, in order\n"
    )
    bad = home / "bad.toml"
    bad.write_bytes(shipped().replace(b"gate = true", b"gaet = true", 1))
    ran = run(capsys, "checklists", "check", str(bad))
    assert ran.code == 2
    assert "Did you mean `gate`?" in ran.err


def test_all_faults_are_listed_with_kind_and_sentence(capsys: Capture) -> None:
    rows = [row.split("\t") for row in run(capsys, "simulate", "--list-faults").out.splitlines()]
    assert [row[0] for row in rows] == [fault.name for fault in KNOWN.values()]
    assert all(len(row) == 3 for row in rows)
