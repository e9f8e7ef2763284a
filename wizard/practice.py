"""Practising on a simulated pack: a fault that is chosen, or one that is a surprise.

A surprise is a number in the link, `demo:?surprise=4711`: neither the screen nor the
journal tells of the fault, and a session that is taken up again has the same one.
"""

from dataclasses import replace
from zlib import crc32

from wizard.errors import WrongUsage
from wizard.links.spec import LinkSpec
from wizard.measurement import Verdict
from wizard.procedure.checklist import Checklist
from wizard.record.state import State
from wizard.report.parts import ReportVerdict
from wizard.simulator.bank_faults import BankFault
from wizard.simulator.fault import Fault
from wizard.simulator.faults import KNOWN
from wizard.text import Text, text

SURPRISE = "surprise"
MENDED = frozenset(
    {"frozen-charge", "forgets-restore", "voltage-off", "current-off", "switches-set"}
)
"""Faults that the procedure itself sets right."""

SURPRISES = (
    "alarm",
    "calibration-ignored",
    "cell-missing",
    "current-far-off",
    "current-flowing",
    "current-reversed",
    "doubled-wire",
    "ignored-write",
    "mos-shorted",
    "no-release",
    "no-trip",
    "open-wire",
    "plug-out",
    "preset-ignored",
    "probe-out",
    "reversed",
    "swapped-wires",
    "trips-without-alarm",
    "uneven-cells",
    "voltage-far-off",
    "wire-resistance",
)
"""Faults that a commissioning by any of the shipped checklists brings to light."""

FAILED = ReportVerdict.FAIL.value
FOUND = frozenset({Verdict.FAIL, Verdict.NOT_BELIEVABLE, Verdict.NOT_TAKEN})


def revealed(spec: LinkSpec, cells: int) -> LinkSpec:
    """Return a link with the fault that its surprise stands for; others as they are.

    Of packs with so many `cells`. Raises WrongUsage where a fault is named beside it.
    """
    if SURPRISE not in spec.options:
        return spec
    if "fault" in spec.options:
        raise WrongUsage(text("A surprise is a fault already: leave out fault="))
    options = {key: value for key, value in spec.options.items() if key != SURPRISE}
    name = surprising(spec.options[SURPRISE], cells)
    return replace(spec, options={**options, "fault": name})


def surprising(seed: str, cells: int) -> str:
    """Return the name of the fault that a number stands for.

    Each fault draws a lot, so that one more in a later version changes few surprises.
    """
    able = (name for name in SURPRISES if KNOWN[name].least_cells <= cells)
    return max(able, key=lambda name: crc32(f"{seed} {name}".encode()))


def told(fault: Fault | BankFault, state: State, checklist: Checklist) -> tuple[Text, ...]:
    """Return what was practised on and whether it was found; nothing where all was in order.

    A commissioning that was left before anything was found keeps its secret: it goes on.
    """
    if not fault.name:
        return ()
    if found := _found(state, checklist):
        return (_was(fault), text("It was found: {where}.", where=found))
    if not state.ended:
        return (text("What is wrong with the simulated pack was not found yet. Resume to go on."),)
    if fault.name in MENDED or (isinstance(fault, Fault) and fault.kind == "line"):
        return (_was(fault), text("The procedure set it right, or went on in spite of it."))
    return (_was(fault), text("No step failed: either a deviation in the report names it, or it "
                              "was not found."))  # fmt: skip


def _was(fault: Fault | BankFault) -> Text:
    return text("Practised with {name}: {sentence}", name=fault.name, sentence=fault.sentence)


def _found(state: State, checklist: Checklist) -> Text | None:
    """Return the first step that did not pass, or the first pack that did not."""
    for step in checklist.step:
        taken = state.steps.get(step.id)
        if taken is not None and FOUND & {taken.verdict, taken.before}:
            return text("{step}", step=text(step.short))
    failed = (pack.plan.name for pack in state.packs.values() if pack.verdict == FAILED)
    return next((text("{pack}", pack=name) for name in failed), None)
