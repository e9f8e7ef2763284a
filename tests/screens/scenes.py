"""Views and questions of a commissioning, fixed to the last digit."""

from decimal import Decimal

from wizard.measurement import Limit, Verdict
from wizard.procedure.figures import (
    Bar,
    Cable,
    CellBars,
    ChangeRow,
    Changes,
    Figure,
    Pin,
    Plug,
    Plugs,
    Rj45,
    Stair,
    Staircase,
    Steady,
    Trip,
)
from wizard.procedure.questions import Choice, Number, Option, Review, Secret
from wizard.procedure.views import (
    Finished,
    Live,
    Notice,
    Progress,
    Rail,
    RailEntry,
    Shifted,
    StepView,
    TopLine,
)
from wizard.protocol.views import Status
from wizard.quantity import volts
from wizard.text import text

LIFEPO4 = Limit("V", Decimal("2.50"), Decimal("3.60"), source="INV 398-409")

PLAN = (
    ("Before plugging", "People, meters", Verdict.PASS),
    ("Before plugging", "Cells alike", Verdict.PASS),
    ("Before plugging", "Harness", Verdict.MARGINAL),
    ("Harness", "Voltage steps", None),
    ("Harness", "Joining up", None),
    ("Configuration", "Every cell", None),
    ("Configuration", "Settings", None),
    ("Calibration", "Current", None),
    ("Protection test", "Over-voltage", None),
    ("Protection test", "Under-voltage", None),
    ("Inverter, address", "DIP switches", None),
    ("Hand-over", "Report", None),
)


def top(board: str = "JK_PB2A16S20P 15.41 · addr 1", link: str = "RS485 ok") -> TopLine:
    return TopLine("Kowalski, cellar · pack 1", text(board), text(link), simulated=False)


def rail(running: str) -> Rail:
    entries = list[RailEntry]()
    reached = False
    for phase, title, verdict in PLAN:
        reached = reached or title == running
        given = verdict or (None if reached else Verdict.PASS)
        entries.append(
            RailEntry(
                title,
                text(phase),
                text(title),
                None if reached else given,
                running=title == running,
            )
        )
    return Rail(tuple(entries))


TOTALS = ("3.312", "6.630", "9.947", "13.262", "16.578", "19.890", "23.208")


def stairs() -> Staircase:
    before, rows = Decimal(0), list[Stair]()
    for cell, total in enumerate(map(Decimal, TOTALS), 1):
        rows.append(Stair(cell, total, total - before, Verdict.PASS))
        before = total
    return Staircase(tuple(rows), LIFEPO4)


def wrong_stairs() -> Staircase:
    wrong = Stair(8, Decimal("23.205"), Decimal("-0.003"), Verdict.FAIL)
    return Staircase((*stairs().stairs, wrong), LIFEPO4)


GOOD, NOW, AWAITED = Pin.GOOD, Pin.NOW, Pin.AWAITED
PLUGS = Plugs(
    (
        Plug(1, (GOOD,) * 5),
        Plug(2, (GOOD, GOOD, NOW, AWAITED)),
        Plug(3, (AWAITED,) * 4),
        Plug(4, (AWAITED,) * 4),
    )
)


def steps(picture: Staircase) -> StepView:
    return StepView(
        "harness-steps",
        text("Voltage rises from cell to cell"),
        gate=True,
        why=text("A swapped or missing sense wire destroys the board when the plug goes in."),
        source="INV 398-409",
        mistakes=(
            text("The black tip moved along with the red one: every reading is one cell."),
            text("Two wires on one cell: the step is 0."),
        ),
        lines=(
            text(
                "Plugs are NOT in the BMS. The meter's black tip stays on the black sense"
                " wire of plug 1 for all four plugs."
            ),
        ),
        figures=(PLUGS, picture),
        counted="7/16",
    )


CELL_8 = Number(
    key="cell-8",
    prompt=text("Cell 8: third red wire of plug 2."),
    hint=text("The meter should show about 26.5 V (25.7 to 26.8)."),
    proposal="26.5",
    unit="V",
    decimals=3,
    low=Decimal(0),
    high=Decimal(80),
)

SETTINGS = StepView(
    "settings",
    text("Settings for LiFePO4, 16 cells, 320 Ah"),
    gate=False,
    why=text("A board from the box protects other cells than these."),
    source="INV 210-260",
    lines=(text("Read 12 s ago, twice alike. Nothing is sent yet."),),
    figures=(
        Changes(
            (
                ChangeRow("Cell count", text("16"), text("16"), text("unchanged")),
                ChangeRow("Battery capacity (Ah)", text("40"), text("320"), text("label")),
                ChangeRow("Charge UTP (°C)", text("-20"), text("2"), text("INV 8")),
                ChangeRow("Charge UTPR (°C)", text("-10"), text("5"), text("INV 8")),
                ChangeRow("Continued charge curr. (A)", text("25"), text("100"), text("0.3 C")),
                ChangeRow("Max balance cur. (A)", text("1.0"), text("2.0"), text("board")),
            )
        ),
    ),
)
SEND = Review(
    key="send",
    prompt=text("5 changes, sent lowest risk first, each read back."),
    hint=text("Enter sends them; n sends nothing."),
)

SHIFTED = Shifted(open=True, originals=(("OVP", volts("3.600")), ("OVPR", volts("3.550"))))


def trip() -> Trip:
    return Trip(
        cell=11,
        cell_voltage=Decimal("3.302"),
        limit_label="OVP",
        limit=Decimal("3.252"),
        original=Decimal("3.600"),
        release_label="OVPR",
        release=Decimal("3.202"),
        release_original=Decimal("3.550"),
        charge_mos=False,
        discharge_mos=True,
        current=Decimal("0.0"),
        seconds_left=94,
        shifted=True,
    )


OVER_VOLTAGE = StepView(
    "over-voltage",
    text("Over-voltage, by shifted limit"),
    gate=False,
    why=text("A protection that was never seen to trip is a hope."),
    source="INV 500",
    lines=(text("Tripped after 1.4 s, alarm 4: cell over-voltage."),),
    figures=(trip(),),
)
LAMP = Choice(
    key="lamp",
    prompt=text("Lamp between the load and P-: lit, out, or no lamp?"),
    options=(
        Option("lit", text("lit")),
        Option("out", text("out")),
        Option("none", text("no lamp (proof by the board's word)")),
    ),
)

END = Finished(
    "PASS WITH DEVIATIONS",
    passed=True,
    reasons=(
        text("38 pass, 1 deferred, 0 fail"),
        text("Current calibration is deferred: no 15 A source on site; take up after D."),
        text("State of charge is unproved until the next full charge (over-voltage test)."),
    ),
    files=(
        "/home/pi/jk-commission/reports/2026-11-21-003-kowalski-cellar-pack-1.zip",
        "/home/pi/jk-commission/reports/2026-11-21-003.html",
    ),
)
NEWS = Notice(text("Link lost at 14:02, answered again after 3 s."), grave=True)


def many_stairs(cells: int) -> Staircase:
    step = Decimal("3.300")
    return Staircase(
        tuple(Stair(cell, step * cell, step, Verdict.PASS) for cell in range(1, cells + 1)),
        LIFEPO4,
    )


def long_rail(steps: int, running: int) -> Rail:
    return Rail(
        tuple(
            RailEntry(str(number), text("All"), text(f"Step {number}"), running=number == running)
            for number in range(1, steps + 1)
        )
    )


PHASES = (
    ("Preparation", 6),
    ("Harness", 5),
    ("Joining up", 3),
    ("Configuration", 7),
    ("Calibration", 4),
    ("Protection tests", 7),
    ("Inverter, address", 5),
    ("Hand-over", 3),
)
"""A whole manual: 40 steps in 8 phases."""


def manual(running: str, verdicts: dict[str, Verdict]) -> Rail:
    """The rail of a whole manual: what comes before the running step passed, if not said."""
    names = [(phase, f"{phase.split()[0]} {n}") for phase, of in PHASES for n in range(1, of + 1)]
    at = [name for _, name in names].index(running)
    return Rail(
        tuple(
            RailEntry(
                name,
                text(phase),
                text(name),
                verdicts.get(name, Verdict.PASS if number < at else None),
                running=number == at,
            )
            for number, (phase, name) in enumerate(names)
        )
    )


CURRENT = Steady(
    value=Decimal("15.4"),
    unit="A",
    low=Decimal(15),
    spread=Decimal("0.3"),
    spread_most=Decimal("0.5"),
    seconds=12,
    seconds_wanted=30,
    recent=tuple(map(Decimal, ("15.2", "15.3", "15.5", "15.4", "15.4", "15.3", "15.4"))),
)
CALIBRATION = StepView(
    "current-calibration",
    text("Calibrate the current"),
    gate=True,
    why=text("A wrong current makes a wrong state of charge."),
    source="INV 300-320",
    lines=(text("The board shows 15.1 A."), text("Nothing is written yet.")),
    figures=(CURRENT,),
)
CLAMP = Number(
    key="clamp",
    prompt=text("Current by the clamp meter, at the moment you press Enter."),
    hint=text("About 15.4 A while charging."),
    unit="A",
    decimals=2,
    low=Decimal(-500),
    high=Decimal(500),
)
PASSWORD = Secret(
    key="password",
    prompt=text("The board's settings password."),
    hint=text("It stands on the label, or in the app."),
    optional=True,
)


def live(cells: tuple[Decimal, ...], current: Decimal = Decimal("15.4")) -> Live:
    """A pack of these cells, charging, as its board tells it."""
    return Live(
        Status(
            cells=cells,
            pack_voltage=sum(cells, Decimal(0)),
            current=current,
            soc=54,
            remaining=Decimal("172.8"),
            cycles=3,
            alarms=frozenset(),
            charge_mos=True,
            discharge_mos=True,
            mos_temperature=Decimal("24.1"),
            temperatures=(Decimal("21.3"), Decimal("20.9")),
            uvpr_countdown=0,
            ovpr_countdown=0,
            emergency=False,
        ),
        at="14:02:31",
        low=Decimal("2.600"),
        high=Decimal("3.600"),
    )


LIVE = live(tuple(Decimal("3.302") + Decimal(cell % 4) / 1000 for cell in range(1, 17)))

HALF = Decimal("0.5")


def step(name: str, *figures: Figure) -> StepView:
    """A step that shows figures."""
    return StepView(
        name,
        text("What is to be seen here"),
        gate=False,
        why=text("A picture is read faster than a sentence."),
        source="INV 500",
        lines=(text("Compare it with what is before you."),),
        figures=figures,
    )


NAMED_PLUGS = Plugs(
    (
        Plug(1, (GOOD,) * 5, (0, 1, 2, 3, 4)),
        Plug(2, (GOOD, GOOD, NOW, AWAITED), (5, 6, 7, 8)),
        Plug(3, (*(AWAITED,) * 4, Pin.FORBIDDEN), (12, 11, 10, 9, 0)),
        Plug(4, (AWAITED,) * 4, (13, 14, 15, 16)),
    ),
    black_first=True,
)
CABLE = Cable(
    (
        Rj45(text("the board's CAN port"), ("", "", "GND", "CAN-H", "CAN-L", "", "", "")),
        Rj45(text("the inverter's BMS port"), ("", "", "", "CAN-H", "CAN-L", "", "", "")),
    )
)
BARS = CellBars(
    tuple(
        Bar(cell, Decimal("3.302") + Decimal(cell % 4) / 1000, Verdict.PASS)
        for cell in range(1, 17)
    ),
    LIFEPO4,
)
WAITING = Progress(text("waiting for the current to hold still"), 12, 30)
