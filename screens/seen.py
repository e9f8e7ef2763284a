"""All that decides what stands on the run screen, as one value."""

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeVar, cast

from wizard.engine.mailbox import Asked, Mail
from wizard.procedure.views import Finished, Live, Progress, Shifted, StepView, View
from wizard.text import Text

V = TypeVar("V", bound=View)


class Open(Enum):
    """What stands in the place of the step, or is typed in the place of its answer."""

    NOTHING = "nothing"
    WHY = "why"  # why the step is done, and what goes wrong in it
    TERMS = "terms"  # JK's words, found by typing
    NOTE = "note"  # typed for the report


TYPED = frozenset({Open.TERMS, Open.NOTE})
"""What takes the keys that are typed, while the answer to the question waits."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The engine's mail, and what the person at the keyboard has opened or typed.

    `refusal` is why the last answer was not even sent; `open` is what was opened over the
    step, `sought` what was typed to find a term; `leaving` once leaving was asked for;
    `back` lines away from where it begins to be read; `read` once its first line was seen.
    """

    mail: Mail = field(default_factory=Mail)
    refusal: Text | None = None
    open: Open = Open.NOTHING
    sought: str = ""
    leaving: bool = False
    left: bool = False
    back: int = 0
    read: bool = False

    def view(self, kind: type[V]) -> V | None:
        """Return the newest view of a kind."""
        return cast("V | None", self.mail.views.get(kind))

    @property
    def asked(self) -> Asked | None:
        """The open question."""
        return self.mail.asked

    @property
    def refused(self) -> Text | None:
        """Why the last answer to the open question was not taken, here or by the engine."""
        return self.refusal or (self.asked.refusal if self.asked else None)

    @property
    def shifted(self) -> Shifted | None:
        """The shifted limits, if there are any now."""
        shift = self.view(Shifted)
        return shift if shift and shift.open else None

    @property
    def finished(self) -> bool:
        """Whether the end is on the screen."""
        return self.view(Finished) is not None


MOVING = (Progress, Live)


def only_moves(before: Seen, now: Seen) -> bool:
    """Return whether nothing changed but figures of the step, how long it takes, the pack."""
    return (
        before.asked == now.asked
        and before.refused == now.refused
        and not now.finished
        and _still(before) == _still(now)
    )


def _still(seen: Seen) -> dict[type[View], View]:
    """Return the views without what moves while one looks."""
    still = {kind: view for kind, view in seen.mail.views.items() if kind not in MOVING}
    step = seen.view(StepView)
    if step is not None:
        still[StepView] = replace(step, figures=())
    return still
