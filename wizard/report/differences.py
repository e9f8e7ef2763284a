"""Where two records of the same shape differ, to the field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

import msgspec

NAMING = ("id", "key", "number", "name", "type")
"""What names an item of a list, the first of them that it has."""
ABSENT = "-"

_ENCODER = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in both, such as `steps[connect].verdict`, and what stands there in each."""

    place: str
    one: str
    other: str


def differences(one: object, other: object) -> Iterator[Difference]:
    """Yield where two structs, or what they are made of, are not the same.

    Items of a list are compared by what names them, else by their place.
    """
    yield from _between("", _plain(one), _plain(other))


def _plain(value: object) -> object:
    return msgspec.to_builtins(value, builtin_types=(Decimal, datetime))


def _between(place: str, one: object, other: object) -> Iterator[Difference]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        ours, theirs = cast("Mapping[str, object]", one), cast("Mapping[str, object]", other)
        yield from _of_items(place and f"{place}.", "", ours, theirs)
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        ours = _named(cast("Sequence[object]", one))
        theirs = _named(cast("Sequence[object]", other))
        yield from _of_items(f"{place}[", "]", ours, theirs)
    elif one != other:
        yield Difference(place, _shown(cast("object", one)), _shown(other))


_MISSING = object()


def _of_items(
    before: str, behind: str, ours: Mapping[str, object], theirs: Mapping[str, object]
) -> Iterator[Difference]:
    for name in {**ours, **theirs}:
        place = f"{before}{name}{behind}"
        mine, yours = ours.get(name, _MISSING), theirs.get(name, _MISSING)
        if mine is _MISSING or yours is _MISSING:
            yield Difference(place, _shown(mine), _shown(yours))
        else:
            yield from _between(place, mine, yours)


def _named(items: Sequence[object]) -> dict[str, object]:
    """Return items by name; a second one of the same name is counted."""
    found: dict[str, object] = {}
    for number, item in enumerate(items):
        name = _name(item) or str(number)
        found[name if name not in found else f"{name}#{number}"] = item
    return found


def _name(item: object) -> str:
    if not isinstance(item, Mapping):
        return ""
    fields = cast("Mapping[str, object]", item)
    return next((str(fields[key]) for key in NAMING if key in fields), "")


def _shown(value: object) -> str:
    if value is _MISSING:
        return ABSENT
    if isinstance(value, str | int | Decimal):
        return str(value)
    return _ENCODER.encode(value).decode()
