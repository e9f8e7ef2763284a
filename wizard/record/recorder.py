"""The journal and the state it folds to, kept together."""

from contextlib import suppress
from pathlib import Path

from wizard.clock import Clock
from wizard.errors import BadFile, RecordError
from wizard.record.events import Event
from wizard.record.journal import Journal
from wizard.record.known import require_known
from wizard.record.state import State, apply, fold


class Recorder:
    """Appends events to the journal first, then moves the state on.

    Raises RecordError where the disk does not take an event, and BadFile where the journal
    holds what this program does not know.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        self.journal = Journal(path, clock)
        try:
            require_known(str(path), self.journal.history.lines)
        except BadFile:
            self.journal.close()
            raise
        self.state: State = fold(self.journal.history.events)

    def append(self, event: Event) -> None:
        """Record an event."""
        self.journal.append(event)
        apply(self.state, event)

    def keep(self, event: Event) -> None:
        """Record an event if the disk takes it; the state moves on in any case.

        For restoring limits only: a full disk must not keep them shifted. What is missing
        on disk makes the next start restore once more, which changes nothing.
        """
        with suppress(RecordError):
            self.journal.append(event)
        apply(self.state, event)

    def close(self) -> None:
        """Release the journal."""
        self.journal.close()
