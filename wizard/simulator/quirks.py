"""What can be wrong with a board, as data that its firmware obeys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


def _nothing() -> Mapping[str, Decimal]:
    return {}


@dataclass(frozen=True, slots=True)
class Quirks:
    """Departures from a good board; settings by catalogue key, inputs by cell number.

    `skewed` is added to what is written. `forgets` names a setting whose first write is
    lost while the limit in force lies below the highest cell. `after_preset` overrides
    what a preset writes.
    """

    silent: bool = False
    blind: frozenset[int] = frozenset()
    refused: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    forgets: str = ""
    skewed: Mapping[str, Decimal] = field(default_factory=_nothing)
    ignores_preset: bool = False
    after_preset: Mapping[str, Decimal] = field(default_factory=_nothing)
    never_trips: bool = False
    never_releases: bool = False
    no_trip_alarm: bool = False
    alarms: frozenset[int] = frozenset()


GOOD = Quirks()
