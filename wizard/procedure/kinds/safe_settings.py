"""What settings must hold whoever wrote them: the cells' windows, the orders of limits."""

from decimal import Decimal

from wizard.boards import order
from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.kinds.shown import judge_setting, named
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Settings
from wizard.text import text


def judge_windows(attempt: Attempt, found: Settings) -> None:
    """Judge each setting for which the chemistry has a window."""
    for key, limit in CHEMISTRIES[attempt.chemistry].windows.items():
        row = SETTING[key]
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
