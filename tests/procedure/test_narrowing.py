"""A firm's own file builds on a checklist: it may add, reorder and narrow, and nothing else."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from wizard.procedure.narrowing import widened
from wizard.text import words

Tree = dict[str, Any]

BASE: Tree = {
    "families": ["pb", "b2a"],
    "step": [
        {"id": "open", "kind": "confirm", "gate": True, "statements": ["a", "b"], "why": "w"},
        {"id": "free", "kind": "form", "fields": [{"key": "x", "stop": "no"}]},
        {
            "id": "test",
            "kind": "cell_spread",
            "gate": True,
            "needs": ["open"],
            "limit": {"low": Decimal(1), "high": Decimal(3), "near": Decimal("0.1"), "unit": "V"},
            "trip": {"s": 20, "derived": "d"},
        },
        {"id": "last", "kind": "confirm", "statements": ["c"]},
    ],
}


def changed(change: Callable[[Tree], None]) -> list[str]:
    made = deepcopy(BASE)
    change(made)
    return [words(complaint) for complaint in widened(BASE, made)]


def step(tree: Tree, name: str) -> Tree:
    return next(each for each in tree["step"] if each["id"] == name)


def put(name: str, **values: object) -> Callable[[Tree], None]:
    return lambda tree: step(tree, name).update(values)


def limit(**ends: object) -> Callable[[Tree], None]:
    return lambda tree: step(tree, "test")["limit"].update(ends)


def moved(name: str, to: int) -> Callable[[Tree], None]:
    def change(tree: Tree) -> None:
        found = step(tree, name)
        tree["step"].remove(found)
        tree["step"].insert(to, found)

    return change


def without(name: str) -> Callable[[Tree], None]:
    return lambda tree: tree["step"].remove(step(tree, name))


ALLOWED: Mapping[str, Callable[[Tree], None]] = {
    "nothing changed": lambda _: None,
    "other words": put("open", why="because", title="t", mistakes=["m"], source="s"),
    "one more statement": put("open", statements=["a", "own", "b"]),
    "one more need": put("test", needs=["open", "free"]),
    "a step becomes a gate": put("free", gate=True),
    "a step of its own": lambda tree: tree["step"].insert(0, {"id": "own", "kind": "confirm"}),
    "a step that is no gate is dropped": without("free"),
    "a step moves behind a gate": moved("free", 3),
    "a narrower limit": limit(low=Decimal(2), high=Decimal("2.5"), near=Decimal("0.2")),
    "a limit of another source": limit(derived="ours", source="", note="stricter"),
    "fewer families": lambda tree: tree.update(families=["pb"]),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_this_is_allowed(what: str) -> None:
    assert changed(ALLOWED[what]) == []


REFUSED: Mapping[str, tuple[Callable[[Tree], None], str]] = {
    "a gate dropped": (without("test"), "the gate `test` is missing"),
    "a gate no more": (put("open", gate=False), "step `open` is no gate any more"),
    "a gate by another word": (put("open", gate=1), "step `open` is no gate any more"),
    "a gate behind another": (moved("test", 0), "step `test` stands before the gate `open`"),
    "a step before a gate": (moved("last", 0), "step `last` stands before the gate `open`"),
    "a statement less": (put("open", statements=["a"]), "`open`: `statements` may be narrowed"),
    "a need less": (put("test", needs=list[str]()), "`test`: `needs` may be narrowed"),
    "a limit wider below": (limit(low=Decimal("0.9")), "`test`: `limit` may be narrowed"),
    "a limit wider above": (limit(high=Decimal("3.1")), "`test`: `limit` may be narrowed"),
    "a limit without an end": (limit(high=None), "`test`: `limit` may be narrowed"),
    "a limit that is no number": (limit(high=Decimal("NaN")), "`test`: `limit` may be narrowed"),
    "a limit in another unit": (limit(unit="mV"), "`test`: `limit` may be narrowed"),
    "marginal later": (limit(near=Decimal(0)), "`test`: `limit` may be narrowed"),
    "another kind": (put("open", kind="form"), "`open`: `kind` may be narrowed"),
    "another time": (put("test", trip={"s": 30, "derived": "d"}), "`test`: `trip` may be narrowed"),
    "a condition": (put("test", only={"otherwise": "no"}), "`test`: `only` may be narrowed"),
    "no stop": (put("free", fields=[{"key": "x"}]), "`free`: `fields` may be narrowed"),
    "a field less": (put("free", fields=list[Tree]()), "`free`: `fields` may be narrowed"),
    "other families": (
        lambda tree: tree.update(families=["pb", "other"]),
        "for families that the checklist it builds on is not for",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_this_is_refused(what: str) -> None:
    change, said = REFUSED[what]
    found = changed(change)
    assert any(said in complaint for complaint in found), found
