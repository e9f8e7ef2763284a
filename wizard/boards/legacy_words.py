"""Sentences about a board on its UART: why it is silent, why it is told nothing."""

from wizard.protocol.views import Identity
from wizard.text import Text, text

UNKNOWN = text("Nothing is written before the board said who it is.")
ANOTHER = text(
    "This may be another board than the one before: over this link none tells a serial number, "
    "and what this one says of itself, or counts, does not go on from there. Nothing is written. "
    "Plug the right board in; if it is, leave and resume."
)


def silent(board: str, tries: int) -> Text:
    """Return why a board may not answer."""
    return text(
        "{board} does not answer after {n} tries. Is it awake, are RX and TX not swapped, is the "
        "plug the UART's (GPS, RS485 adapter), and UART1 protocol 000 where it has a choice?",
        board=board,
        n=tries,
    )


def untold(label: str) -> Text:
    """Return that something is not told by this protocol."""
    return text(
        "{label}: over the UART only the charge and the discharge switch are known well enough "
        "to be written. Set it in the vendor's app.",
        label=label,
    )


def strange(known: Identity) -> Text:
    """Return that a model is none of JK's, or has no name."""
    return text(
        "{model} is not known to take writes over the UART: nothing is written.",
        model=known.model or "A board without a model name",
    )


def stopped(at: str) -> Text:
    """Return that a read-out could not be read to its end."""
    return text(
        "The board's read-out ends for us at {what}: its dialect is in doubt, nothing is written. "
        "Set it in the vendor's app.",
        what=at,
    )


def no_addresses(address: int) -> Text:
    """Return that there are no addresses."""
    return text(
        "Over the UART there is no address {n} to ask at: the board at the plug is the only one.",
        n=address,
    )
