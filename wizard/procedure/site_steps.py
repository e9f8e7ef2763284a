"""The steps of a site of several packs, as a checklist file has them."""

from wizard.procedure.step import Step


class SitePlan(Step, frozen=True, kw_only=True, tag="site_plan", forbid_unknown_fields=True):
    """How many packs, and of each its name, its checklist and its address."""


class SitePacks(Step, frozen=True, kw_only=True, tag="site_packs", forbid_unknown_fields=True):
    """Each pack of the plan by its own session, alone at the line.

    `alone` are statements about the pack that is about to be taken; `{n}` stands for its
    number, `{name}` for its name.
    """

    alone: tuple[str, ...]
