"""Values as places on a line of characters."""

from decimal import Decimal

WIDEST_SCALE = 26  # columns; a longer one says no more


def place(value: Decimal, low: Decimal, high: Decimal, width: int) -> int:
    """Return the column, 0 to width - 1, of a value between low and high."""
    span = high - low
    share = (value - low) / span if span else Decimal(0)
    return min(max(int(share * width), 0), width - 1)


def dot(value: Decimal, low: Decimal, high: Decimal, width: int) -> str:
    """Return a dot between the ends of a window, or an arrow at the end it is beyond."""
    if value < low:
        return "◂" + " " * width + "│"
    if value > high:
        return "│" + " " * width + "▸"
    at = place(value, low, high, width)
    return f"│{' ' * at}•{' ' * (width - at - 1)}│"


def bar(value: Decimal, low: Decimal, high: Decimal, width: int) -> str:
    """Return a bar as long as a value is high in a window, on a ground."""
    filled = place(value, low, high, width) + 1
    return "█" * filled + "░" * (width - filled)
