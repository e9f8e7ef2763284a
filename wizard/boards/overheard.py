"""What a line brings by itself: a master that tells of itself, and who answers it.

Nothing is sent. A frame carries no serial number: masters are told apart by the settings
that they tell and by how long they have been running.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from wizard.boards.traffic import pieces
from wizard.protocol import views
from wizard.protocol.framing import MASTER, BusEar, Heard
from wizard.protocol.layout import Image, Table
from wizard.protocol.views import Settings, Status

SAME_RUN_S = 3.0  # one board's run time against our clock: whole seconds, looked at each second
_NOTHING = b"\0"


@dataclass(frozen=True, slots=True)
class MasterStatus:
    """The last status of a master; `since` is when it began to run, by the loop's clock, s."""

    since: float
    status: Status


@dataclass(frozen=True, slots=True)
class Overheard:
    """What was heard.

    `settings` are all that masters told, each different one once; `statuses` the last of
    each master; `slaves` the last status of each address that answered one. Of the bytes
    between the first and the last that made sense, `broken` of `came` made none.
    """

    settings: tuple[Settings, ...] = ()
    statuses: tuple[MasterStatus, ...] = ()
    slaves: Mapping[int, Status] = field(default_factory=dict[int, Status])
    came: int = 0
    broken: int = 0

    @property
    def masters(self) -> int:
        """How many masters are heard at least."""
        return max(len(self.settings), len(self.statuses))

    def joined(self, later: "Overheard") -> "Overheard":
        """Return both, of the same master or slave what was heard later."""
        settings = (*self.settings, *(one for one in later.settings if one not in self.settings))
        statuses = self.statuses
        for told in later.statuses:
            statuses = (*(one for one in statuses if not _same(one, told)), told)
        return Overheard(
            settings=settings,
            statuses=statuses,
            slaves={**self.slaves, **later.slaves},
            came=self.came + later.came,
            broken=self.broken + later.broken,
        )


class Listener:
    """Makes out who speaks in what a line brings; goes on from one piece to the next."""

    def __init__(self) -> None:
        self._ear = BusEar()

    def feed(self, chunk: bytes, now: float) -> Overheard:
        """Return what a chunk told that came up to now, in s of the loop's clock."""
        heard = Overheard(came=len(chunk), broken=_broken(chunk))
        for each in self._ear.feed(chunk):
            heard = heard.joined(_told(each, now))
        return heard


def _same(one: MasterStatus, other: MasterStatus) -> bool:
    return abs(one.since - other.since) <= SAME_RUN_S


def _told(heard: Heard, now: float) -> Overheard:
    image = heard.frame.image()
    if image is None:
        return Overheard()
    if heard.unit != MASTER:
        is_status = image.table is Table.STATUS
        return Overheard(slaves={heard.unit: views.status(image)} if is_status else {})
    return _of_master(image, now)


def _of_master(image: Image, now: float) -> Overheard:
    if image.table is Table.SETTINGS:
        return Overheard(settings=(views.settings(image),))
    if image.table is not Table.STATUS:
        return Overheard()
    status = views.status(image)
    since = now - float(status.readings["run_time"][0])
    return Overheard(statuses=(MasterStatus(since, status),))


def _broken(chunk: bytes) -> int:
    """Return how many bytes between whole frames and requests are part of nothing."""
    gaps = (chunk[one.end : other.start] for one, other in pairwise(pieces((), chunk)))
    return sum(len(gap.replace(_NOTHING, b"")) for gap in gaps)
