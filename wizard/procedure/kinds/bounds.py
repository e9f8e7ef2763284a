"""The most that a setting may be: what the pack bears, and what the board carries."""

from dataclasses import dataclass
from decimal import Decimal

from wizard.procedure.attempt import Attempt
from wizard.procedure.families import families
from wizard.procedure.kinds.shown import worded
from wizard.procedure.wants import Ask, Cap
from wizard.protocol.catalogue import Writable
from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a setting may be, None where nothing says so, and who says it."""

    value: Decimal | None
    sentence: Text


def ceiling(attempt: Attempt, row: Writable, rule: Ask | Cap, model: str) -> Ceiling:
    """Return the lower of what the pack bears and what the board carries."""
    pack, figure = _pack(attempt, rule), rule.board
    family = families()[attempt.facts["family"]]
    board = family.carries(figure, model, attempt.facts) if figure else None
    said = [*_of_pack(row, pack), *_of_board(row, board, model, counts=bool(figure))]
    who = said[0] if len(said) == 1 else text("{one}, {other}", one=said[0], other=said[-1])
    known = [value for value in (pack, board) if value is not None]
    most = min(known, default=None)
    if most is None:
        return Ceiling(None, text("{label}: {who}.", label=row.label, who=who))
    return Ceiling(
        most,
        text("{label}: at most {most}; {who}.", label=row.label, most=worded(row, most), who=who),
    )


def _pack(attempt: Attempt, rule: Ask | Cap) -> Decimal | None:
    """Return the least of what was answered, a share of an answer, and a fixed figure."""
    facts = attempt.facts
    share = rule.share * Decimal(facts[rule.of]) if rule.share and rule.of else None
    most = rule.most if isinstance(rule, Cap) else Decimal(facts[rule.most]) if rule.most else None
    return min((value for value in (share, most) if value is not None), default=None)


def _of_pack(row: Writable, pack: Decimal | None) -> list[Text]:
    if pack is None:
        return []
    return [text("the pack bears {value}", value=worded(row, pack))]


def _of_board(row: Writable, board: Decimal | None, model: str, *, counts: bool) -> list[Text]:
    if board is not None:
        return [text("{model} carries {value}", model=model, value=worded(row, board))]
    if counts:
        return [text("what {model} carries its name does not say", model=model)]
    return []
