"""What a checklist that builds on another one may change of it: add, reorder, narrow. Pure.

It keeps every gate, behind every gate that stood before it; no step moves before a gate
that it stood behind. Of a step that it takes over it may reword what is only said, add
statements and needs, make it a gate and narrow its limits. All else stays as it is.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeGuard, cast

from wizard.text import Text, text

Table = Mapping[str, object]

SAID = frozenset({"phase", "title", "short", "why", "source", "mistakes"})
GROWING = frozenset({"needs", "statements"})
BOUNDS = frozenset({"low", "high", "near"})
TOLD = frozenset({"source", "derived", "note"})


def widened(base: Table, made: Table) -> Iterator[Text]:
    """Yield what a checklist takes away from the one it builds on, a sentence each.

    Both are trees of plain values, as they stand in TOML.
    """
    if not set(_names(made.get("families"))) <= set(_names(base.get("families"))):
        yield text("it is for families that the checklist it builds on is not for")
    there, here = _by_id(base), _by_id(made)
    for place, (name, step) in enumerate(there.items()):
        if name not in here:
            if step.get("gate"):
                yield text("the gate `{id}` is missing", id=name)
            continue
        yield from _of_order(name, [*there.values()][:place], [*here])
        yield from _of_step(name, step, here[name])


def _by_id(tree: Table) -> dict[str, Table]:
    steps = cast("list[Table]", tree.get("step", []))
    return {str(step.get("id")): step for step in steps}


def _names(value: object) -> list[str]:
    return [str(each) for each in cast("list[object]", value)] if isinstance(value, list) else []


def _of_order(name: str, before: list[Table], order: list[str]) -> Iterator[Text]:
    ahead = order[: order.index(name)]
    for gate in (str(step.get("id")) for step in before if step.get("gate")):
        if gate in order and gate not in ahead:
            yield text("step `{id}` stands before the gate `{gate}`", id=name, gate=gate)


def _of_step(name: str, old: Table, new: Table) -> Iterator[Text]:
    if old.get("gate") and new.get("gate") is not True:
        yield text("step `{id}` is no gate any more", id=name)
    for key in sorted({*old, *new} - SAID - {"gate"}):
        was, now = old.get(key), new.get(key)
        held = _grown(was, now) if key in GROWING else _held(was, now)
        if not held:
            yield text(
                "step `{id}`: `{key}` may be narrowed, not widened or changed", id=name, key=key
            )


def _grown(was: object, now: object) -> bool:
    return set(_names(was)) <= set(_names(now))


def _held(was: object, now: object) -> bool:
    """Whether a value is as it was, or a limit in it is narrower."""
    if _is_table(was) and _is_table(now):
        if _is_limit(was) and _is_limit(now):
            return _narrower(was, now)
        return was.keys() == now.keys() and all(_held(was[key], now[key]) for key in was)
    if isinstance(was, list) and isinstance(now, list):
        pairs = cast("list[object]", was), cast("list[object]", now)
        return len(pairs[0]) == len(pairs[1]) and all(map(_held, *pairs))
    return was == now


def _is_table(value: object) -> TypeGuard[Table]:
    return isinstance(value, dict)


def _is_limit(table: Table) -> bool:
    return "unit" in table and bool(BOUNDS & table.keys())


def _narrower(was: Table, now: Table) -> bool:
    same = all(was.get(key) == now.get(key) for key in {*was, *now} - BOUNDS - TOLD)
    low, high = (
        _inside(was.get(key), now.get(key), sign) for key, sign in (("low", 1), ("high", -1))
    )
    return same and low and high and _inside(was.get("near", 0), now.get("near", 0), 1)


def _inside(was: object, now: object, sign: int) -> bool:
    """Whether an end of a range has not moved outwards; `sign` is 1 for the low one."""
    if was is None:
        return True
    if not _is_number(was) or not _is_number(now):
        return was == now
    return (now - was) * sign >= 0


def _is_number(value: object) -> TypeGuard[Decimal]:
    return isinstance(value, int | Decimal) and Decimal(value).is_finite()
