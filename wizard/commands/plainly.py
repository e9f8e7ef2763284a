"""Whether a commissioning is led on screens or in plain lines, why, and how it looks."""

import argparse
import os

from wizard import paths, remembered
from wizard.commands.output import talk
from wizard.look import Look
from wizard.preflight import Finding, Level, here, quick
from wizard.preflight.terminal import terminal
from wizard.text import Text, text

TOLD = frozenset({"disk", "clock", "encoding", "tmux"})
"""The quick checks that say more than the link does, and matter to plain lines."""


def is_plain(given: argparse.Namespace) -> bool:
    """Return whether there are plain lines; say why, where nobody asked for them."""
    if given.plain:
        return True
    refused = [each for each in terminal(here(paths.data())) if each.level is not Level.OK]
    for finding in refused:
        talk(finding.says)
    return bool(refused)


def tell_what_to_mind() -> None:
    """Say before plain lines begin what the start page would show of this computer."""
    for finding in quick(paths.data()):
        if finding.check in TOLD:
            talk(_told(finding))


def _told(finding: Finding) -> Text:
    if not finding.mend:
        return finding.says
    return text("{what} To mend it: {command}", what=finding.says, command=finding.mend)


def look_of(given: argparse.Namespace) -> Look:
    """Return the look of the screens: what was asked for now, else chosen on them before."""
    theme = given.theme or os.environ.get("NO_COLOR")
    return remembered.look(given.look, theme=bool(theme), language=given.language_asked)


def report_language_of(given: argparse.Namespace, look: Look) -> str:
    """Return the code of the report's language: the one asked for, else the screen's."""
    return given.report_language if given.report_language_asked else look.language
