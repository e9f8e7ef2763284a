"""Which coroutine carries out which kind of step."""

from typing import assert_never

from wizard.procedure import checklist as model
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.kinds import (
    audit,
    cell_spread,
    cells_visible,
    confirm,
    connect,
    form,
    pin_voltages,
    preset,
    protection_test,
    settings,
)
from wizard.procedure.kinds.protection_test import Late

# What a person said or measured before the program was left still holds when it is taken
# up again; what was seen of the board, and consent to a write, does not.
REPLAYED = (model.Form, model.Confirm, model.CellSpread, model.PinVoltages)


async def carry_out(attempt: Attempt, late: Late) -> Judgement:  # noqa: C901, PLR0911  one arm a kind
    """Carry out an attempt at a step; `late` is told when a shift's deadline passes."""
    match attempt.step:
        case model.Form() as step:
            return await form.run(attempt, step)
        case model.Confirm() as step:
            return await confirm.run(attempt, step)
        case model.CellSpread() as step:
            return await cell_spread.run(attempt, step)
        case model.PinVoltages() as step:
            return await pin_voltages.run(attempt, step)
        case model.Connect() as step:
            return await connect.run(attempt, step)
        case model.CellsVisible() as step:
            return await cells_visible.run(attempt, step)
        case model.Preset() as step:
            return await preset.run(attempt, step)
        case model.SettingsStep() as step:
            return await settings.run(attempt, step)
        case model.ProtectionTest() as step:
            return await protection_test.run(attempt, step, late)
        case model.Audit() as step:
            return await audit.run(attempt, step)
        case _:
            assert_never(attempt.step)
