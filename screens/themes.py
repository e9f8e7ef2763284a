"""The themes by name, and which one `auto` is on a terminal.

`auto` is `dark` or `light` where the terminal tells its background in COLORFGBG and has
256 colours by TERM or COLORTERM. Anywhere else it is `16`, which is legible on any
background, since it uses the terminal's own. `none` sends no colour codes at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from wizard.look import AUTO

OWN = "16"
LIGHT_GROUNDS = frozenset({"7", "15"})


def _painted(name: str, ground: str, ink: str, colours: Sequence[str], *, dark: bool) -> Theme:
    success, warning, error, quiet = colours
    return Theme(
        name=name,
        primary=quiet,
        secondary=quiet,
        accent=quiet,
        success=success,
        warning=warning,
        error=error,
        foreground=ink,
        background=ground,
        surface=ground,
        panel=ground,
        boost=ground,
        dark=dark,
        text_alpha=1.0,
    )


PAINTED = {
    theme.name: theme
    for theme in (
        _painted(
            "dark", "#121212", "#e4e4e4", ("#87d787", "#ffd75f", "#ff8787", "#87d7ff"), dark=True
        ),
        _painted(
            "light", "#ffffff", "#1c1c1c", ("#005f00", "#5f0087", "#870000", "#00005f"), dark=False
        ),
        _painted(
            "sunlight",
            "#ffffff",
            "#000000",
            ("#000000", "#000000", "#000000", "#000000"),
            dark=False,
        ),
    )
}
"""Colours of the 256 that terminals have, so that none of them changes on the way."""

NATIVE = replace(
    BUILTIN_THEMES["ansi-dark"],
    name=OWN,
    primary="ansi_default",
    secondary="ansi_default",
    accent="ansi_default",
    warning="ansi_magenta",
)
"""The terminal's own: those of its colours that show on a dark and on a light background."""

ALL = (*PAINTED.values(), NATIVE)


def resolved(name: str, environment: Mapping[str, str]) -> str:
    """Return the theme of `wizard.look.THEMES` that a name stands for on this terminal."""
    return _suggested(environment) if name == AUTO else name


def painted_as(name: str) -> str:
    """Return the name of the Textual theme of a resolved theme."""
    return name if name in PAINTED else OWN


def _suggested(environment: Mapping[str, str]) -> str:
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    many = "256" in environment.get("TERM", "") or bool(environment.get("COLORTERM"))
    if not ground.isdecimal() or not many:
        return OWN
    return "light" if ground in LIGHT_GROUNDS else "dark"


class Colourless(LineFilter):
    """Leaves out every colour; bold and reverse stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  of every filter
        """Return segments of the same text."""
        return [
            Segment(said, _without_colour(style) if style else None, control)
            for said, style, control in segments
        ]


@lru_cache(1024)
def _without_colour(style: Style) -> Style:
    return style.without_color


COLOURLESS = Colourless()
