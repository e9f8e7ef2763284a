"""`docs/verifying.md`: what a third party is told to type does what is said there."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from wizard.report import bundle

Capture = pytest.CaptureFixture[str]
GUIDE = Path(__file__).parents[2] / "docs" / "verifying.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
SIGNED = "ssh-keygen"
NEEDED = ("sh", "sha256sum", "python3", "ssh-keygen")

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, NEEDED)), reason="a tool that the guide uses is not on this machine"
)


@pytest.fixture
def unpacked(signed_before: tuple[Path, str], tmp_path: Path) -> Path:
    """The folder of a signed bundle, with a file of allowed signers."""
    bundled, public = signed_before
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(bundled) as packed:
        packed.extractall(folder)
    (folder / "allowed_signers").write_text(f"nowak@example.org {public}")
    return folder


def typed(block: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", block],  # noqa: S607  as a third party types it
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def failing(folder: Path) -> list[int]:
    """Which of the commands find something, by their number from 1."""
    return [n for n, block in enumerate(BLOCKS, 1) if typed(block, folder).returncode]


def test_every_command_finds_a_report_in_order_and_says_so(unpacked: Path) -> None:
    said = [typed(block, unpacked) for block in BLOCKS]
    assert [one.returncode for one in said] == [0] * len(BLOCKS), said
    assert [one.stdout.splitlines()[-1].split(" ")[0] for one in said] == [
        "report.txt:", "journal", "report", "checklist", "Good",
    ]  # fmt: skip
    assert 'Good "jk-commission-report" signature for nowak@example.org' in said[-1].stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("report.json", b"Kowalski", b"Kowalsky", [1, 3, 5]),
        ("journal.jsonl", b"Kowalski", b"Kowalsky", [1, 2]),
        ("checklist.toml", b"title", b"titel", [1, 4]),
        ("report.html", b"Kowalski", b"Kowalsky", [1]),
    ],
)
def test_what_was_altered_is_found_though_the_manifest_was_made_to_fit(
    unpacked: Path, name: str, old: bytes, new: bytes, found: list[int]
) -> None:
    file = unpacked / name
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    assert failing(unpacked) == found
    files = {
        each.relative_to(unpacked).as_posix(): each.read_bytes()
        for each in unpacked.rglob("*")
        if each.is_file() and each.name not in {bundle.MANIFEST, "allowed_signers"}
    }
    (unpacked / bundle.MANIFEST).write_bytes(bundle.manifest(files))
    assert failing(unpacked) == [n for n in found if n != 1]


def test_a_signature_by_another_key_is_refused(unpacked: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)],  # noqa: S607
        check=True,
    )
    public = other.with_suffix(".pub").read_text()
    (unpacked / "allowed_signers").write_text(f"nowak@example.org {public}")
    assert failing(unpacked) == [5]


def test_the_guide_has_a_row_for_every_file_of_a_bundle(unpacked: Path) -> None:
    told = GUIDE.read_text("utf-8")
    for file in unpacked.iterdir():
        if file.name != "allowed_signers":
            assert file.name in told.replace("report-*.csv", "report-settings.csv "
                                             "report-measurements.csv")  # fmt: skip
