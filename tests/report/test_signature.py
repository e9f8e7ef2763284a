"""Signing by the technician's SSH key, checked by the same program that others have."""

import shutil
import subprocess
from pathlib import Path

import pytest

from wizard.errors import BadFile, WrongUsage
from wizard.report.signature import check, sign

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="OpenSSH's ssh-keygen is not on this machine"
)
REPORT = b'{"verdict": "PASS"}\n'


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "id_ed25519"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "nowak", "-f", str(file)],  # noqa: S607
        check=True,
    )
    return file


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "r.json"
    file.write_bytes(REPORT)
    return file


def allowed(key: Path, name: str = "nowak@example.org") -> Path:
    file = key.with_name("allowed")
    public = key.with_suffix(".pub").read_text().split()
    file.write_text(f"{name} {public[0]} {public[1]}\n")
    return file


def test_a_signature_names_its_key_and_with_allowed_signers_the_person(
    report: Path, key: Path
) -> None:
    signature = sign(report, key)
    assert check(REPORT, signature).key.startswith("SHA256:")
    assert check(REPORT, signature, allowed(key)).signer == "nowak@example.org"


def test_a_file_that_was_altered_does_not_fit(report: Path, key: Path) -> None:
    signature = sign(report, key)
    with pytest.raises(BadFile, match=r"r\.json\.sig does not fit"):
        check(REPORT + b" ", signature)
    with pytest.raises(BadFile, match="does not fit"):
        check(REPORT + b" ", signature, allowed(key))


def test_a_key_that_nobody_allowed_did_not_sign(report: Path, key: Path, tmp_path: Path) -> None:
    signature = sign(report, key)
    nobody = tmp_path / "nobody"
    nobody.write_text("")
    with pytest.raises(BadFile, match="not among the allowed signers"):
        check(REPORT, signature, nobody)


def test_signing_again_replaces_the_signature(report: Path, key: Path) -> None:
    sign(report, key)
    report.write_bytes(b"another")
    assert check(b"another", sign(report, key)).key


def test_a_key_that_is_not_there_is_said_and_nothing_is_left(report: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"r\.json was not signed"):
        sign(report, tmp_path / "absent")
    assert not report.with_name("r.json.sig").exists()


def test_without_openssh_it_says_what_is_missing(
    report: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WrongUsage, match=r"comes with OpenSSH"):
        sign(report, key)
