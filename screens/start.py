"""The start screen: what can be done, and what the program will and will not do."""

from textual.content import Content

from screens.listing import Listing
from screens.paint import wrapped
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.text import text

PROMISES = (
    text(
        "This program leads through the manual of JK BMS packs, writes settings only after"
        " you have read them, reads each one back, and keeps a record."
    ),
    text("It never flashes firmware and never switches protections off."),
    text(
        "It has been proved on recordings and on a simulator, not yet on hardware: trust"
        " your meter first."
    ),
)


class StartScreen(Listing):
    """Offers what can be begun."""

    def body(self, pen: Pen) -> list[Content]:
        """Return the options, the promises, and what could not be opened."""
        promises = [
            line for promise in PROMISES for line in (*wrapped(say(promise), pen), Content())
        ]
        return [Content(), *self.choices(pen), Content(), *promises, *self.troubles(pen)]
