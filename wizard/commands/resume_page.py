"""What was left open, in words: site, pack, step, and whether limits stand shifted."""

from functools import partial

from wizard import paths
from wizard.commands.archive import open_sessions
from wizard.engine.offers import Idle, Offer, Opens, Page
from wizard.errors import BadFile
from wizard.record.state import State
from wizard.text import Text, text

RESUME = "resume "
RESUMING = text("Resume")
SHIFTED = text("LIMITS SHIFTED")


def resume_offer() -> Offer:
    """Return what takes up the one that was left, or opens the page of several."""
    found = open_sessions()
    match found:
        case []:
            return Idle(RESUME, RESUMING, says=text("nothing is open"))
        case [(name, state)]:
            return _session(RESUMING, name, state)
        case _:
            return _several(found)


def _several(found: list[tuple[str, State]]) -> Offer:
    """Return what opens the page; one whose limits are shifted is told of before the newest."""
    shifted = [each for each in found if each[1].open_shifts]
    name, state = (shifted or found)[0]
    says = text("{what}, and {n} more", what=_left(name, state), n=len(found) - 1)
    return Opens(
        "open", RESUMING, says=says, urgent=bool(shifted), page=partial(_page, tuple(found))
    )


def _page(found: tuple[tuple[str, State], ...]) -> Page:
    return Page(
        title=text("Which one goes on? The newest comes first."),
        options=tuple(_session(text("{name}", name=name), name, state) for name, state in found),
        says=(text("Limits that stand shifted are restored first, before anything is asked."),),
    )


def _session(label: Text, name: str, state: State) -> Offer:
    return Offer(f"{RESUME}{name}", label, says=_left(name, state), urgent=bool(state.open_shifts))


def _left(name: str, state: State) -> Text:
    """Return where a session was left: `Kowalski, cellar · Pack 1 · Settings · in order`."""
    stands = SHIFTED if state.open_shifts else text("left in order")
    return text(
        "{place} · {step} · {stands}",
        place=_place(name, state),
        step=_step(name, state),
        stands=stands,
    )


def _place(name: str, state: State) -> Text:
    of = state.pack_of
    if of is not None:
        return text("{name} ({pack} of site {site})", name=name, pack=of.plan.name, site=of.site)
    known = {key: said for step in state.steps.values() for key, said in step.answers.items()}
    parts = [known[key] for key in ("site", "pack") if known.get(key)]
    return text("{name}", name=" · ".join(parts) if parts else name)


def _step(name: str, state: State) -> Text:
    """Return the step at which it goes on; its id where the checklist cannot be read."""
    from wizard import library
    from wizard.procedure.loading import parse

    try:
        steps = parse(name, library.read(paths.session(name) / paths.CHECKLIST)).checklist.step
    except BadFile:
        return text("its checklist cannot be read")
    left = next((each for each in steps if state.step(each.id).running), None)
    unjudged = (each for each in steps if state.step(each.id).verdict is None)
    at = left or next(unjudged, None)
    return text(at.short) if at is not None else text("the report")
