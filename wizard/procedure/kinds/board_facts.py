"""What a board family carries, shown before anything is wired, each line with its source."""

from collections.abc import Iterator

from wizard.chemistry import CHEMISTRIES
from wizard.procedure.attempt import Attempt
from wizard.procedure.families import Family
from wizard.procedure.figures import Fact, Facts
from wizard.text import Text, listed, text


def show_board(attempt: Attempt, family: Family) -> None:
    """Show what is known of a family; what no source gives is left out."""
    rows = tuple(_rows(family))
    attempt.picture(Facts(rows))


def _rows(family: Family) -> Iterator[Fact]:
    cells = ", ".join(
        f"{CHEMISTRIES[key].label} {found.low}-{found.high}" for key, found in family.cells.items()
    )
    if family.told_by_label:
        yield Fact(text("Carries"), text("what its own label or data sheet says"))
        return
    yield _fact(text("Cells"), cells, family.source)
    for key, why in family.refused.items():
        yield Fact(text("{chemistry}", chemistry=CHEMISTRIES[key].label), text(why))
    if family.supply is not None:
        yield _fact(text("Fed with"), family.supply.said, family.supply.source)
    yield from _figures(family)
    if family.wake is not None:
        ways = (family.wake.button, family.wake.switch, family.wake.charger)
        told = listed((text(way) for way in ways if way), " / ")
        yield _fact(text("Woken by"), told, family.wake.source)
    if family.links is not None and family.links.rs485:
        yield _fact(text("RS485"), text(family.links.rs485), family.links.source)


def _figures(family: Family) -> Iterator[Fact]:
    for title, table, source in (
        (text("Current"), family.current_a, family.current_source),
        (text("Balances with"), family.balance_a, family.balance_source),
    ):
        if table:
            found = ", ".join(f"{part}: {value} A" for part, value in table.items())
            yield _fact(title, found, source)


def _fact(title: Text, found: Text | str, source: str) -> Fact:
    return Fact(title, text("{found} ({source})", found=found, source=source))
