"""The command line in this process, with folders of its own and its signal handlers put back.

A report that many tests look at is issued once; each test gets a copy of its own.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typst

from tests.issued import issued, session
from tests.report.support import whole_story
from wizard import paths
from wizard.cli import main
from wizard.engine.signals import signals


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = {number: signal.getsignal(number) for number in signals()}
    yield tmp_path
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without PDF, as where typst is not installed: it takes longer than all the rest."""
    monkeypatch.setitem(sys.modules, "typst", None)


@pytest.fixture
def with_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports in every form: after `plain`, as every fixture that is used by name."""
    monkeypatch.setitem(sys.modules, "typst", typst)


@pytest.fixture(scope="session")
def issued_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON of a report that was issued, with a photograph that came later."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("issued")))
        folder = session(*whole_story())
        issued(folder)
        (folder / paths.ATTACHMENTS / "harness.jpg").write_bytes(b"a photograph")
        return issued(folder).files[0]


@pytest.fixture
def made(home: Path, issued_before: Path) -> Path:
    """The JSON of a report that was issued, with a photograph that came later."""
    program = issued_before.parents[1]
    copied = home / "data" / program.name
    shutil.copytree(program, copied)
    return copied / issued_before.relative_to(program)


@pytest.fixture(scope="session")
def signed_before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The bundle of a signed report, and the public key."""
    root = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(root))
        report, key = issued(session(*whole_story())).files[0], root / "key"
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)],  # noqa: S607
            check=True,
        )
        assert main(["report", "sign", str(report), "--key", str(key)]) == 0
    return report.with_suffix(".zip"), key.with_suffix(".pub").read_text()
