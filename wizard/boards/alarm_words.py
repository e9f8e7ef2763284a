"""Alarms as a person reads them; the protocol library names them in English."""

from collections.abc import Iterable

from wizard.protocol.alarms import name_of
from wizard.text import Text, listed, text


def alarm_words(bits: Iterable[int]) -> Text:
    """Return the names of alarm bits in their order, with their numbers; `none` for none."""
    told = [text("{bit} {name}", bit=bit, name=text(name_of(bit))) for bit in sorted(bits)]
    return listed(told) if told else text("none")
