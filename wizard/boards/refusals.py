"""Why a board refused a write: the exception's number alone does not say."""

from decimal import Decimal

from wizard.boards.board import Board
from wizard.errors import NotAllowed, Refused
from wizard.protocol.catalogue import Writable
from wizard.text import Text, text


async def why_refused(board: Board, row: Writable, present: Decimal) -> Text:
    """Return whether a setting's value or its address was refused.

    Boards answer exception 2 to a value that crosses its neighbour as well as to an
    address they do not have. `present`, the value just read back, is written to the same
    register: accepted, it was the value; refused, the address. This is a write, to be
    journalled by the caller. Raises what `Board.write` raises but for refusals.
    """
    try:
        await board.write(row, present)
    except NotAllowed as error:
        return text(
            "{label}: why it was refused cannot be found out ({why})",
            label=row.label,
            why=error.reason,
        )
    except Refused as error:
        return text(
            "{label} cannot be written on this board: even the value it has is refused "
            "with exception {code}",
            label=row.label,
            code=error.code,
        )
    return text(
        "{label}: the board does not accept this value; it may cross a neighbouring limit",
        label=row.label,
    )
