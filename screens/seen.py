"""All that decides what stands on the run screen, as one value."""

from dataclasses import dataclass, field
from typing import TypeVar, cast

from wizard.engine.mailbox import Asked, Mail
from wizard.procedure.views import Finished, Shifted, View
from wizard.text import Text

V = TypeVar("V", bound=View)


@dataclass(frozen=True, slots=True)
class Seen:
    """The engine's mail, and what the person at the keyboard has opened or typed.

    `refusal` is why the last answer was not even sent; `why` is open while the reasons of
    the step are read; `leaving` once leaving was asked for; `back` lines further up.
    """

    mail: Mail = field(default_factory=Mail)
    refusal: Text | None = None
    why: bool = False
    leaving: bool = False
    left: bool = False
    back: int = 0

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
