"""`reports`: what was issued is listed, found, shown and collected."""

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.commands.support import answers, run, short
from tests.report.support import report, whole_story
from wizard import filed, paths
from wizard.report.document import Document
from wizard.report.json_form import to_json
from wizard.report.seal import sealed

Capture = pytest.CaptureFixture[str]


def put(session: str, revision: int = 1, **changed: object) -> Document:
    """Let a report be one that was issued."""
    fields = {"report_id": session, "revision": revision, **changed}
    document = sealed(replace(report(whole_story()), **fields))
    paths.save(paths.reports() / f"{session}-r{revision}.json", to_json(document))
    return document


def listed(capsys: Capture, *options: str) -> list[str]:
    ran = run(capsys, "reports", "list", *options)
    assert ran.code == 0
    return [line.split("\t")[0] for line in ran.out.splitlines()]


def test_reports_are_listed_and_shown(capsys: Capture, home: Path) -> None:
    assert run(capsys, "reports", "list").out == ""
    made = run(capsys, "run", str(short(home)), "--demo", "--answers", str(answers(home)))
    name = Path(made.out.splitlines()[0]).stem
    assert run(capsys, "reports", "list").out == f"{name}\tPASS\tCellar\tSIMULATED\n"
    shown = run(capsys, "reports", "show", name)
    assert shown.code == 0
    assert "PASS" in shown.out


@pytest.mark.parametrize("form", ["json", "txt", "html", "measurements.csv"])
def test_a_report_is_shown_as_the_file_of_each_form(capsys: Capture, home: Path, form: str) -> None:
    made = run(
        capsys, "run", "inverter-bms", "--demo", "--answers", str(answers(home, without="wire-3"))
    )
    [file] = [Path(line) for line in made.out.splitlines() if line.endswith(form)]
    shown = run(capsys, "reports", "show", file.name).out
    assert shown.splitlines() == file.read_text("utf-8-sig").splitlines()


def test_a_report_is_shown_in_the_language_that_the_name_of_its_file_ends_in(
    capsys: Capture,
) -> None:
    put("2026-11-21-001")
    for name in ("2026-11-21-001-de.html", "2026-11-21-001-r1-de.html"):
        assert '<html lang="de">' in run(capsys, "reports", "show", name).out
    assert run(capsys, "reports", "show", "2026-11-21-001-r1-xx.html").code == 2
    assert run(capsys, "reports", "show", "2026-11-21-001-r1-de.json").code == 2


def test_a_report_that_cannot_be_read_is_named(capsys: Capture) -> None:
    put("2026-11-21-001")
    paths.save(paths.reports() / "torn-r1.json", b'{"report_id": ')
    ran = run(capsys, "reports", "list")
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert "torn-r1.json" in ran.err
    shown = run(capsys, "reports", "show", "torn-r1")
    assert (shown.code, shown.err.count("\n")) == (2, 1)


def test_of_several_revisions_the_newest_is_meant_unless_one_is_named(capsys: Capture) -> None:
    for revision in (1, 2, 10):
        put("2026-11-21-001", revision, site=f"site {revision}")
    assert listed(capsys) == ["2026-11-21-001-r10"]
    assert "site 10" in run(capsys, "reports", "show", "2026-11-21-001").out
    assert "site 2" in run(capsys, "reports", "show", "2026-11-21-001-r2.json").out


def test_reports_are_found_by_site_board_verdict_and_day(capsys: Capture) -> None:
    kept = put("2026-11-21-001")
    other = put("2026-11-21-002", site="Berg, attic", board=None, verdict="INCOMPLETE")
    assert kept.finished is not None
    day = kept.finished.date()
    one, two = f"{kept.report_id}-r1", f"{other.report_id}-r1"
    assert listed(capsys, "--site", "KOWALSKI") == [one]
    assert listed(capsys, "--serial", "JK42") == [one]
    assert listed(capsys, "--verdict", "incomplete") == [two]
    assert listed(capsys, "--since", f"{day}", "--until", f"{day}") == [one, two]
    assert listed(capsys, "--since", f"{day.replace(day=day.day + 1)}") == []
    assert listed(capsys, "--until", f"{day.replace(day=day.day - 1)}") == []


def test_all_reports_are_exported_one_a_line_and_each_is_the_issued_one(capsys: Capture) -> None:
    put("2026-11-21-001")
    put("2026-11-21-001", 2)
    put("2026-11-21-002", site="two\nlines\u202e")
    ran = run(capsys, "reports", "export", "--jsonl")
    rows = ran.out.encode().splitlines()
    assert [json.loads(row)["report_id"] for row in rows] == ["2026-11-21-001", "2026-11-21-002"]
    for row, name in zip(rows, ("2026-11-21-001-r2", "2026-11-21-002-r1"), strict=True):
        file = paths.reports() / f"{name}.json"
        assert msgspec.json.format(row, indent=2) + b"\n" == file.read_bytes()


def test_a_form_that_is_not_asked_for_is_not_guessed(capsys: Capture) -> None:
    assert run(capsys, "reports", "export").code == 2
    assert run(capsys, "reports", "list", "--since", "yesterday").code == 2
    put("2026-11-21-001")
    assert run(capsys, "reports", "show", "2026-11-21-001.docx").code == 2
    assert filed.latest() == {"2026-11-21-001": 1}
