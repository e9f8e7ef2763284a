"""The languages of screens and reports: those of the manual, from gettext catalogues.

A catalogue is `languages/CODE/LC_MESSAGES/jk-commission.po`, compiled beside it to `.mo`.
"""

import gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wizard.errors import BadInput
from wizard.text import ENGLISH, Voice, text

DOMAIN = "jk-commission"
CATALOGUES = Path(__file__).parent / "languages"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in the order of gettext


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code of ISO 639-1, its own name, and its decimal mark."""

    code: str
    name: str
    decimal: str = ","


LANGUAGES = {
    each.code: each
    for each in (
        Language("en", "English", "."),
        Language("de", "Deutsch"),
        Language("pl", "Polski"),
        Language("cs", "Čeština"),
        Language("sk", "Slovenčina"),
        Language("da", "Dansk"),
        Language("hu", "Magyar"),
    )
}


@cache
def voice(code: str, *, files: bool = False) -> Voice:
    """Return how a language is spoken; for `files` its numbers keep their point.

    Raises:
        BadInput: there is no such language.
    """
    if code not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadInput(
            text("There is no language {code}. Known are: {known}.", code=code, known=known)
        )
    decimal = "." if files else LANGUAGES[code].decimal
    if code == "en":
        return ENGLISH
    catalogue = gettext.translation(DOMAIN, CATALOGUES, [code], fallback=True)

    def translate(msgid: str) -> str:
        return catalogue.gettext(msgid) if msgid else ""  # "" is the catalogue's own head

    return Voice(translate, decimal)


def chosen(asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Return the code of the language asked for, else of the environment's, else English."""
    if asked is not None:
        return asked
    for variable in VARIABLES:
        for told in environment.get(variable, "").split(":"):
            code = told[:2].lower()
            if told and (code in LANGUAGES or told in {"C", "POSIX"} or told.startswith("C.")):
                return code if code in LANGUAGES else "en"
        if environment.get(variable) and variable != "LANGUAGE":
            return "en"
    return "en"
