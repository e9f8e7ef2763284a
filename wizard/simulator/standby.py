"""When a board goes dark by itself: too low to live on, or nobody at work for hours.

Known: power-off looks at the highest cell; the timer of smart sleep runs only above its
cell voltage. Unknown: how long a board stays up below Power Off Volt. (`Delays`).
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Timer:
    """How long a reason has lasted without a break."""

    since: float | None = None

    def run(self, now: float, *, reason: bool) -> float:
        """Take note of a reason at a time; return the seconds it has lasted by then."""
        if not reason:
            self.since = None
            return 0.0
        self.since = now if self.since is None else self.since
        return now - self.since


@dataclass(slots=True)
class Standby:
    """Whether a board is awake, and the reasons to stop being it."""

    awake: bool = True
    empty: Timer = field(default_factory=Timer)
    idle: Timer = field(default_factory=Timer)
