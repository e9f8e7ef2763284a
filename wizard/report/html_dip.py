"""The switches of a board's address, as they stand, within the page."""

import re

from wizard.report.document import StepRow, Taken
from wizard.report.html_parts import Html, tag

ADDRESS = re.compile(r"([0-9]{1,2})\b", re.ASCII)
SWITCHES = 4
SLOT, TALL = 40, 70


def dip(step: StepRow) -> list[Html]:
    """Return the drawing of the address that a step verified; nothing of any other step."""
    if step.kind != "dip":
        return []
    found = (address_of(one) for one in step.measurements)
    return [_drawn(address) for address in found if address is not None]


def address_of(one: Taken) -> int | None:
    """Return the address that a measurement verified; None where it is another one."""
    shown = ADDRESS.match(one.observed)
    if one.id != "address" or not one.verdict.passes or shown is None:
        return None
    address = int(shown[1])
    return address if address < 1 << SWITCHES else None


def _drawn(address: int) -> Html:
    on = [bool(address >> switch & 1) for switch in range(SWITCHES)]
    words = ", ".join(f"{n} {'ON' if up else 'OFF'}" for n, up in enumerate(on, 1))
    picture = tag(
        "svg",
        tag("title", f"Address {address}: switches {words}"),
        tag("rect", x="1", y="14", width=str(SLOT * SWITCHES), height=str(TALL), fill="white",
            stroke="black"),
        tag("text", "ON", x="4", y="11"),
        *(part for slot, up in enumerate(on) for part in _switch(slot, up=up)),
        viewBox=f"0 0 {SLOT * SWITCHES + 2} {TALL + 30}", role="img", font_family="sans-serif",
        font_size="10", class_="dip",
    )  # fmt: skip
    return tag("figure", picture, tag("figcaption", tag("b", f"Address {address}. "), words))


def _switch(slot: int, *, up: bool) -> list[Html]:
    x = slot * SLOT + 12
    return [
        tag("rect", x=str(x), y="20", width="18", height="58", fill="none", stroke="black"),
        tag("rect", x=str(x), y="20" if up else "52", width="18", height="26"),
        tag("text", str(slot + 1), x=str(x + 9), y=str(TALL + 27), text_anchor="middle"),
    ]
