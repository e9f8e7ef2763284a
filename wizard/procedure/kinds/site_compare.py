"""What differs between the packs of a site, from what each session recorded.

Sources: field practice (one firmware on a bus: its behaviour with several packs changed
between versions); packs in parallel share one voltage, so cells and chemistry are alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.site_known import Known, packs_of
from wizard.procedure.site_bus_steps import SiteCompare
from wizard.protocol.catalogue import SETTINGS
from wizard.text import Text, listed, text

Read = Callable[[Known], str]
UNREAD = ""


@dataclass(frozen=True, slots=True)
class Property:
    """What packs are compared by; `differing` is what becomes of packs that differ."""

    key: str
    title: Text
    read: Read
    differing: Verdict = Verdict.MARGINAL
    advice: Text | None = None


def _fact(key: str) -> Read:
    return lambda pack: pack.facts.get(key, UNREAD)


def _chemistry(pack: Known) -> str:
    key = pack.facts.get("chemistry", UNREAD)
    return CHEMISTRIES[key].label if key in CHEMISTRIES else key


def _setting(key: str) -> Read:
    return lambda pack: str(pack.settings[key]) if key in pack.settings else UNREAD


def _protocol(key: str) -> Read:
    def read(pack: Known) -> str:
        told = pack.settings.get(key)
        known = pack.identity.protocols.get(key) if pack.identity else None
        return f"{told.value:f}" if told else UNREAD if known is None else str(known)

    return read


PROPERTIES: tuple[Property, ...] = (
    Property("chemistry", text("Chemistry"), _chemistry, Verdict.FAIL,
             text("Packs of different chemistry are never joined in parallel.")),
    Property("cells", text("Cells in series"), _fact("cells"), Verdict.FAIL,
             text("Packs with different cell counts are never joined in parallel.")),
    Property("cell-count", text("Cell Count, as the board is set"), _setting("cell_count"),
             Verdict.FAIL, text("A board set to another cell count is of another pack.")),
    Property("model", text("Model"), lambda pack: pack.identity.model if pack.identity else UNREAD),
    Property("hardware", text("Hardware"),
             lambda pack: pack.identity.hardware if pack.identity else UNREAD),
    Property("firmware", text("Firmware"),
             lambda pack: pack.identity.firmware if pack.identity else UNREAD,
             advice=text("Versions share a bus each in their way: bring all packs to one.")),
    Property("uart1-protocol", text("UART1 Protocol No."), _protocol("uart1_protocol"),
             advice=text("Only the master's counts now; a pack that takes its place has another.")),
    Property("can-protocol", text("CAN Protocol No."), _protocol("can_protocol"),
             advice=text("Only the master's counts now; a pack that takes its place has another.")),
    Property("capacity", text("Capacity"), _setting("capacity"),
             advice=text("A smaller pack is full and empty before the others.")),
)  # fmt: skip

NO_PROTECTION = frozenset({"device_address", "cell_count", "capacity"})
"""Settings that differ of necessity, or are compared by themselves."""

PROTECTIONS = tuple(
    Property(row.key, text("{label}", label=row.label), _setting(row.key))
    for row in SETTINGS
    if row.key not in NO_PROTECTION
)


async def run(attempt: Attempt, step: SiteCompare) -> Judgement:  # noqa: ARG001  a kind's shape
    """Compare what all have, then name each setting in which they differ."""
    packs = packs_of(attempt)
    rows = [_compared(attempt, what, packs) for what in PROPERTIES]
    rows += _settings(attempt, packs)
    attempt.picture(Facts(tuple(rows)))
    return attempt.judgement()


def _settings(attempt: Attempt, packs: Sequence[Known]) -> Iterator[Fact]:
    """Compare the settings that all tell; yield those that differ, or one row that none does."""
    told = [what for what in PROTECTIONS if all(what.read(pack) for pack in packs)]
    differing = [what for what in told if len(_groups(what, packs)) > 1]
    for what in differing:
        yield _compared(attempt, what, packs)
    if not differing:
        title, alike = text("Other settings"), text("{n} alike in all packs", n=len(told))
        verdict = Verdict.PASS if told else Verdict.NOT_TAKEN
        attempt.observe("settings", title, alike, verdict, Origin.COMPUTED)
        yield Fact(title, alike, verdict)


def _compared(attempt: Attempt, what: Property, packs: Sequence[Known]) -> Fact:
    """Record a property with the packs of each value, and return it as a row."""
    groups = _groups(what, packs)
    verdict = _verdict(what, groups)
    found = _listed(groups)
    note = None if verdict is Verdict.PASS else _note(what, found, groups)
    attempt.observe(what.key, what.title, found, verdict, Origin.COMPUTED, note=note)
    return Fact(what.title, found, verdict)


def _groups(what: Property, packs: Sequence[Known]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for pack in packs:
        groups.setdefault(what.read(pack), []).append(pack.plan.number)
    return groups


def _verdict(what: Property, groups: Mapping[str, object]) -> Verdict:
    if what.differing is Verdict.FAIL and len(set(groups) - {UNREAD}) > 1:
        return Verdict.FAIL
    if set(groups) == {UNREAD} and what.differing is Verdict.MARGINAL:
        return Verdict.NOT_APPLICABLE
    if UNREAD in groups:
        return Verdict.NOT_TAKEN
    return Verdict.PASS if len(groups) == 1 else what.differing


def _listed(groups: Mapping[str, Sequence[int]]) -> Text:
    """Return `15.41`, or `15.41: packs 1, 3; 14.20: pack 2` where there are several values."""
    if len(groups) == 1:
        return _value(next(iter(groups)))
    return listed((_of(value, packs) for value, packs in groups.items()), "; ")


def _of(value: str, packs: Sequence[int]) -> Text:
    if len(packs) == 1:
        return text("{value}: pack {n}", value=_value(value), n=packs[0])
    return text("{value}: packs {packs}", value=_value(value), packs=listed(packs))


def _value(read: str) -> Text:
    return text("{value}", value=read) if read else text("not read")


def _note(what: Property, found: Text, groups: Mapping[str, object]) -> Text:
    if set(groups) == {UNREAD}:
        return text("{title}: no pack's record tells it.", title=what.title)
    if UNREAD in groups:
        return text("{title}: {found}. Take that pack up again.", title=what.title, found=found)
    if what.advice is None:
        return text("{title} differs: {found}.", title=what.title, found=found)
    return text(
        "{title} differs: {found}. {advice}", title=what.title, found=found, advice=what.advice
    )
