"""Themes: what they send to a terminal, and that all of it can be read."""

import os
import re
import sys
from collections.abc import Mapping
from itertools import product

import pytest
from textual.color import Color

from screens import themes
from tests.screens.terminal import on_terminal
from wizard.look import THEMES

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])[;m]")
CONTRAST = 7  # WCAG 2, level AAA
NOT_UTF8 = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LEGIBLE = ("success", "warning", "error", "secondary", "foreground")


def sent(theme: str | None, **more: str) -> bytes:
    """All that the first page and the fullest screen of a run send in a theme."""
    command = [sys.executable, "-m", "tests.screens.first_child", *([theme] if theme else [])]
    with on_terminal(command, more) as terminal:
        read = terminal.until("F10 leave")
        terminal.press(b"1")
        read += terminal.until("3 no lamp")
        return read + terminal.rest()


@pytest.mark.parametrize(("theme", "more"), [("none", {}), (None, {"NO_COLOR": "1"})])
def test_without_colours_not_one_colour_code_is_sent(
    theme: str | None, more: Mapping[str, str]
) -> None:
    written = sent(theme, **more)
    assert not COLOUR.search(written)
    assert b"\x1b[1" in written  # bold and reverse stay


@pytest.mark.parametrize(("theme", "more"), [("ascii", {}), (None, NOT_UTF8)])
def test_in_ascii_no_other_character_is_sent(theme: str | None, more: Mapping[str, str]) -> None:
    written = sent(theme, **more)
    assert written.isascii()
    assert b"> 1" in written


def test_a_theme_that_is_asked_for_has_its_colours_in_spite_of_no_color() -> None:
    assert b"48;5;" in sent("dark", NO_COLOR="1")


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({}, "16"),
        ({"TERM": "xterm-256color"}, "16"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default;15"}, "light"),
        ({"TERM": "rxvt", "COLORFGBG": "0;7", "COLORTERM": "truecolor"}, "light"),
        ({"TERM": "linux", "COLORFGBG": "15;0"}, "16"),
        ({"TERM": "xterm-256color", "COLORFGBG": "default"}, "16"),
    ],
)
def test_auto_paints_only_where_the_terminal_tells_its_background(
    environment: dict[str, str], theme: str
) -> None:
    assert themes.resolved("auto", environment) == theme


@pytest.mark.parametrize("name", [name for name in THEMES if name != "auto"])
def test_another_theme_is_what_it_is_called(name: str) -> None:
    assert themes.resolved(name, os.environ) == name
    assert themes.painted_as(name) in {theme.name for theme in themes.ALL}


@pytest.mark.parametrize(("name", "colour"), list(product(themes.PAINTED, LEGIBLE)))
def test_every_colour_can_be_read_on_its_ground(name: str, colour: str) -> None:
    theme = themes.PAINTED[name]
    ink, ground = Color.parse(getattr(theme, colour)), Color.parse(theme.background or "")
    assert _contrast(ink, ground) >= CONTRAST


def _contrast(ink: Color, ground: Color) -> float:
    darker, lighter = sorted((_luminance(ink), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = (each / 255 for each in colour.rgb)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
