"""All settings once more: what this session wrote, what is safe, what is in order."""

from decimal import Decimal

from wizard.boards import order
from wizard.boards.believe import same_picture, twice
from wizard.boards.changes import participating, quantity
from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Audit
from wizard.protocol.alarms import FACTORY_PASSWORD, named
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity
from wizard.record.events import Outcome
from wizard.text import text

BASES = {"first", "after preset"}  # the read-outs of the preset step, the last one counts
SWITCHES = ("charge_switch", "discharge_switch", "balance_switch")


async def run(attempt: Attempt, step: Audit) -> Judgement:
    """Read everything twice alike and judge it against the record and the chemistry."""
    attempt.progress(text("reading all settings"))
    writer = await attempt.bench.writer()
    final = await writer.snapshot("final")
    status = await twice(writer.board.status, text("status"), same_picture)
    attempt.progress(None)
    _windows(attempt, final)
    _written(attempt, step, final)
    _unexplained(attempt, final)
    _orders(attempt, participating(final, writer.identity))
    _switches(attempt, step, final, status)
    return attempt.judgement()


def _windows(attempt: Attempt, final: Settings) -> None:
    for key, limit in CHEMISTRIES[attempt.chemistry].windows.items():
        row = SETTING[key]
        attempt.measure(
            f"window-{key}",
            text("{label}", label=row.label),
            quantity(row, final[key]),
            limit,
            Origin.BOARD,
        )


def wanted_by_record(attempt: Attempt) -> dict[str, Quantity]:
    """Return what each setting that this session wrote was last verified to be."""
    return {
        write.key: write.wanted
        for write in attempt.recorder.state.writes.values()
        if write.outcome is Outcome.VERIFIED and write.wanted is not None
    }


def _written(attempt: Attempt, step: Audit, final: Settings) -> None:
    for key, wanted in wanted_by_record(attempt).items():
        row = SETTING[key]
        limit = Limit(row.unit, wanted.value, wanted.value, source=step.source)
        attempt.measure(
            f"written-{key}",
            text("{label}, as written", label=row.label),
            quantity(row, final[key]),
            limit,
            Origin.BOARD,
        )


def _unexplained(attempt: Attempt, final: Settings) -> None:
    """Compare what nobody wrote with the read-out it started from."""
    reads = attempt.recorder.state.settings
    base = next((reads[purpose] for purpose in reversed(reads) if purpose in BASES), None)
    if base is None:
        return
    explained = wanted_by_record(attempt)
    changed = [
        SETTING[key].label
        for key, before in base.values.items()
        if key not in explained and final[key] != before.value
    ]
    attempt.observe(
        "unexplained",
        text("Settings that changed without this session"),
        ", ".join(changed) or "none",
        Verdict.FAIL if changed else Verdict.PASS,
        Origin.BOARD,
    )


def _orders(attempt: Attempt, present: dict[str, Decimal]) -> None:
    broken = [f"{rule.lower} < {rule.upper}" for rule in order.broken(present)]
    attempt.observe(
        "orders",
        text("Orders of limits that are broken"),
        ", ".join(broken) or "none",
        Verdict.FAIL if broken else Verdict.PASS,
        Origin.COMPUTED,
    )


def _switches(attempt: Attempt, step: Audit, final: Settings, status: Status) -> None:
    on = Limit("", Decimal(1), Decimal(1), source=step.source)
    for key in SWITCHES:
        attempt.measure(
            key, text("{label}", label=SETTING[key].label), Quantity(final[key]), on, Origin.BOARD
        )
    disabled = final.sensors_disabled
    attempt.observe(
        "sensors",
        text("Disable Temp. Sensor"),
        "ON" if disabled else "off",
        Verdict.FAIL if disabled else Verdict.PASS,
        Origin.BOARD,
    )
    attempt.observe(
        "emergency",
        text("Emergency"),
        "ON" if status.emergency else "off",
        Verdict.FAIL if status.emergency else Verdict.PASS,
        Origin.BOARD,
    )
    alarms = status.alarms - {FACTORY_PASSWORD}
    attempt.observe(
        "alarms",
        text("Alarms"),
        named(status.alarms),
        Verdict.FAIL if alarms else Verdict.PASS,
        Origin.BOARD,
    )
    if FACTORY_PASSWORD in status.alarms:
        attempt.open_point(
            text("The factory password is still in use (alarm 19): change it in the vendor's app.")
        )
