"""An inverter at the output of a simulated pack, and how it takes the loss of its data cable."""

from dataclasses import dataclass
from typing import Literal

Deed = Literal["stopped", "goes-on"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How an inverter behaves.

    `stops`: without its data cable. `finds_again`: the board, once the cable is back.
    `guesses`: it shows a state of charge of its own.
    """

    stops: bool = True
    finds_again: bool = True
    guesses: bool = False


GOOD_MANNER = Manner()
GUESS_OFF = 20  # % by which a guess is off


class Inverter:
    """What an inverter shows and does, with its data cable in and out."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self.data_cable = True
        self._lost = False

    def pull_data_cable(self) -> bool:
        """Take the data cable out; return whether it stops."""
        self.data_cable = False
        return self._manner.stops

    def plug_data_cable(self) -> bool:
        """Put the data cable back in; return whether it hears the board again."""
        self.data_cable = True
        self._lost = not self._manner.finds_again
        return not self._lost

    @property
    def hears_the_board(self) -> bool:
        """Whether it has the board's data now."""
        return self.data_cable and not self._lost

    @property
    def deed(self) -> Deed:
        """What a person sees it do while the data cable is out."""
        return "stopped" if self._manner.stops else "goes-on"

    def shows_soc(self, soc: int) -> int:
        """Return the state of charge on its display, in %, for that of the board."""
        if not self._manner.guesses:
            return soc
        return soc - GUESS_OFF if soc > GUESS_OFF else soc + GUESS_OFF
