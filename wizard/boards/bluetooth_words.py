"""Sentences about a board by Bluetooth: why it is silent, why it is told nothing."""

from wizard.protocol.dialects import Dialect, Doubt
from wizard.protocol.views import Identity
from wizard.text import Text, text

NO_STATUS = text(
    "This is a JK04 balancer: it protects nothing, so there is nothing to commission. "
    "`jk-commission status` shows what it measures."
)
ONLY_READ = text("A JK04 balancer is only read: set it in the vendor's app.")


def silent(board: str, tries: int) -> Text:
    """Return why a board may not answer."""
    return text(
        "{board} does not answer after {n} tries. Is it on and near, and no phone connected "
        "to it? Close the vendor's app, then try again.",
        board=board,
        n=tries,
    )


def in_doubt(known: Identity, doubt: Doubt) -> Text:
    """Return that a board contradicts itself."""
    return text(
        "{model}, firmware {firmware}: {why}. Nothing is written; set it in the vendor's app.",
        model=known.model or "A board without a model name",
        firmware=known.firmware or "unknown",
        why=doubt.reason,
    )


def strange(known: Identity) -> Text:
    """Return that a model is none of JK's."""
    return text(
        "{model} is not known to speak this dialect: nothing is written.",
        model=known.model or "a board without a model name",
    )


def no_command(label: str, dialect: Dialect) -> Text:
    """Return that a dialect cannot be told something."""
    return text(
        "{label}: no command for it is known well enough on {dialect} boards. Set it in the "
        "vendor's app.",
        label=label,
        dialect=str(dialect),
    )


def missing(label: str, known: Identity) -> Text:
    """Return that a board's capability bit is clear."""
    return text(
        "{label}: firmware {firmware} says that it does not have it.",
        label=label,
        firmware=known.firmware,
    )
