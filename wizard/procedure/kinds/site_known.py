"""What a site knows of its packs: their plans, and what their own sessions recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.errors import NotAllowed
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import Form
from wizard.procedure.packs import PackPlan, PackRecord
from wizard.protocol.views import Identity
from wizard.quantity import Quantity
from wizard.text import Text, text

MASTER = 0


@dataclass(frozen=True, slots=True)
class Known:
    """A pack of the plan and the record of its session."""

    plan: PackPlan
    record: PackRecord

    @property
    def serial(self) -> str:
        """The serial number of its board."""
        return self.record.serial

    @property
    def identity(self) -> Identity | None:
        """Who its board said it is, None where it was never read."""
        return self.record.state.identity

    @property
    def settings(self) -> Mapping[str, Quantity]:
        """Its settings as they were read last."""
        return self.record.state.last_settings

    @property
    def facts(self) -> Mapping[str, str]:
        """What the forms of its session were answered."""
        return {
            key: answer
            for step in self.record.checklist.step
            if isinstance(step, Form)
            for key, answer in self.record.state.step(step.id).proposals.items()
        }

    @property
    def label(self) -> Text:
        """How it is called."""
        return text("{n}, {name}", n=self.plan.number, name=self.plan.name)


def packs_of(attempt: Attempt) -> tuple[Known, ...]:
    """Return all packs of the plan, in its order.

    Raises NotAllowed where there is no plan or a pack has no session yet, BadFile.
    """
    packs, planned = attempt.bench.packs, attempt.recorder.state.packs
    if packs is None:
        raise NotAllowed(text("This session is that of one pack."))
    for pack in planned.values():
        if not pack.session:
            raise NotAllowed(text("Pack {n} has no session yet.", n=pack.plan.number))
    if not planned:
        raise NotAllowed(text("There is no plan of the packs yet."))
    return tuple(
        Known(pack.plan, packs.record(pack.session)) for _, pack in sorted(planned.items())
    )


def master_of(packs: tuple[Known, ...]) -> Known:
    """Return the pack at 0. Raises NotAllowed where the plan has none."""
    for pack in packs:
        if pack.plan.address == MASTER:
            return pack
    raise NotAllowed(text("The plan has no pack at 0, the master of all."))


def cells_of(packs: tuple[Known, ...]) -> Decimal:
    """Return how many cells in series the packs have; of different ones the fewest.

    Raises NotAllowed where no record says it.
    """
    counts = [Decimal(pack.facts["cells"]) for pack in packs if pack.facts.get("cells")]
    if not counts:
        raise NotAllowed(text("No record of a pack says how many cells it has."))
    return min(counts)
