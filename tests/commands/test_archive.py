"""`checklists`, `reports` and `simulate --list-faults`."""

from pathlib import Path

import pytest

from tests.commands.support import answers, run, short
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
    assert ran.out.splitlines() == [
        "firm\trevision 2\tOur way",
        "inverter-bms\trevision 2\tJK Inverter BMS",
    ]


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


def test_reports_are_listed_and_shown(capsys: Capture, home: Path) -> None:
    assert run(capsys, "reports", "list").out == ""
    made = run(capsys, "run", str(short(home)), "--demo", "--answers", str(answers(home)))
    name = Path(made.out.splitlines()[0]).stem
    assert run(capsys, "reports", "list").out == f"{name}\tPASS\tCellar\tSIMULATED\n"
    shown = run(capsys, "reports", "show", name)
    assert shown.code == 0
    assert "PASS" in shown.out


@pytest.mark.parametrize("form", ["json", "txt", "html"])
def test_a_report_is_shown_as_the_file_of_each_form(capsys: Capture, home: Path, form: str) -> None:
    made = run(
        capsys, "run", "inverter-bms", "--demo", "--answers", str(answers(home, without="wire-3"))
    )
    [file] = [Path(line) for line in made.out.splitlines() if line.endswith(form)]
    assert run(capsys, "reports", "show", file.name).out == file.read_text("utf-8")


def test_a_report_that_cannot_be_read_is_named(capsys: Capture, home: Path) -> None:
    folder = home / "data/jk-commission/reports"
    folder.mkdir(parents=True)
    (folder / "torn.json").write_bytes(b'{"report_id": ')
    listed = run(capsys, "reports", "list")
    assert (listed.code, listed.out) == (0, "")
    assert "torn.json" in listed.err
    shown = run(capsys, "reports", "show", "torn")
    assert (shown.code, shown.err.count("\n")) == (2, 1)


def test_all_faults_are_listed_with_kind_and_sentence(capsys: Capture) -> None:
    rows = [row.split("\t") for row in run(capsys, "simulate", "--list-faults").out.splitlines()]
    assert [row[0] for row in rows] == [fault.name for fault in KNOWN.values()]
    assert all(len(row) == 3 for row in rows)
