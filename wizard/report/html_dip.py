"""The switches of a board's address, as they stand, within the page."""

from wizard.report.dip import SWITCHES, addresses, switches, up_or_down
from wizard.report.document import StepRow
from wizard.report.html_parts import Html, tag
from wizard.text import text

SLOT, TALL = 40, 70


def dip(step: StepRow) -> list[Html]:
    """Return the drawing of the address that a step verified; nothing of any other step."""
    return [_drawn(address) for address in addresses(step)]


def _drawn(address: int) -> Html:
    on = up_or_down(address)
    words = switches(address)
    picture = tag(
        "svg",
        tag("title", text("Address {n}: switches {switches}", n=address, switches=words)),
        tag("rect", x="1", y="14", width=str(SLOT * SWITCHES), height=str(TALL), fill="white",
            stroke="black"),
        tag("text", "ON", x="4", y="11"),
        *(part for slot, up in enumerate(on) for part in _switch(slot, up=up)),
        viewBox=f"0 0 {SLOT * SWITCHES + 2} {TALL + 30}", role="img", font_family="sans-serif",
        font_size="10", class_="dip",
    )  # fmt: skip
    return tag(
        "figure", picture, tag("figcaption", tag("b", text("Address {n}", n=address), ". "), words)
    )


def _switch(slot: int, *, up: bool) -> list[Html]:
    x = slot * SLOT + 12
    return [
        tag("rect", x=str(x), y="20", width="18", height="58", fill="none", stroke="black"),
        tag("rect", x=str(x), y="20" if up else "52", width="18", height="26"),
        tag("text", str(slot + 1), x=str(x + 9), y=str(TALL + 27), text_anchor="middle"),
    ]
