"""`report`: what was issued is checked, signed, rendered, compared and carried away."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.commands.support import answers, run, short
from wizard import filed
from wizard.report import bundle

Capture = pytest.CaptureFixture[str]

with_openssh = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="OpenSSH's ssh-keygen is not on this machine"
)


def told(capsys: Capture, *arguments: str) -> list[str]:
    ran = run(capsys, "report", *arguments)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()


def test_an_issued_report_and_its_bundle_are_in_order(capsys: Capture, made: Path) -> None:
    assert made.name.endswith("-r2.json")
    for file in (made, made.with_suffix(".zip")):
        rows = told(capsys, "verify", str(file))
        assert rows[-1] == "All of it fits. The report's verdict: FAIL"
        assert any("in one chain, folded once more" in row for row in rows)
        assert "signature: none" in rows
    with zipfile.ZipFile(made.with_suffix(".zip")) as packed:
        assert set(packed.namelist()) >= {
            "report.json", "report.html", "report.txt", "report-measurements.csv",
            "report-settings.csv", "journal.jsonl", "checklist.toml",
            "attachments/harness.jpg", "MANIFEST.sha256",
        }  # fmt: skip


def test_what_does_not_fit_is_named_and_the_exit_code_says_so(capsys: Capture, made: Path) -> None:
    made.write_bytes(made.read_bytes().replace(b"was answered: 1 of 4", b"was answered: 2 of 4"))
    ran = run(capsys, "report", "verify", str(made))
    assert ran.code == 1
    assert "DOES NOT FIT: seal: " in ran.out
    assert (
        "DOES NOT FIT: log[4].what.words: is pack was answered: 2 of 4 in the report, "
        "pack was answered: 1 of 4 by the journal" in ran.out
    )
    assert "Do not rely on this report." in ran.out


@with_openssh
def test_a_signature_is_in_the_bundle_too_and_names_the_person(
    capsys: Capture, made: Path, tmp_path: Path
) -> None:
    key, allowed = tmp_path / "key", tmp_path / "allowed"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)],  # noqa: S607
        check=True,
    )
    allowed.write_text(f"nowak@example.org {key.with_suffix('.pub').read_text()}")
    packed = made.with_suffix(".zip")
    assert told(capsys, "sign", str(made), "--key", str(key)) == [f"{made}.sig", str(packed)]
    for file in (made, packed):
        rows = told(capsys, "verify", str(file), "--allowed-signers", str(allowed))
        assert any(row.startswith("signature: nowak@example.org by key SHA256:") for row in rows)
    allowed.write_text("")
    strange = run(capsys, "report", "verify", str(packed), "--allowed-signers", str(allowed))
    assert strange.code == 1
    assert "not among the allowed signers" in strange.out


@with_openssh
def test_another_report_is_never_packed_into_a_bundle(
    capsys: Capture, made: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)],  # noqa: S607
        check=True,
    )
    packed = made.with_suffix(".zip")
    before = packed.read_bytes()
    made.write_bytes(made.with_name(made.name.replace("-r2", "-r1")).read_bytes())
    assert run(capsys, "report", "sign", str(made), "--key", str(key)).code == 2
    assert packed.read_bytes() == before


def test_a_report_without_a_signature_is_wrong_where_one_is_asked_for(
    capsys: Capture, made: Path, tmp_path: Path
) -> None:
    allowed = tmp_path / "allowed"
    allowed.write_text("")
    ran = run(capsys, "report", "verify", str(made), "--allowed-signers", str(allowed))
    assert (ran.code, "is not signed" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("form", "endings"),
    [
        ("html", [".html"]), ("text", [".txt"]), ("csv", ["-measurements.csv", "-settings.csv"]),
    ],
)  # fmt: skip
def test_a_form_is_made_again_from_the_json_alone(
    capsys: Capture, made: Path, tmp_path: Path, form: str, endings: list[str]
) -> None:
    alone = tmp_path / "elsewhere" / made.name
    alone.parent.mkdir()
    alone.write_bytes(made.read_bytes())
    rendered = [Path(row) for row in told(capsys, "render", str(alone), "--form", form)]
    assert [file.name for file in rendered] == [f"{made.stem}{ending}" for ending in endings]
    for file in rendered:
        assert file.read_bytes() == made.with_name(file.name).read_bytes()


def test_a_form_is_made_where_it_is_wanted(capsys: Capture, made: Path, tmp_path: Path) -> None:
    out = tmp_path / "for-the-customer.html"
    assert told(capsys, "render", str(made), "--form", "html", "--out", str(out)) == [str(out)]
    assert out.read_bytes() == made.with_suffix(".html").read_bytes()
    two = run(capsys, "report", "render", str(made), "--form", "csv", "--out", str(out))
    assert (two.code, "CSV is two files" in two.err) == (2, True)
    into = told(capsys, "render", str(made), "--form", "csv", "--out", str(tmp_path))
    assert [Path(row).parent for row in into] == [tmp_path, tmp_path]


@pytest.mark.parametrize("options", [(), ("--ascii",)])
def test_the_code_fits_a_terminal_of_80_by_24(
    capsys: Capture, made: Path, options: tuple[str, ...]
) -> None:
    session = made.stem.removesuffix("-r2")
    for name in (str(made), session):
        rows = told(capsys, "qr", name, *options)
        assert len(rows) <= 24
        assert max(map(len, rows)) <= 80
    assert all(row.isascii() for row in rows) == bool(options)


# ---- what is different


def test_a_report_is_the_same_as_itself_and_another_differs_by_the_field(
    capsys: Capture, made: Path
) -> None:
    assert told(capsys, "diff", str(made), made.stem) == []
    older = made.with_name(made.name.replace("-r2", "-r1"))
    ran = run(capsys, "report", "diff", str(older), str(made))
    assert ran.code == 1
    assert "revision\t1\t2" in ran.out.splitlines()


def test_a_report_is_compared_with_what_the_board_says_now(capsys: Capture, home: Path) -> None:
    ran = run(capsys, "run", str(short(home)), "--demo", "--answers", str(answers(home)))
    made = Path(ran.out.splitlines()[0])
    ran = run(capsys, "report", "diff", str(made), "--link", "demo:")  # fresh from the factory
    assert ran.code == 1
    changed = {row.split("\t")[0] for row in ran.out.splitlines()}
    before = {
        f"settings[{row.key}]"
        for row in filed.opened(made).settings
        if row.final is not None and row.first != row.final
    }
    assert before
    assert changed == before
    assert any(row.endswith("\tCell OVP (V)") for row in ran.out.splitlines())


def test_photographs_that_came_later_make_a_further_revision(capsys: Capture, home: Path) -> None:
    ran = run(capsys, "run", str(short(home)), "--demo", "--answers", str(answers(home)))
    (folder,) = (home / "data/jk-commission/sessions").iterdir()
    assert f"jk-commission report issue {folder.name}" in ran.err.replace("\n", "")
    (folder / "attachments" / "harness.jpg").write_bytes(b"a photograph")
    first, *_ = told(capsys, "issue", folder.name)
    assert Path(first).name == f"{folder.name}-r2.json"
    assert [one.name for one in filed.opened(Path(first)).attachments] == ["harness.jpg"]
    assert told(capsys, "issue", folder.name)[0] == first


def test_a_comparison_with_nothing_or_with_both_is_refused(capsys: Capture, made: Path) -> None:
    for more in ((), (str(made), "--link", "demo:")):
        assert run(capsys, "report", "diff", str(made), *more).code == 2


# ---- out of the machine


def test_all_of_a_report_is_copied_to_a_stick_and_read_again(
    capsys: Capture, made: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copied = [Path(row) for row in told(capsys, "copy", made.stem.removesuffix("-r2"), str(stick))]
    assert {file.name for file in copied} == {
        file.name for file in made.parent.iterdir() if "-r2" in file.name
    }
    for file in copied:
        assert file.read_bytes() == made.with_name(file.name).read_bytes()
    assert bundle.unpack((stick / f"{made.stem}.zip").read_bytes(), "b")
    assert len(told(capsys, "copy", made.stem, str(stick))) == len(copied)  # again: all the same


def test_nothing_on_a_stick_is_overwritten(capsys: Capture, made: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / made.name).write_bytes(b"of somebody else")
    ran = run(capsys, "report", "copy", made.stem, str(stick))
    assert (ran.code, made.name in ran.err) == (2, True)
    assert (stick / made.name).read_bytes() == b"of somebody else"


def test_a_stick_that_is_not_mounted_is_said(capsys: Capture, made: Path, tmp_path: Path) -> None:
    ran = run(capsys, "report", "copy", made.stem, str(tmp_path / "absent"))
    assert (ran.code, "Is the stick mounted?" in ran.err) == (2, True)


def test_a_run_ends_with_the_line_that_fetches_its_bundle(
    capsys: Capture, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.20 22")
    monkeypatch.setenv("LOGNAME", "pi")
    ran = run(capsys, "run", str(short(home)), "--demo", "--answers", str(answers(home)))
    (packed,) = home.rglob("reports/*.zip")
    assert f"scp pi@192.0.2.20:{packed} ." in ran.err.replace("\n", "")
