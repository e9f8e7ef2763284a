"""A checklist put together: steps taken over from other checklists, some of their keys changed.

    [[step]]
    from = "inverter-bms:plugs-in"        # the checklist and the id of its step
    source = "B2A 774"                    # a key given here replaces the whole one there
    without = ["only"]                    # keys that are not taken over

    [[step]]
    from = "inverter-bms:inverter"        # a run of steps, taken over as they are
    through = "inverter-shows"

What comes out names no other file: it is what a session keeps and what is hashed. Pure.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import cast

from wizard.errors import BadFile
from wizard.procedure.narrowing import widened
from wizard.procedure.toml_text import toml
from wizard.text import Text, text

Table = Mapping[str, object]
Fetch = Callable[[str], bytes]

FROM, THROUGH, WITHOUT = "from", "through", "without"
BUILDS_ON, BASED_ON = "builds_on", "based_on"
MOST_STEPS = 400
OWN = "no checklist of this program: a procedure of its own"
KEPT = ("id", "kind")  # what a step that is taken over stays


def composed(name: str, raw: bytes, fetch: Fetch, *, own: bool = False) -> bytes:
    """Return a checklist that stands alone; one that takes nothing over comes back as it is.

    `own` is for a file that is not this program's: it says what it builds on, or that it
    builds on nothing. `fetch` returns the bytes of another checklist by name, or raises
    BadFile, which is raised here as well, also where a step is not to be found or two
    files wait for each other. What is no TOML at all is left for the reader to name.
    """
    tree = _tree(raw)
    if tree is None or not (own or _takes_over(tree)):
        return raw
    made = _Composer(name, fetch, (name,)).compose(tree)
    if own and BUILDS_ON not in tree:
        made = {**made, BASED_ON: [OWN]}
    return toml(made).encode()


def _tree(raw: bytes) -> Table | None:
    """Return what stands in a file; None where it cannot be read, which its reader names."""
    try:
        return tomllib.loads(raw.decode(), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _takes_over(tree: Table) -> bool:
    return BUILDS_ON in tree or any(FROM in step for step in _steps(tree))


def _steps(tree: Table) -> list[Table]:
    """Return the steps of a file; none where there is anything else among them."""
    steps = tree.get("step")
    found = cast("list[object]", steps) if isinstance(steps, list) else []
    return cast("list[Table]", found) if all(isinstance(each, dict) for each in found) else []


class _Composer:
    """Puts one file together. `under_way` are the files that wait for it, itself last."""

    def __init__(self, name: str, fetch: Fetch, under_way: tuple[str, ...]) -> None:
        self._name = name
        self._fetch = fetch
        self._under_way = under_way
        self._others: dict[str, Table] = {}

    def compose(self, tree: Table) -> Table:
        steps = [step for block in _steps(tree) for step in self._taken(block)]
        if len(steps) > MOST_STEPS:
            raise self._bad(text("more than {most} steps", most=MOST_STEPS))
        if BUILDS_ON in tree:
            for complaint in widened(self._other(str(tree[BUILDS_ON])), {**tree, "step": steps}):
                raise self._bad(complaint)
        rest = {key: value for key, value in tree.items() if key not in {"step", BUILDS_ON}}
        return {**rest, BASED_ON: self._based_on(), "step": steps or tree.get("step", [])}

    def _based_on(self) -> list[str]:
        return [
            f"{name}, revision {other.get('revision', '-')}"
            for name, other in sorted(self._others.items())
        ]

    def _taken(self, block: Table) -> Iterator[Table]:
        if FROM not in block:
            yield block
        elif THROUGH in block:
            yield from self._run(block)
        else:
            yield self._changed(block)

    def _run(self, block: Table) -> list[Table]:
        steps, first = self._place(block)
        ids = [step.get("id") for step in steps]
        last = block[THROUGH]
        if set(block) != {FROM, THROUGH} or last not in ids[first:]:
            raise self._bad(
                text(
                    "`{first}` through `{last}`: the last step must stand behind the first one "
                    "there, and nothing of a run can be changed",
                    first=str(block[FROM]),
                    last=str(last),
                )
            )
        return steps[first : ids.index(last) + 1]

    def _changed(self, block: Table) -> Table:
        steps, place = self._place(block)
        there = steps[place]
        left_out = block.get(WITHOUT, [])
        names = cast("list[object]", left_out) if isinstance(left_out, list) else [left_out]
        for key in (*KEPT, *names):
            self._require_changeable(block, there, str(key))
        given = {key: value for key, value in block.items() if key not in {FROM, WITHOUT}}
        return {**{key: value for key, value in there.items() if key not in names}, **given}

    def _require_changeable(self, block: Table, there: Table, key: str) -> None:
        if key in KEPT and (key in block or key in cast("list[str]", block.get(WITHOUT, []))):
            raise self._bad(text("`{step}` keeps its `{key}`", step=str(block[FROM]), key=key))
        if key not in KEPT and (key not in there or key in block):
            raise self._bad(
                text("`{step}` has no `{key}` to leave out", step=str(block[FROM]), key=key)
            )

    def _place(self, block: Table) -> tuple[list[Table], int]:
        """Return the steps of the checklist that a block names, and where its step is there."""
        name, _, step = str(block[FROM]).partition(":")
        steps = _steps(self._other(name))
        ids = [each.get("id") for each in steps]
        if step not in ids:
            raise self._bad(
                text(
                    "from = `{what}`: there is no such step; write it as CHECKLIST:STEP",
                    what=str(block[FROM]),
                )
            )
        return steps, ids.index(step)

    def _other(self, name: str) -> Table:
        """Return another checklist, put together as well."""
        if name in self._under_way:
            raise self._bad(text("it rests on `{name}`, which rests on it", name=name))
        if name not in self._others:
            tree = _tree(self._fetch(name))
            if tree is None:
                raise self._bad(text("`{name}` cannot be read", name=name))
            other = _Composer(name, self._fetch, (*self._under_way, name))
            self._others[name] = other.compose(tree)
        return self._others[name]

    def _bad(self, what: Text) -> BadFile:
        return BadFile(text("{file}: {what}", file=self._name, what=what))
