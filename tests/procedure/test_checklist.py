"""The model of a checklist: the shipped one holds, and what is wrong is named with its place."""

import re
from decimal import Decimal
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedure.support import RAW, SHIPPED
from wizard.chemistry import CHEMISTRIES
from wizard.errors import BadFile
from wizard.measurement import Limit
from wizard.procedure.checklist import ChemistryKey, Form
from wizard.procedure.families import families
from wizard.procedure.loading import parse
from wizard.text import words

TEXT = RAW.decode()


def at(step: str) -> str:
    """Where a step stands, as a complaint names it."""
    return f"$.step[{[each.id for each in SHIPPED.step].index(step)}]"


ALIKE = at("cells-alike")
STEPS = at("harness-steps")
OVER = at("protection-over-voltage")


def complaint(*changes: tuple[str, str]) -> str:
    """What is said about the shipped checklist with some words changed."""
    written = TEXT
    for old, new in changes:
        assert old in written
        written = written.replace(old, new, 1)
    with pytest.raises(BadFile) as refused:
        parse("mine.toml", written.encode())
    return words(refused.value.reason)


def limits(node: object) -> list[Limit]:
    found = [node] if isinstance(node, Limit) else []
    if isinstance(node, msgspec.Struct):
        node = [getattr(node, name) for name in node.__struct_fields__]
    if isinstance(node, dict):
        node = list(node.values())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(node, list | tuple):
        found += [limit for each in node for limit in limits(each)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return found


def test_the_shipped_checklist_names_the_source_of_every_limit() -> None:
    found = limits(SHIPPED)
    assert len(found) > 10
    assert all(limit.source or limit.derived for limit in found)
    assert all(step.source for step in SHIPPED.step)


def test_chemistries_have_one_name_everywhere() -> None:
    assert set(get_args(ChemistryKey)) == set(CHEMISTRIES)
    assert all(set(family.cells) <= set(CHEMISTRIES) for family in families().values())


def test_the_fields_that_other_steps_rest_on_are_asked() -> None:
    asked = {field.key for step in SHIPPED.step if isinstance(step, Form) for field in step.fields}
    assert asked >= {
        "technician", "site", "pack", "meter", "meter_serial", "family", "chemistry", "cells",
        "capacity",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("gate = true", "gaet = true", "`gate`"),
        ("mistakes = [", "mistaeks = [", "`mistakes`"),
        ('kind = "audit"', 'kind = "audti"', "`audit`"),
        ("near = 0.02", "naer = 0.02", "`near`"),
        ("charge_utp =", "charge_ubp =", "`charge_utp`"),
        ("lifepo4 = { low", "lifepo = { low", f"{STEPS}.limits"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_known_one(
    old: str, new: str, near: str
) -> None:
    assert near in complaint((old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "cells-alike"', 'id = "particulars"', "step id `particulars` stands twice"),
        ('needs = ["wake"]', 'needs = ["final-audit"]', "does not stand before it"),
        ('needs = ["wake"]', 'needs = ["connect"]', "does not stand before it"),
        ('until = "controls"', 'until = "wake"', "`wake`, which does not stand after it"),
        ("answered = { harness_3", "answered = { harnes_3", "the answer `harnes_3`, of no form"),
        ('cell_count = "cells"', 'cel_count = "cells"', "Did you mean `cell_count`?"),
        ('cell_count = "cells"', 'cell_count = "celsl"', "`celsl`, which no form asks"),
        ("charge_utp = 2\n", "charge_utp = 900\n", "900 is outside -45 to 20"),
        ("charge_utp = 2\n", "charge_utp = nan\n", "`cold-charge` sets"),
        ('unit = "V", source = "INV 366"', 'unit = "V"', "neither `source` nor `derived`"),
        (
            'unit = "V", source = "INV 366"',
            'unit = "X", source = "1"',
            f"{at('cells-alike')}.limit.unit",
        ),
        ("high = 0.1, near", "high = nan, near", "must be numbers"),
        ("high = 0.1, near = 0.02", "near = 0.02", "needs `low` or `high`"),
        ("low = 2.5, high = 3.6", "low = 3.6, high = 2.5", "low first"),
        ("lifepo4 = [3.65, 3.60]", "lifepo4 = []", "has nothing for `lifepo4`"),
        ("lto = [2.70]", "lto = [nan]", "has nothing for `lto`"),
        ('families = ["pb"]', 'families = ["pd"]', "no family `pd`; known are pb"),
        ('families = ["pb"]', "families = []", "$.families"),
        ("deadline = { s = 120,", 'deadline = { s = "2 min",', f"{OVER}.deadline.s"),
        ("deadline = { s = 120,", "deadline = { s = 0,", f"{OVER}.deadline.s"),
        (', derived = "precharge takes some seconds" }', " }", "neither `source` nor `derived`"),
        (', source = "B2A 685" }', " }", "neither `source` nor `derived`"),
        ('board = "balance_a"', 'board = "balance_x"', "boards have no `balance_x`"),
        ('off = ["emergency"]', 'off = ["charge_switch"]', f"{at('controls')}.off"),
        ("smart_sleep_hours =", "smart_sleep_hour =", "Did you mean `smart_sleep_hours`?"),
        ("charge_switch = 1", "charge_switch = 2", "step `controls` sets"),
        ("button_emergency = 0", "button_emergency = 1.5", "step `controls` sets"),
        ("number = 1, cells", "number = 0, cells", f"{STEPS}.plug[0].number"),
        ('ask = "choice"', 'ask = "line"', "`options` go with a choice, `cold_rated`"),
        ('ask = "number"', 'ask = "line"', "`possible` goes with a number, `meter_percent`"),
        ('key = "chemistry"', 'key = "cells_kind"', "must have this key"),
        ('key = "site"', 'key = "technician"', "field `technician` stands twice"),
        ('key = "family"\nask = "family"', 'key = "maker"\nask = "line"', "`family`, which no"),
        ('id = "inverter-bms"', 'id = ""', "$.id"),
        ("revision = 4", "revision = ", "line 9"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_place(old: str, new: str, said: str) -> None:
    found = complaint((old, new))
    assert said in found
    assert found.startswith("mine.toml: ")


@pytest.mark.parametrize("raw", [b"\xff", b"", b"\0", b"a=" + b"[" * 100_000, b"step = 3"])
def test_what_is_no_checklist_at_all_is_a_bad_file(raw: bytes) -> None:
    with pytest.raises(BadFile):
        parse("mine.toml", raw)


TOKENS = re.findall(r'"[^"\n]*"|[\w.-]+|\W', TEXT)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(TOKENS) - 1),
            st.sampled_from(["", "=", "\n", '"x"', "0", "-1", "nan", "1e999", "[]", "{}", "true"])
            | st.sampled_from(TOKENS),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_mutated_checklist_is_sound_or_a_bad_file(changes: list[tuple[int, str]]) -> None:
    tokens = list(TOKENS)
    for place, token in changes:
        tokens[place] = token
    try:
        loaded = parse("mine.toml", "".join(tokens).encode())
    except BadFile:
        return
    for limit in limits(loaded.checklist):
        limit.judge(Decimal(0))


@given(st.binary(max_size=40), st.integers(0, len(RAW)))
def test_bytes_put_anywhere_break_nothing_else(junk: bytes, at: int) -> None:
    try:
        parse("mine.toml", RAW[:at] + junk + RAW[at:])
    except BadFile:
        return
