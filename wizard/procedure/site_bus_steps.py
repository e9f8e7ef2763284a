"""The steps that join the packs of a site, as a checklist file has them."""

from wizard.measurement import Limit
from wizard.procedure.step import Positive, Span, Step


class SiteCompare(Step, frozen=True, kw_only=True, tag="site_compare", forbid_unknown_fields=True):
    """What differs between the packs, from their own records. Nothing is asked of a board."""


class SiteChain(Step, frozen=True, kw_only=True, tag="site_chain", forbid_unknown_fields=True):
    """The packs at 1 to 15 in their chain: who answers where, and how much is lost.

    Before anything is asked, a master is listened for (`listen`). Each address is read
    `reads` times; `loss` bounds what had no answer, in %.
    """

    statements: tuple[str, ...]
    listen: Span
    reads: Positive
    loss: Limit


class SiteMaster(Step, frozen=True, kw_only=True, tag="site_master", forbid_unknown_fields=True):
    """The master in the chain: it and those who answer it are listened to for `listen`.

    `broken` bounds the bytes that make no sense, in %.
    """

    statements: tuple[str, ...]
    listen: Span
    broken: Limit


class SiteEqual(Step, frozen=True, kw_only=True, tag="site_equal", forbid_unknown_fields=True):
    """Voltage and SOC of all packs before they are joined.

    `apart` and `limiter` bound highest less lowest voltage for 16 cells: within the first
    the packs may be joined, within the second only through something that limits the
    current. `soc_apart` bounds it for the SOC. A meter's value further from the board's
    than `against_board` is not believed.
    """

    statements: tuple[str, ...]
    listen: Span
    possible: Limit
    apart: Limit
    limiter: Limit
    soc_apart: Limit
    against_board: Limit


class SiteSettled(Step, frozen=True, kw_only=True, tag="site_settled", forbid_unknown_fields=True):
    """The current of each pack stays within `limit` for `hold`, with no gap beyond `gap`.

    Waits as long as `patience`. What is not heard within `listen` is read off a clamp.
    """

    listen: Span
    limit: Limit
    possible: Limit
    hold: Span
    gap: Span
    patience: Span
