"""What a named fault is, and short ways to write one down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from wizard.simulator.disturbances import Disturbance, undisturbed
from wizard.simulator.faces import Clash
from wizard.simulator.firmware import Board
from wizard.simulator.harness import Harness
from wizard.simulator.inverter import GOOD_MANNER, Manner
from wizard.simulator.pack import Pack
from wizard.simulator.quirks import GOOD, Quirks
from wizard.text import Text, text

Kind = Literal["wire", "pack", "board", "line", "bus", "inverter"]


def _as_it_is(harness: Harness) -> Harness:
    return harness


def _leave(_of: Pack | Board) -> None:
    return


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; what it does not name is in order.

    `least_cells` is the smallest pack that can have it; `deaf` is in seconds. `prepare`
    is done to the board once it is set up; `clash` puts a second board at its address,
    `master` a board at DIP 0 on its bus; `inverter` is how one behaves at the output.
    """

    name: str
    kind: Kind
    sentence: Text
    rewire: Callable[[Harness], Harness] = _as_it_is
    upset: Callable[[Pack], None] = _leave
    quirks: Quirks = GOOD
    disturb: Disturbance = undisturbed
    deaf: float = 0.0
    least_cells: int = 2
    prepare: Callable[[Board], None] = _leave
    clash: Clash | None = None
    master: bool = False
    inverter: Manner = GOOD_MANNER


def on_wires(name: str, sentence: Text, rewire: Callable[[Harness], Harness], cells: int) -> Fault:
    """Describe a fault of the harness."""
    return Fault(name, "wire", sentence, rewire=rewire, least_cells=cells)


def on_pack(name: str, sentence: Text, upset: Callable[[Pack], None], cells: int = 2) -> Fault:
    """Describe a fault of the pack."""
    return Fault(name, "pack", sentence, upset=upset, least_cells=cells)


def on_board(name: str, sentence: Text, quirks: Quirks, cells: int = 2) -> Fault:
    """Describe a fault of the board."""
    return Fault(name, "board", sentence, quirks=quirks, least_cells=cells)


def on_line(name: str, sentence: Text, disturb: Disturbance, deaf: float = 0.0) -> Fault:
    """Describe a fault of the line."""
    return Fault(name, "line", sentence, disturb=disturb, deaf=deaf)


NONE = Fault("", "board", text("Everything is in order."))
