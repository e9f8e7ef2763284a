"""All settings once more: what this session wrote, what is safe, what is in order."""

from decimal import Decimal

from wizard.boards.alarm_words import alarm_words
from wizard.boards.believe import same_picture, twice
from wizard.boards.changes import participating
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Audit
from wizard.procedure.kinds.explained import base_read, wanted_by_record
from wizard.procedure.kinds.open_points import leave_open
from wizard.procedure.kinds.password_questions import FACTORY_KEPT
from wizard.procedure.kinds.safe_settings import judge_orders, judge_windows
from wizard.procedure.kinds.settings import judge_emergency
from wizard.procedure.kinds.shown import exactly, judge_setting, named
from wizard.protocol.alarms import FACTORY_PASSWORD
from wizard.protocol.catalogue import WRITABLE, Writable
from wizard.protocol.views import Settings, Status
from wizard.text import text

ON = ("charge_switch", "discharge_switch", "balance_switch")
OFF = ("disable_sensors", "button_emergency")


async def run(attempt: Attempt, step: Audit) -> Judgement:
    """Read everything twice alike and judge it against the record and the chemistry."""
    attempt.progress(text("reading everything that can be set"))
    writer = await attempt.bench.writer()
    final = await writer.snapshot("final", every=True)
    status = await twice(writer.board.status, text("status"), same_picture)
    attempt.progress(None)
    await judge_windows(attempt, final, writer.identity)
    _written(attempt, step, final)
    _unexplained(attempt, final)
    judge_orders(attempt, participating(final, writer.identity))
    _switches(attempt, step, final)
    await judge_emergency(attempt, status)
    _alarms(attempt, status)
    return attempt.judgement()


def _written(attempt: Attempt, step: Audit, final: Settings) -> None:
    for key, wanted in wanted_by_record(attempt).items():
        row = WRITABLE[key]
        title = text("{label}, as written", label=row.label)
        limit = exactly(row, wanted.value, step.source)
        judge_setting(attempt, f"written-{key}", title, row, final[key], limit)


def _unexplained(attempt: Attempt, final: Settings) -> None:
    """Compare what nobody wrote with the read-out it started from."""
    base = base_read(attempt)
    if base is None:
        return
    explained = wanted_by_record(attempt)
    changed = [
        WRITABLE[key].label
        for key, before in base.values.items()
        if key not in explained and final.everything.get(key) != before.value
    ]
    attempt.observe(
        "unexplained",
        text("Settings that changed without this session"),
        ", ".join(changed) or "none",
        Verdict.FAIL if changed else Verdict.PASS,
        Origin.BOARD,
    )


def _switches(attempt: Attempt, step: Audit, final: Settings) -> None:
    for key in (*ON, *OFF):
        row = WRITABLE[key]
        if key not in final.everything:
            _no_switch(attempt, row)
            continue
        limit = exactly(row, Decimal(key in ON), step.source)
        judge_setting(attempt, key, named(row), row, final[key], limit)


def _no_switch(attempt: Attempt, row: Writable) -> None:
    """Record that a board of an older dialect has no such switch."""
    attempt.observe(
        row.key,
        named(row),
        "-",
        Verdict.NOT_APPLICABLE,
        Origin.BOARD,
        note=text("This board has no such switch, or does not tell it over this link."),
    )


def _alarms(attempt: Attempt, status: Status) -> None:
    """Judge the alarms; that of the factory password is an open point, noted once."""
    alarms = status.alarms - {FACTORY_PASSWORD}
    attempt.observe(
        "alarms",
        text("Alarms"),
        alarm_words(status.alarms),
        Verdict.FAIL if alarms else Verdict.PASS,
        Origin.BOARD,
    )
    if FACTORY_PASSWORD in status.alarms:
        leave_open(attempt, FACTORY_KEPT)
