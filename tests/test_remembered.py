"""The look that was chosen last: kept, and harmless however its file looks."""

from pathlib import Path

import pytest

from wizard import remembered
from wizard.look import Look

CHOSEN = Look("sunlight", language="hu")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_what_was_chosen_counts_where_nothing_is_asked_for() -> None:
    remembered.keep(CHOSEN)
    assert remembered.look(Look(slow_link=True), theme=False, language=False) == Look(
        "sunlight", slow_link=True, language="hu"
    )
    assert remembered.file().stat().st_mode & 0o777 == 0o600


def test_what_is_asked_for_counts_more() -> None:
    remembered.keep(CHOSEN)
    assert remembered.look(Look("dark"), theme=True, language=False) == Look("dark", language="hu")
    assert remembered.look(Look(language="de"), theme=False, language=True) == Look(
        "sunlight", language="de"
    )


def test_ascii_brings_its_characters_along() -> None:
    remembered.keep(Look("ascii", ascii_only=True))
    assert remembered.look(Look(), theme=False, language=False).ascii_only


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"torn {",
        b"[]",
        b"7",
        b'{"theme": 7}',
        b'{"theme": "pink", "language": "xx"}',
        b"\xff\xfe",
        b'{"theme": "dark"' + b" " * 2000 + b"}",
        b"[" * 900,
    ],
)
def test_a_spoilt_file_says_nothing(spoilt: bytes) -> None:
    remembered.keep(CHOSEN)
    remembered.file().write_bytes(spoilt)
    assert remembered.look(Look(), theme=False, language=False) == Look()


def test_where_nothing_can_be_written_only_the_choice_is_lost(home: Path) -> None:
    (home / "data").write_text("no folder")
    remembered.keep(CHOSEN)
    assert remembered.look(Look(), theme=False, language=False) == Look()
