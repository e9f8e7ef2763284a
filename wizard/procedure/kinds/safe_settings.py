"""What settings must hold whoever wrote them: the cells' windows, the orders of limits."""

from decimal import Decimal

from wizard.boards import order
from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.kinds.not_told import judge_in_app
from wizard.procedure.kinds.shown import judge_setting, named
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Identity, Settings
from wizard.text import text


async def judge_windows(attempt: Attempt, found: Settings, identity: Identity) -> None:
    """Judge each setting for which the chemistry has a window.

    One that the firmware does not have and that reads 0 is none: there is nothing to judge.
    One that is not told over this link is read in the vendor's app.
    """
    for key, limit in CHEMISTRIES[attempt.chemistry].windows.items():
        row = SETTING[key]
        if key not in found.everything:
            await judge_in_app(attempt, f"window-{key}", row, limit)
            continue
        if found[key] == 0 and row.low > 0 and not identity.supports(row.code):
            continue
        judge_setting(attempt, f"window-{key}", named(row), row, found[key], limit)


def judge_orders(attempt: Attempt, present: dict[str, Decimal]) -> None:
    """Judge whether any order of limits is broken, and name those that are."""
    broken = [f"{rule.lower} < {rule.upper}" for rule in order.broken(present)]
    attempt.observe(
        "orders",
        text("Orders of limits that are broken"),
        ", ".join(broken) or "none",
        Verdict.FAIL if broken else Verdict.PASS,
        Origin.COMPUTED,
    )
