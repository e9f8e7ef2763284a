"""Records of small commissionings, folded from real events."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from wizard.measurement import Limit, Measurement, Origin, Verdict
from wizard.procedure.checklist import Audit, Checklist, Form, PinVoltages, PlugModel
from wizard.procedure.step import FormField
from wizard.protocol.views import Identity
from wizard.quantity import Quantity
from wizard.record import events
from wizard.record.events import Event
from wizard.record.journal import History, Line
from wizard.record.state import fold
from wizard.report.build import build
from wizard.report.document import Document
from wizard.text import Text, text

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SERIAL = "JK42"
HEAD = "7f3a91c2" * 8

CELL = Limit(
    "V", Decimal("2.5"), Decimal("3.6"), Decimal("0.05"), source="INV 398-409",
    note="the Polish edition says 3.0 to 4.1; English prevails",
)  # fmt: skip

CHECKLIST = Checklist(
    id="pb",
    revision=3,
    title="PB board, LiFePO4",
    manual="JK Inverter BMS, English part",
    families=("pb",),
    step=(
        Form(
            id="who",
            phase="Before plugging",
            title="People, place and meter",
            short="People",
            why="A report names them.",
            source="this house",
            fields=tuple(
                FormField(key, "line", prompt)
                for key, prompt in (
                    ("site", "Site"),
                    ("pack", "Pack"),
                    ("technician", "Technician"),
                    ("meter", "Multimeter"),
                )
            ),
        ),
        PinVoltages(
            id="stairs",
            phase="Before plugging",
            title="Voltage rises from cell to cell",
            short="Stairs",
            why="A swapped wire destroys the board.",
            source="INV 398-409",
            gate=True,
            limits={"lifepo4": CELL},
            fifth=Limit("V", high=Decimal("0.5"), derived="a wire joined to nothing"),
            total=Limit("V", high=Decimal("0.1"), derived="two readings apart"),
            plug=tuple(
                PlugModel(number, tuple(range(4 * number - 3, 4 * number + 1)))
                for number in range(1, 5)
            ),
        ),
        Audit(
            id="audit",
            phase="Hand-over",
            title="All settings once more",
            short="Audit",
            why="What was set must be there.",
            source="INV 490",
        ),
    ),
)

STEPS = tuple(step.id for step in CHECKLIST.step)


def opened(*, simulated: bool = False, revision: int = 3) -> events.Opened:
    return events.Opened(
        "s-1", "pb", revision, "ab" * 32, "jk-commission 0.1.0", "/dev/ttyUSB0", simulated
    )


def volts(value: str) -> Quantity:
    return Quantity(Decimal(value), "V")


def measured(  # noqa: PLR0913  a measurement has as many parts
    step: str = "stairs",
    name: str = "step-4",
    verdict: Verdict = Verdict.PASS,
    *,
    attempt: int = 1,
    value: str | None = "3.315",
    title: Text | None = None,
    observed: str | Text = "",
    origin: Origin = Origin.METER,
    limit: Limit | None = CELL,
    note: Text | None = None,
    person: str = "A. Nowak",
) -> events.Measured:
    return events.Measured(
        Measurement(
            id=name,
            step=step,
            attempt=attempt,
            title=title or text("Step to cell {n}", n=4),
            verdict=verdict,
            origin=origin,
            at=START + timedelta(minutes=attempt),
            utc_offset_minutes=60,
            quantity=None if value is None else volts(value),
            observed=observed,
            limit=limit,
            person=person,
            instrument="Fluke 87V",
            note=note,
        )
    )


def judged(
    step: str,
    verdict: Verdict = Verdict.PASS,
    reason: Text | None = None,
    taken: Iterable[Event] = (),
    attempt: int = 1,
) -> list[Event]:
    """A step from its start to its verdict."""
    return [
        events.StepStarted(step, attempt),
        *taken,
        events.StepJudged(step, attempt, verdict, reason),
    ]


def passed(*but: str) -> list[Event]:
    """All steps of the checklist passed, but some."""
    return [event for step in STEPS if step not in but for event in judged(step)]


def identified() -> events.IdentityRead:
    return events.IdentityRead(
        Identity("JK_PB2A16S20P", "15A", "15.41", SERIAL, "2026-10-01", frozenset({1}))
    )


def read(purpose: str, **values: str) -> events.SettingsRead:
    return events.SettingsRead(purpose, SERIAL, {key: volts(values[key]) for key in values})


def intended(
    number: int, wanted: str = "3.600", key: str = "cell_ovp", purpose: str = "settings"
) -> events.WriteIntended:
    return events.WriteIntended(number, SERIAL, key, volts("3.650"), volts(wanted), purpose)


def settled(number: int, outcome: events.Outcome) -> events.WriteSettled:
    return events.WriteSettled(number, outcome, None, None)


def shift(number: int = 1) -> events.ShiftOpened:
    return events.ShiftOpened(
        shift=number,
        serial=SERIAL,
        originals={"cell_ovp": volts("3.600"), "cell_ovpr": volts("3.550"),
                   "cell_uvp": volts("2.800")},
        wanted={"cell_ovp": volts("3.252"), "cell_ovpr": volts("3.202")},
        restore=("cell_ovpr", "cell_ovp"),
        deadline_s=180,
    )  # fmt: skip


def history(happened: Iterable[Event]) -> History:
    lines = tuple(
        Line(number, START + timedelta(seconds=number), "0" * 64, event)
        for number, event in enumerate(happened, 1)
    )
    return History(lines, HEAD, 100 * len(lines), b"")


def report(
    happened: Iterable[Event], checklist: Checklist = CHECKLIST, *, simulated: bool = False
) -> Document:
    """The report of a session in which some events happened after it was opened."""
    record = history([opened(simulated=simulated), *happened])
    return build(fold(record.events), checklist, record, "2026-11-21-003")


def answered(step: str, key: str, answer: str) -> events.Answered:
    return events.Answered(step, 1, key, answer)


def whole_story() -> list[Event]:
    """A commissioning with a repeated step, a preset, a write, a shift left open, a note."""
    return [
        *judged("who", taken=[
            answered("who", "site", "Kowalski, cellar"),
            answered("who", "pack", "1 of 4"),
            answered("who", "technician", "Łukasz Wójcik"),
            answered("who", "meter", "Fluke 87V"),
        ]),
        *judged("stairs", Verdict.FAIL, text("wire 4 is on cell 3"), [
            measured(verdict=Verdict.FAIL, value="0.003"),
            measured(name="step-5", value="3.301", title=text("Step to cell {n}", n=5)),
        ]),
        *judged("stairs", Verdict.MARGINAL, None, [
            measured(verdict=Verdict.MARGINAL, value="3.575", attempt=2,
                     note=text("wire 4 was mended")),
            measured(name="lamp", attempt=2, value=None, observed="lit", limit=None,
                     origin=Origin.PERSON, title=text("Lamp at P-")),
        ], attempt=2),
        identified(),
        read("first", cell_ovp="3.650", cell_uvp="2.800"),
        intended(1),
        settled(1, events.Outcome.VERIFIED),
        events.Noted(text("The link was lost for {time}", time=Quantity(Decimal(4), "s")),
                     "audit", {"port": "/dev/ttyUSB0"}),
        events.StepStarted("audit", 1),
        shift(),
        events.ShiftLeftOpen(1, text("the board did not answer")),
        read("final", cell_ovp="3.600", cell_uvp="2.800"),
        events.OpenPointNoted("audit", text("SOC is false until the next full charge")),
        events.Left("quit"),
    ]  # fmt: skip
