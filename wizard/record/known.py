"""Whether this program knows all that a record names, before anything rests on it.

A chain is no signature: whoever alters a journal can make it anew. What is not in the
catalogue, or in another unit there, can neither be shown by JK's label nor be restored.
"""

from collections.abc import Container, Iterable, Iterator, Mapping

from wizard.errors import BadFile
from wizard.protocol.catalogue import ACTION, CALIBRATION, OPTION, WRITABLE
from wizard.quantity import Quantity
from wizard.record import events
from wizard.record.events import Event
from wizard.record.journal import Line
from wizard.text import Text, text

SHIFTABLE = WRITABLE.keys() - OPTION.keys()


def require_known(file: str, lines: tuple[Line, ...]) -> None:
    """Raise BadFile naming the first line with a setting or value that cannot be one."""
    for line in lines:
        for what in _strange(line.event):
            raise BadFile(
                text(
                    "{file}, line {n}: {what}. The record was altered, or a newer program wrote "
                    "it: take it up with that one. Nothing is written to the board; if limits "
                    "were left shifted, set by hand what set-by-hand.txt beside it says.",
                    file=file,
                    n=line.n,
                    what=what,
                )
            )


def _strange(event: Event) -> Iterator[Text]:
    match event:
        case events.WriteIntended():
            yield from _unknown([event.key], WRITABLE)
            yield from _wrong({event.key: event.before})
            yield from _wrong({event.key: event.wanted})
        case events.ActionIntended():
            yield from _unknown([event.key], ACTION)
        case events.CalibrationIntended():
            yield from _unknown([event.key], CALIBRATION)
        case events.SettingsRead():
            yield from _unknown(event.values, WRITABLE)
        case events.ShiftOpened():
            yield from _unknown({**event.originals, **event.wanted}, SHIFTABLE)
            yield from _wrong(event.originals)
            yield from _wrong(event.wanted)
        case _:
            pass


def _unknown(keys: Iterable[str], known: Container[str]) -> Iterator[Text]:
    for key in keys:
        if key not in known:
            yield text("this program has no setting or command named {key} there", key=key)


def _wrong(values: Mapping[str, Quantity]) -> Iterator[Text]:
    for key, value in values.items():
        row = WRITABLE[key]
        if value.unit != row.unit or not value.value.is_finite():
            yield text("{value} is no value of {label}", value=value, label=row.label)
