"""What rests on what: a step that is taken again otherwise makes others stale."""

from collections.abc import Iterator

from wizard.measurement import Origin
from wizard.procedure.checklist import AnyStep, Checklist, Preset
from wizard.procedure.site_steps import SitePacks
from wizard.record.state import State

Fingerprint = tuple[object, ...]


def fingerprint(state: State, step: AnyStep) -> Fingerprint:
    """Return what a step came to: its verdict, and what people and meters said.

    What a board says moves by a digit from read to read and is left out. A preset that was
    sent again is another result, since it rewrites what other steps have set, and so is
    a pack of a site whose session went on.
    """
    said = tuple(
        (taken.id, taken.quantity, str(taken.observed))
        for taken in state.current()
        if taken.step == step.id and taken.origin in {Origin.METER, Origin.PERSON}
    )
    return (state.step(step.id).verdict, *_of_kind(state, step), *said)


def _of_kind(state: State, step: AnyStep) -> Fingerprint:
    """Return what makes the result of some kinds another one, whatever was said."""
    match step:
        case Preset():
            return (sum(write.wanted is None for write in state.writes.values()),)
        case SitePacks():
            return tuple((pack.session, pack.serial, pack.head) for pack in state.packs.values())
        case _:
            return ()


def resting_on(checklist: Checklist, changed: str) -> Iterator[str]:
    """Yield the steps whose verdict rests on a step, directly or through others."""
    touched = {changed}
    for step in checklist.step:
        if not touched.isdisjoint(step.needs):
            touched.add(step.id)
            yield step.id
