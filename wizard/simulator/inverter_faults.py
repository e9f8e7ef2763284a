"""Named faults of what hangs at a board's CAN port: its list of protocols, the inverter.

They stand apart from `faults.FAULTS`; `faults.KNOWN` has all by name.
"""

from wizard.simulator.capabilities import bitmap
from wizard.simulator.fault import Fault, on_board
from wizard.simulator.firmware import Board
from wizard.simulator.inverter import Manner
from wizard.simulator.quirks import Quirks
from wizard.text import Text, text

_CAN_OFFERED_AT, _SIZE = 0xC4, 4
_OWN = (0, 6)  # JK's own, at 250 and 500 kbit/s


def _clear_can(board: Board) -> None:
    board.store.info.put_bits(_CAN_OFFERED_AT, _SIZE, bitmap(_OWN))


def _inverter(name: str, sentence: Text, manner: Manner) -> Fault:
    return Fault(name, "inverter", sentence, inverter=manner)


INVERTER_FAULTS: tuple[Fault, ...] = (
    Fault(
        "no-inverter-protocol",
        "board",
        text("The board offers none of the inverters' CAN protocols, only JK's own."),
        prepare=_clear_can,
    ),
    on_board(
        "protocol-ignored",
        text("The board acknowledges a CAN protocol number and keeps the old one."),
        Quirks(ignored=frozenset({"can_protocol"})),
    ),
    _inverter(
        "inverter-guesses",
        text("The inverter shows a state of charge of its own."),
        Manner(guesses=True),
    ),
    _inverter(
        "inverter-goes-on",
        text("The inverter charges on when its data cable is pulled."),
        Manner(stops=False),
    ),
    _inverter(
        "inverter-deaf",
        text("The inverter does not find the board again once its data cable was out."),
        Manner(finds_again=False),
    ),
)
