"""The pages on which language and theme are chosen."""

from dataclasses import dataclass, replace

from wizard.engine.offers import Offer, Page
from wizard.language import LANGUAGES
from wizard.look import ASCII, THEMES, Look
from wizard.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wears(Offer):
    """A look to change to."""

    look: Look


SPOKEN = text("spoken now")
WORN = text("worn now")
NOTHING = text("")


def languages(look: Look) -> Page:
    """Return the page of languages, each by its own name."""
    return Page(
        title=text("Which language?"),
        options=tuple(
            Wears(
                code,
                text("{name}", name=each.name),
                says=SPOKEN if code == look.language else NOTHING,
                look=replace(look, language=code),
            )
            for code, each in LANGUAGES.items()
        ),
        says=(
            text("A report has a language of its own: `jk-commission --report-language CODE`."),
            text("What JK's app shows stays in English, as it stands there."),
        ),
    )


def wardrobe(look: Look) -> Page:
    """Return the page of themes."""
    return Page(
        title=text("Which theme? No colour ever says what a word does not say."),
        options=tuple(_worn(name, about, look) for name, about in THEMES.items()),
        says=(text("The one in use: {name}", name=look.theme),),
    )


def _worn(name: str, about: Text, look: Look) -> Wears:
    """Return a theme; `ascii` alone changes the characters, and leaving it gives them back."""
    plain = name == ASCII or (look.ascii_only and look.theme != ASCII)
    return Wears(
        name,
        text("{name}", name=name),
        says=about,
        look=replace(look, theme=name, ascii_only=plain),
    )
