"""The temperature probes in the harness: all there, each plausible, all much alike."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from wizard.boards.believe import twice
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Probes
from wizard.procedure.families import families
from wizard.procedure.figures import Fact, Facts
from wizard.protocol.alarms import SENSORS
from wizard.protocol.views import Status
from wizard.quantity import Quantity, count
from wizard.text import Text, text

SENSOR_ALARM = 22
ABSENT = Decimal(-200)  # °C that a board shows where no probe is
JITTER = Decimal(1)  # °C between two reads
SURE = ("temperature_1", "temperature_2", "temperature_4", "temperature_5")
FIRST = 2  # probes whose places every program agrees on
DOUBTFUL = "temperature_3"
TWO = Limit("", Decimal(2), derived="a difference is of two")

# Programs disagree about the third to fifth place of the table: which probe each shows is
# not known, and the third repeats the MOS on most boards.
_DOUBT = text(
    "Which probe the board's third to fifth temperature belong to is not known; the third mostly "
    "repeats its own sensor and is not judged."
)
_UNREAD = text(
    "The temperatures of the probes behind the second are not read over this link: that they are "
    "there is the board's word. Look at them in its app."
)


async def run(attempt: Attempt, step: Probes) -> Judgement:
    """Read twice alike which sensors are there and how warm it is at each."""
    await attempt.bench.identify()
    fitted = step.fitted or families()[attempt.facts["family"]].has_probes(attempt.facts)
    attempt.progress(text("reading the probes"))
    status = await twice(
        attempt.bench.board().every_reading, text("probes"), partial(_alike, fitted)
    )
    attempt.progress(None)
    slots = _slots(status, fitted)
    attempt.picture(_figure(step, status, slots, fitted))
    if fitted > FIRST:
        attempt.note(_DOUBT if DOUBTFUL in status.readings else _UNREAD)
    _present(attempt, fitted, status)
    _no_alarm(attempt, status)
    for slot, degrees in slots.items():
        attempt.measure(
            f"temperature-{slot}",
            text("Battery Temp. {n}", n=slot),
            Quantity(degrees, "°C"),
            step.window,
            Origin.BOARD,
            possible=step.window,
            note=None if step.window.judge(degrees).passes else _unlikely(slot, degrees),
        )
    for slot in _places(status, fitted).keys() - slots.keys():
        attempt.observe(
            f"temperature-{slot}",
            text("Battery Temp. {n}", n=slot),
            "no probe",
            Verdict.FAIL,
            Origin.BOARD,
            note=_lost(text("the probe of Battery Temp. {n}", n=slot)),
        )
    if fitted > 1:
        _apart(attempt, step, slots)
    return attempt.judgement()


def _alike(fitted: int, one: Status, other: Status) -> bool:
    before, after = _slots(one, fitted), _slots(other, fitted)
    return (
        one.sensors == other.sensors
        and before.keys() == after.keys()
        and all(abs(before[slot] - after[slot]) <= JITTER for slot in before)
    )


def _places(status: Status, fitted: int) -> dict[int, Decimal]:
    """Return the °C of each place of the table that was read, but the doubtful one.

    Of a board with fewer than four probes only the places of the first two are sure.
    """
    return {
        int(key.removeprefix("temperature_")): status.readings[key][0]
        for key in (SURE if fitted >= len(SURE) else SURE[: min(fitted, FIRST)])
        if key in status.readings
    }


def _slots(status: Status, fitted: int) -> dict[int, Decimal]:
    """Return the °C of each place that shows a probe."""
    return {slot: degrees for slot, degrees in _places(status, fitted).items() if degrees > ABSENT}


def _figure(step: Probes, status: Status, slots: Mapping[int, Decimal], fitted: int) -> Facts:
    there = sorted(status.sensors)
    sensors = ", ".join(SENSORS.get(n, str(n)) for n in there if n <= fitted)
    return Facts(
        (
            Fact(text("Sensors there"), text("{v}", v=sensors or "-")),
            Fact(text("MOS"), text("{v}", v=Quantity(status.mos_temperature, "°C"))),
            *(
                Fact(
                    text("Battery Temp. {n}", n=slot),
                    text("{v}", v=Quantity(degrees, "°C")),
                    step.window.judge(degrees),
                )
                for slot, degrees in slots.items()
            ),
        )
    )


def _present(attempt: Attempt, fitted: int, status: Status) -> None:
    wanted = range(1, fitted + 1)
    lost = ", ".join(str(n) for n in wanted if n not in status.sensors)
    attempt.observe(
        "probes-there",
        text("Probes that the board sees"),
        ", ".join(str(n) for n in wanted if n in status.sensors) or "none",
        Verdict.FAIL if lost else Verdict.PASS,
        Origin.BOARD,
        note=_lost(text("probe {n}", n=lost)) if lost else None,
    )


def _lost(which: Text) -> Text:
    return text(
        "The board misses {which}: a plug is out or the probe's wires are cut. Seat all "
        "plugs; a probe that was cut is replaced.",
        which=which,
    )


def _no_alarm(attempt: Attempt, status: Status) -> None:
    raised = SENSOR_ALARM in status.alarms
    attempt.observe(
        "sensor-alarm",
        text("Alarm of the temperature sensors"),
        "raised" if raised else "none",
        Verdict.FAIL if raised else Verdict.PASS,
        Origin.BOARD,
        note=text(
            "The board reports a temperature sensor that is not in order (alarm {n}): look for a "
            "probe with a short circuit or a poor contact.",
            n=SENSOR_ALARM,
        )
        if raised
        else None,
    )


def _unlikely(slot: int, degrees: Decimal) -> Text:
    return text(
        "Battery Temp. {slot} shows {degrees}, which no pack in a room has: its probe is broken "
        "or shorted, or its wires are joined to something else.",
        slot=slot,
        degrees=Quantity(degrees, "°C"),
    )


def _apart(attempt: Attempt, step: Probes, slots: Mapping[int, Decimal]) -> None:
    if not TWO.judge(Decimal(len(slots))).passes:
        attempt.measure(
            "temperatures-read",
            text("Temperatures of probes that were read"),
            count(len(slots)),
            TWO,
            Origin.BOARD,
            note=text("The board shows no two temperatures of probes: seat all plugs."),
        )
        return
    warmest, coldest = max(slots, key=slots.__getitem__), min(slots, key=slots.__getitem__)
    apart = slots[warmest] - slots[coldest]
    verdict = step.apart.judge(apart)
    attempt.measure(
        "temperatures-apart",
        text("Warmest less coldest probe"),
        Quantity(apart, "°C"),
        step.apart,
        Origin.COMPUTED,
        note=None
        if verdict is Verdict.PASS
        else text(
            "Battery Temp. {warm} is {apart} above Battery Temp. {cold}: look where both lie. A "
            "probe in the sun, at a MOS or in the air does not watch a cell.",
            warm=warmest,
            cold=coldest,
            apart=Quantity(apart, "°C"),
        ),
    )
