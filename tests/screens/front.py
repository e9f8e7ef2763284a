"""The first page with all that it offers, and with fixed values only."""

from wizard.commands.practice_page import practice_page
from wizard.commands.which_page import which
from wizard.engine.offers import FirstPage, Idle, Offer, Opens, Page, Reads
from wizard.text import text

REPORT = Reads(
    "2026-11-20-001-r1",
    text("2026-11-20-001-r1"),
    says=text("PASS WITH DEVIATIONS  Kowalski, cellar"),
    lines=lambda _code: "\n".join(f"{n:>3}  PASS   step {n}" for n in range(40)),
)
OFFERS = (
    Opens(
        "new",
        text("New commissioning"),
        says=text("of a pack on the bench or in its place"),
        page=lambda: which("demo:"),
    ),
    Offer(
        "resume 1",
        text("Resume"),
        says=text(
            "{place} · {step} · {stands}",
            place="Kowalski, cellar · pack 1",
            step=text("Over-voltage"),
            stands=text("LIMITS SHIFTED"),
        ),
        urgent=True,
    ),
    Idle("find", text("Find boards"), says=text("over Bluetooth, or on the line of an adapter")),
    Opens(
        "reports",
        text("Reports"),
        says=text("{n}, last {last}", n=12, last="2026-11-20 PASS WITH DEVIATIONS"),
        page=lambda: Page(title=text("Reports, the newest first"), options=(REPORT,)),
    ),
    Opens(
        "practise",
        text("Practise"),
        says=text("on a simulated pack, with a fault if you like"),
        page=practice_page,
    ),
)
FIRST = FirstPage(
    program="jk-commission 0.3",
    adapters=text("{port}", port="ttyUSB0 CH340"),
    foot=(text("Terminal, line, disk, clock and ports of this computer: in order."),),
    help=REPORT,
)
