"""The look that was chosen last on the screens, kept in a small file of the data folder.

A file that is missing, spoilt or of another version says nothing; one that cannot be
written costs nothing but the choice.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from wizard import paths
from wizard.errors import CommissionError
from wizard.language import LANGUAGES
from wizard.look import ASCII, THEMES, Look

LONGEST = 1000  # bytes; a file that holds more is none of ours


def file() -> Path:
    """Return where the look is kept."""
    return paths.data() / "look.json"


def keep(look: Look) -> None:
    """Keep theme and language of a look, whole or not at all."""
    chosen = {"theme": look.theme, "language": look.language}
    with suppress(OSError, CommissionError):
        paths.save(file(), msgspec.json.encode(chosen))


def look(given: Look, *, theme: bool, language: bool) -> Look:
    """Return a look with what was chosen before, but for what was asked for now."""
    kept = _kept()
    if not theme and kept.get("theme") in THEMES:
        name = kept["theme"]
        given = replace(given, theme=name, ascii_only=given.ascii_only or name == ASCII)
    if not language and kept.get("language") in LANGUAGES:
        given = replace(given, language=kept["language"])
    return given


def _kept() -> dict[str, str]:
    try:
        raw = file().read_bytes()
        return msgspec.json.decode(raw, type=dict[str, str]) if len(raw) <= LONGEST else {}
    except (OSError, ValueError, RecursionError):
        return {}
