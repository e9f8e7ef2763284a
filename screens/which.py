"""Which checklist: the page between a link that was chosen and its commissioning."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from screens.listing import Listing
from screens.paint import STRONG, wrapped
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.text import Text, text

TITLE = text("Which board or pack is it? Its label says so.")
SAYS = text(
    "Each list follows the manual of its board or pack, with that one's limits. For a board or "
    "pack that is not among them take the list for a JK board in any pack."
)


class WhichScreen(Listing):
    """Offers checklists; Esc goes back to the page before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f7", "back", show=False)]

    def action_back(self) -> None:
        """Go back; nothing was begun."""
        self.dismiss()

    def body(self, pen: Pen) -> list[Content]:
        """Return the question, the lists, what they are, and what could not be opened."""
        return [
            Content(),
            *wrapped(say(TITLE), pen, STRONG),
            Content(),
            *self.choices(pen),
            Content(),
            *wrapped(say(SAYS), pen),
            *self.troubles(pen),
        ]

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now, and what they do."""
        *chosen, leave = super().keys()
        return [*chosen, ("Esc", text("back")), leave]
