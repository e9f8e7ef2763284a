"""Steps taken over from other checklists: what comes out stands alone, what is wrong is named."""

import re
import tomllib
from contextlib import suppress
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard import library
from wizard.errors import BadFile
from wizard.procedure.composing import MOST_STEPS, OWN, composed
from wizard.procedure.loading import parse
from wizard.procedure.toml_text import toml
from wizard.text import text, words

BASE = b"""
id = "base"
revision = 7
title = "t"
manual = "m"
families = ["pb"]

[[step]]
id = "one"
kind = "confirm"
phase = "p"
title = "One"
short = "1"
why = "w"
source = "s"
gate = true
statements = ["a", "b"]

[[step]]
id = "two"
kind = "confirm"
phase = "p"
title = "Two"
short = "2"
why = "w"
source = "s"
statements = ["c"]
mistakes = ["x"]

[[step]]
id = "three"
kind = "confirm"
phase = "p"
title = "Three"
short = "3"
why = "w"
source = "s"
statements = ["d"]
"""
HEAD = 'id = "mine"\nrevision = 1\ntitle = "t"\nmanual = "m"\nfamilies = ["pb"]\n'


Tree = dict[str, Any]


def nowhere(name: str) -> bytes:
    raise BadFile(text("there is no `{name}`", name=name))


def made(blocks: str, **others: bytes) -> Tree:
    files = {"base": BASE, **others}

    def fetch(name: str) -> bytes:
        return files[name] if name in files else nowhere(name)

    return tomllib.loads(composed("mine", (HEAD + blocks).encode(), fetch).decode())


def steps(blocks: str) -> list[Tree]:
    return made(blocks)["step"]


def complaint(blocks: str, **others: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        made(blocks, **others)
    return words(refused.value.reason)


def test_a_step_is_taken_over_as_it_is_there() -> None:
    (step,) = steps('[[step]]\nfrom = "base:one"')
    assert step == tomllib.loads(BASE.decode())["step"][0]


def test_a_key_given_here_replaces_the_whole_one_there() -> None:
    (step,) = steps('[[step]]\nfrom = "base:one"\nstatements = ["mine"]\nmistakes = ["m"]')
    assert (step["statements"], step["mistakes"], step["title"]) == (["mine"], ["m"], "One")


def test_a_key_can_be_left_out() -> None:
    (step,) = steps('[[step]]\nfrom = "base:two"\nwithout = ["mistakes"]')
    assert "mistakes" not in step
    assert "without" not in step


def test_a_run_of_steps_is_taken_over_between_steps_of_ones_own() -> None:
    own = '[[step]]\nid = "own"\nkind = "confirm"\n'
    found = steps(f'{own}[[step]]\nfrom = "base:two"\nthrough = "three"\n')
    assert [step["id"] for step in found] == ["own", "two", "three"]


def test_what_was_taken_over_may_be_taken_over_from_there() -> None:
    middle = HEAD.replace("mine", "middle") + '[[step]]\nfrom = "base:one"\ntitle = "Eins"'
    found = made('[[step]]\nfrom = "middle:one"', middle=middle.encode())
    assert found["step"][0]["title"] == "Eins"
    assert found["based_on"] == ["middle, revision 1"]


def test_it_says_what_it_rests_on_and_in_which_revision() -> None:
    assert made('[[step]]\nfrom = "base:one"')["based_on"] == ["base, revision 7"]


def test_what_takes_nothing_over_comes_back_byte_for_byte() -> None:
    assert composed("base", BASE, nowhere) == BASE


@pytest.mark.parametrize("raw", [b"\xff", b"a = [", b"step = 3", b"a=" + b"[" * 100_000])
def test_what_is_no_toml_is_left_for_its_reader_to_name(raw: bytes) -> None:
    assert composed("x", raw, nowhere) == raw
    with pytest.raises(BadFile):
        parse("x", composed("x", raw, nowhere, own=True))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ('from = "base:none"', "from = `base:none`: there is no such step; write it as CHECKLIST"),
        ('from = "one"', "there is no `one`"),
        ("from = 3", "there is no `3`"),
        ('from = "base:one"\nid = "other"', "`base:one` keeps its `id`"),
        ('from = "base:one"\nkind = "form"', "`base:one` keeps its `kind`"),
        ('from = "base:one"\nwithout = ["id"]', "`base:one` keeps its `id`"),
        ('from = "base:one"\nwithout = ["only"]', "`base:one` has no `only` to leave out"),
        ('from = "base:one"\nwithout = "gate"\ngate = true', "has no `gate` to leave out"),
        ('from = "base:two"\nthrough = "one"', "`base:two` through `one`: the last step must"),
        ('from = "base:one"\nthrough = "none"', "through `none`"),
        ('from = "base:one"\nthrough = "two"\ngate = false', "nothing of a run can be changed"),
    ],
)
def test_what_cannot_be_taken_over_is_named(block: str, said: str) -> None:
    assert said in complaint(f"[[step]]\n{block}")


def test_two_files_that_wait_for_each_other_are_found() -> None:
    other = HEAD + '[[step]]\nfrom = "mine:x"'
    assert "it rests on `mine`, which rests on it" in complaint(
        '[[step]]\nfrom = "other:y"', other=other.encode()
    )


def test_a_file_that_cannot_be_read_is_named() -> None:
    assert "`other` cannot be read" in complaint('[[step]]\nfrom = "other:y"', other=b"\xff")


def test_no_file_grows_without_end() -> None:
    run = '[[step]]\nfrom = "base:one"\nthrough = "three"\n'
    assert f"more than {MOST_STEPS} steps" in complaint(run * (MOST_STEPS // 3 + 1))


@pytest.mark.parametrize("name", [name for name, _ in library.shipped()])
def test_what_a_session_keeps_of_a_shipped_checklist_stands_alone(name: str) -> None:
    whole = library.whole(name)
    loaded = parse(name, whole)
    assert loaded.checklist == library.load(name).checklist
    assert composed(name, whole, nowhere) == whole
    assert not any("from" in step for step in tomllib.loads(whole.decode())["step"])


def test_the_figures_of_a_step_taken_over_are_digit_for_digit_those_there() -> None:
    there = {step.id: step for step in library.load("inverter-bms").checklist.step}
    here = {step.id: step for step in library.load("b2a8s20p").checklist.step}
    source = here["balance"].source
    assert here["balance"] == msgspec.structs.replace(there["balance"], source=source)
    assert here["inverter-shows"] == there["inverter-shows"]


# ---- a firm's own file


def test_a_file_that_builds_on_nothing_is_called_a_procedure_of_its_own() -> None:
    raw = composed("firm", BASE, nowhere, own=True)
    assert tomllib.loads(raw.decode())["based_on"] == [OWN]


def test_what_a_file_says_of_itself_does_not_count() -> None:
    lying = b'based_on = ["inverter-bms, revision 2"]\n' + BASE
    assert OWN.encode() in composed("firm", lying, nowhere, own=True)


BUILDS = 'builds_on = "base"\n'
ALL = '[[step]]\nfrom = "base:one"\nthrough = "three"\n'


def test_a_file_that_builds_on_another_may_add_and_drop_what_is_no_gate() -> None:
    own = '[[step]]\nid = "own"\nkind = "confirm"\n'
    found = made(f'{BUILDS}{own}[[step]]\nfrom = "base:one"\n')
    assert "builds_on" not in found
    assert found["based_on"] == ["base, revision 7"]


def test_it_may_not_drop_a_gate() -> None:
    assert "the gate `one` is missing" in complaint(f'{BUILDS}[[step]]\nfrom = "base:two"')


# ---- whatever stands in a file

RAW = library.raw("b2a8s20p").decode()
TOKENS = re.findall(r'"[^"\n]*"|[\w.-]+|\W', RAW)
JUNK = ["", "=", "\n", '"x"', "0", "nan", "[]", "{}", "true", "from", "through", "builds_on"]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, len(TOKENS) - 1), st.sampled_from(JUNK) | st.sampled_from(TOKENS)),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_a_mutated_file_is_put_together_or_a_bad_file(
    changes: list[tuple[int, str]],
    own: bool,  # noqa: FBT001  given by hypothesis
) -> None:
    tokens = list(TOKENS)
    for place, token in changes:
        tokens[place] = token
    with suppress(BadFile):
        parse("x", composed("x", "".join(tokens).encode(), library.raw, own=own))


# ---- writing TOML


KEYS = st.text(max_size=8)
PLAIN = (
    st.text(max_size=20)
    | st.integers(-(10**12), 10**12)
    | st.booleans()
    | st.decimals(allow_nan=False, min_value=-(10**9), max_value=10**9, places=4)
    | st.sampled_from([Decimal("3.60"), Decimal("1E+3"), Decimal("0E-8"), Decimal("Infinity")])
    | st.dates()
    | st.times()
    | st.datetimes()
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_size=4,
)


@given(TREES)
def test_a_tree_is_read_back_as_it_was_written(tree: dict[str, object]) -> None:
    assert tomllib.loads(toml(tree), parse_float=Decimal) == tree


@pytest.mark.parametrize("figure", ["3.60", "-20", "0.005", "1E+3"])
def test_a_figure_keeps_its_digits(figure: str) -> None:
    value = Decimal(figure)
    read = tomllib.loads(toml({"x": value}), parse_float=Decimal)["x"]
    assert read == value
    assert str(read).removesuffix(".0") == figure


def test_what_toml_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        toml({"x": None})
