"""What is asked and said of a password; the words of it are in none of these sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from wizard.procedure.checklist import Passwords
from wizard.procedure.questions import Acknowledge, Choice, Option, Secret
from wizard.protocol import secret
from wizard.protocol.views import Secrets
from wizard.text import Text, text

FACTORY, CHANGED, UNTOLD = "factory", "changed", "not told"
KEEP, CHANGE, AGAIN = "keep", "change", "again"

FACTORY_KEPT = text(
    "A factory password is still in use: the lamp ALM flickers and alarm 19 (modify password "
    "in time) stands until it is changed in the vendor's app."
)
NO_LOCK = text(
    "A password keeps mistakes away, not people: boards were seen to take writes without it. "
    "Of newer firmware it is not known."
)
NOT_TOLD = text("The passwords are still to be looked at in the vendor's app.")


class Known(Enum):
    """How what a person says goes with what the board reports."""

    YES = "yes"
    NO = "no"
    OTHERWISE = "otherwise"

    @property
    def told(self) -> Text:
        """The same in words."""
        return TOLD[self]


TOLD = {
    Known.YES: text("it is the one you know"),
    Known.NO: text("it is not known here"),
    Known.OTHERWISE: text("the board reports another one than you typed"),
}


@dataclass(frozen=True, slots=True)
class Password:
    """One of the two: its key in the record, its name, the words makers deliver."""

    key: str
    label: Text
    factory: tuple[str, ...]
    of: Callable[[Secrets], secret.Secret]


def both_of(step: Passwords) -> tuple[Password, ...]:
    """Return both, with the words that makers deliver."""
    return (
        Password(
            "connection-password",
            text("connection password"),
            step.connection_factory,
            lambda told: told.device,
        ),
        Password(
            "settings-password",
            text("settings password"),
            step.settings_factory,
            lambda told: told.settings,
        ),
    )


def question(password: Password) -> Secret:
    """Ask what a person knows it to be."""
    return Secret(
        key=password.key,
        prompt=text("The {label}, as you know it:", label=password.label),
        hint=text(
            "Enter alone if you do not know it. It is compared with the board's and kept nowhere."
        ),
        optional=True,
    )


def doubt(password: Password, state: str, known: Known) -> Text | None:
    """Return why the customer might stand before a closed door; None where he would not."""
    if known is Known.OTHERWISE:
        return text(
            "The board reports another {label} than is known here: the customer would be "
            "locked out of the vendor's app, and only the maker could help.",
            label=password.label,
        )
    if known is Known.NO and state == CHANGED:
        return text(
            "The {label} was changed, and nobody here knows it: only the maker can help "
            "where it is lost.",
            label=password.label,
        )
    return None


def what_next(password: Password, state: str, known: Known) -> Choice:
    """Ask what shall be done about it."""
    keep = text("Keep it") if known is Known.YES else text("Go on: it is not known here")
    again = (Option(AGAIN, text("Type it once more")),) if known is Known.OTHERWISE else ()
    return Choice(
        key=f"{password.key}-next",
        prompt=text(
            "The {label} is {state}; {known}.",
            label=password.label,
            state=_word(state),
            known=known.told,
        ),
        hint=text("This program never sends a password: changing one takes the vendor's app."),
        options=(
            *again,
            Option(KEEP, keep),
            Option(CHANGE, text("Change it now, in the vendor's app")),
        ),
    )


def _word(state: str) -> Text:
    return text("the factory's") if state == FACTORY else text("not the factory's")


def changing(password: Password) -> Acknowledge:
    """Wait until it was changed by other means."""
    return Acknowledge(
        key=f"{password.key}-changed",
        prompt=text(
            "The {label} is changed in the vendor's app, and written down for the customer.",
            label=password.label,
        ),
        hint=text("It is read from the board again, whatever you answer."),
    )
