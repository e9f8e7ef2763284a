"""Which coroutine carries out which kind of step."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Verdict
from wizard.procedure import checklist as model
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.kinds import (
    advanced,
    audit,
    cell_spread,
    cells_visible,
    confirm,
    connect,
    current_calibration,
    dip,
    form,
    inverter_protocol,
    inverter_pulled,
    inverter_set,
    inverter_shows,
    p_minus,
    passwords,
    pin_voltages,
    preset,
    probes,
    protection_test,
    real_limit,
    settings,
    site_chain,
    site_compare,
    site_equal,
    site_master,
    site_packs,
    site_plan,
    site_settled,
    supply,
    voltage_calibration,
    wiring,
)
from wizard.procedure.kinds.site_inverter import turn_to_master
from wizard.procedure.site_bus_steps import (
    SiteChain,
    SiteCompare,
    SiteEqual,
    SiteMaster,
    SiteSettled,
)
from wizard.procedure.site_steps import SitePacks, SitePlan
from wizard.procedure.step import Only, Step
from wizard.text import Text, text

Kind = Callable[[Attempt, Any], Coroutine[Any, Any, Judgement]]

KINDS: Mapping[type[Step], Kind] = {
    model.Form: form.run,
    model.Confirm: confirm.run,
    model.Supply: supply.run,
    model.CellSpread: cell_spread.run,
    model.PinVoltages: pin_voltages.run,
    model.PMinus: p_minus.run,
    model.Connect: connect.run,
    model.CellsVisible: cells_visible.run,
    model.Probes: probes.run,
    model.Passwords: passwords.run,
    model.Preset: preset.run,
    model.SettingsStep: settings.run,
    model.Advanced: advanced.run,
    model.VoltageCalibration: voltage_calibration.run,
    model.CurrentCalibration: current_calibration.run,
    model.ProtectionTest: protection_test.run,
    model.RealLimitTest: real_limit.run,
    model.InverterProtocol: inverter_protocol.run,
    model.Wiring: wiring.run,
    model.InverterSet: inverter_set.run,
    model.InverterShows: inverter_shows.run,
    model.InverterPulled: inverter_pulled.run,
    model.DipAddress: dip.run,
    model.Audit: audit.run,
    SitePlan: site_plan.run,
    SitePacks: site_packs.run,
    SiteCompare: site_compare.run,
    SiteChain: site_chain.run,
    SiteMaster: site_master.run,
    SiteEqual: site_equal.run,
    SiteSettled: site_settled.run,
}

# What a person said or measured before the program was left still holds when it is taken
# up again; what was seen of the board, and consent to a write, does not.
REPLAYED = (
    model.Form,
    model.Confirm,
    model.CellSpread,
    model.PinVoltages,
    model.Wiring,
    model.InverterSet,
    SitePlan,
)


OF_INVERTER = (model.Wiring, model.InverterSet, model.InverterShows, model.InverterPulled)
"""In a site these are about its master: its choices count, and what it tells of itself."""


async def carry_out(attempt: Attempt) -> Judgement:
    """Carry out an attempt at a step, unless the pack does not call for the step."""
    step = attempt.step
    if step.only is not None and (reason := _not_called_for(attempt, step.only)):
        return Judgement(Verdict.NOT_APPLICABLE, reason)
    if attempt.bench.packs is not None and isinstance(step, OF_INVERTER):
        turn_to_master(attempt)
    return await KINDS[type(step)](attempt, step)


def _not_called_for(attempt: Attempt, only: Only) -> Text | None:
    """Return the reason why a step is not taken; None where it is."""
    given = attempt.facts
    most = only.fewer_cells_than
    if only.alone and attempt.recorder.state.pack_of is not None:
        return text("Joined when all packs of the site are: it belongs to the site.")
    if given.get("chemistry") not in {*only.chemistries, None}:
        chemistry = CHEMISTRIES[attempt.chemistry].label
        return text("{chemistry}: {why}", chemistry=chemistry, why=text(only.otherwise))
    called_for = (
        (attempt.bench.far_end.wired or not only.wired)
        and only.link in {attempt.bench.far_end.way, None}
        and (most is None or attempt.cells < most)
        and all(given.get(key) in answers for key, answers in only.answered.items())
    )
    return None if called_for else text(only.otherwise)
