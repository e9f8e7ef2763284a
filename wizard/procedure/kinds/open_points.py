"""Points that stay open, each noted once however often a step is taken."""

from wizard.procedure.attempt import Attempt
from wizard.text import Text


def leave_open(attempt: Attempt, what: Text) -> None:
    """Record an open point unless the same one stands in the record."""
    if all(known.what != what for known in attempt.recorder.state.open_points):
        attempt.open_point(what)
