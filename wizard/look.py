"""How the program looks and in which language it speaks: asked for, else of the environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from wizard import language
from wizard.errors import WrongUsage
from wizard.text import Text, text

AUTO, NO_COLOURS, ASCII = "auto", "none", "ascii"
THEMES: dict[str, Text] = {
    AUTO: text("what the terminal and NO_COLOR suggest"),
    "dark": text("light on dark"),
    "light": text("dark on light"),
    "sunlight": text("black on white, for bright daylight"),
    "16": text("the terminal's own sixteen colours"),
    NO_COLOURS: text("no colours at all"),
    ASCII: text("plain characters, where lines and signs show as rubbish"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A theme of `THEMES`, whether only ASCII shows, a thin line, the screen's language."""

    theme: str = AUTO
    ascii_only: bool = False
    slow_link: bool = False
    language: str = "en"


def look(
    *,
    theme: str | None = None,
    slow_link: bool = False,
    asked: str | None = None,
    environment: Mapping[str, str] = os.environ,
    encoding: str | None = None,
) -> Look:
    """Return the look asked for; what was not asked for is the environment's.

    `asked` is the code of a language. A theme that was asked for counts more than
    NO_COLOR; an `encoding` of the terminal other than UTF-8 shows ASCII only.

    Raises:
        WrongUsage: there is no such theme or language.
    """
    if theme is not None and theme not in THEMES:
        raise WrongUsage(
            text(
                "There is no theme {theme}. Known are: {known}.",
                theme=theme,
                known=", ".join(THEMES),
            )
        )
    spoken = language.chosen(asked, environment)
    language.voice(spoken)
    name = theme or (NO_COLOURS if environment.get("NO_COLOR") else AUTO)
    return Look(name, name == ASCII or not _is_utf8(encoding), slow_link, spoken)


def _is_utf8(encoding: str | None) -> bool:
    told = encoding or sys.stdout.encoding or "ascii"
    return told.lower().replace("-", "").replace("_", "") == "utf8"
