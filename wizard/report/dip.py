"""The switches of a board's address: which address a step verified, and how they stand."""

import re

from wizard.report.document import StepRow, Taken
from wizard.report.parts import in_english

ADDRESS = re.compile(r"([0-9]{1,2})\b", re.ASCII)
SWITCHES = 4


def addresses(step: StepRow) -> list[int]:
    """Return the address that a step verified; of any other step, none."""
    if step.kind != "dip":
        return []
    found = (address_of(one) for one in step.measurements)
    return [address for address in found if address is not None]


def address_of(one: Taken) -> int | None:
    """Return the address that a measurement verified; None where it is another one."""
    shown = ADDRESS.match(in_english(one.observed))
    if one.id != "address" or not one.verdict.passes or shown is None:
        return None
    address = int(shown[1])
    return address if address < 1 << SWITCHES else None


def up_or_down(address: int) -> list[bool]:
    """Return which switches stand at ON for an address, the first one first."""
    return [bool(address >> switch & 1) for switch in range(SWITCHES)]


def switches(address: int) -> str:
    """Return how the switches stand in the words that are printed on them."""
    return ", ".join(f"{n} {'ON' if up else 'OFF'}" for n, up in enumerate(up_or_down(address), 1))


def in_characters(address: int) -> list[str]:
    """Return the switches as they stand, drawn with characters."""
    on = up_or_down(address)
    return [
        "ON  " + "  ".join("[#]" if up else "[ ]" for up in on),
        "    " + "  ".join("[ ]" if up else "[#]" for up in on),
        "    " + "    ".join(f" {number}" for number in range(1, SWITCHES + 1)),
    ]
