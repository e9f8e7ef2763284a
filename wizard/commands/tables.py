"""Tables of plain lines."""

from collections.abc import Sequence

from wizard.commands.output import out


def table(rows: Sequence[Sequence[str]]) -> None:
    """Write rows of cells, the columns under one another."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out("  ".join(padded).rstrip())
