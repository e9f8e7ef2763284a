"""The JSON: complete, exact, and as its published schema says."""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from importlib import resources
from typing import Any, get_args, get_origin, get_type_hints

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from msgspec import Struct

from tests.report.support import measured, passed, report, whole_story
from wizard.measurement import Verdict
from wizard.quantity import Quantity
from wizard.report import document as shapes
from wizard.report.document import Document
from wizard.report.json_form import from_json, to_json
from wizard.report.parts import Sentence, said
from wizard.report.schema import schema
from wizard.text import Text, text
from wizard.units import Unit

STEERING = {"Cc", "Cf", "Zl", "Zp"}  # categories of what a terminal or reader obeys
UNITS = st.sampled_from(get_args(Unit))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
WORDS = st.text(max_size=20)
QUANTITIES = st.builds(Quantity, DECIMALS, UNITS)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.recursive(
    st.builds(Text, WORDS),
    lambda inner: st.builds(
        Text, WORDS, st.dictionaries(WORDS, WORDS | NUMBERS | QUANTITIES | inner, max_size=2)
    ),
    max_leaves=4,
)


# Documents are deep: making one takes longer than a health check allows, and shrinking
# one would outlast every time limit.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def _strategy(kind: type[Struct]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: _part(of) for name, of in get_type_hints(kind).items()})


def _part(of: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  any type a field has
    if get_origin(of) is tuple:
        return st.lists(st.from_type(get_args(of)[0]), max_size=2).map(tuple)
    return st.from_type(of)


def _registered() -> None:
    st.register_type_strategy(Decimal, DECIMALS)
    st.register_type_strategy(str, WORDS)
    st.register_type_strategy(int, NUMBERS)
    st.register_type_strategy(Text, TEXTS)
    st.register_type_strategy(shapes.datetime, st.datetimes(timezones=st.just(UTC)))
    for kind in vars(shapes).values():
        if isinstance(kind, type) and issubclass(kind, shapes.Part) and kind is not shapes.Part:
            st.register_type_strategy(kind, _strategy(kind))


_registered()
DOCUMENTS = st.from_type(Document)


@settings(max_examples=60, deadline=None, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    raw = to_json(document)
    assert from_json(raw) == document
    assert to_json(from_json(raw)) == raw
    assert {unicodedata.category(char) for char in set(raw.decode()) - {"\n"}}.isdisjoint(STEERING)


@settings(max_examples=30, deadline=None, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_every_document_is_as_the_schema_says(document: Document) -> None:
    validator: Any = Draft202012Validator(json.loads(schema()))
    validator.validate(json.loads(to_json(document)))


def test_the_published_schema_is_that_of_the_types() -> None:
    published = resources.files("wizard.report").joinpath("report.schema.json")
    assert published.read_text(encoding="utf-8") == schema()
    check: Callable[[Any], None] = Draft202012Validator.check_schema
    check(json.loads(schema()))


@pytest.mark.parametrize("spoiled", [{"verdict": "GOOD"}, {"schema": "x/2"}, {"extra": 1}])
def test_the_schema_refuses_what_is_no_report(spoiled: dict[str, object]) -> None:
    validator: Any = Draft202012Validator(json.loads(schema()))
    good = json.loads(to_json(report(whole_story())))
    validator.validate(good)
    assert list(validator.iter_errors({**good, **spoiled}))


def test_every_measurement_is_there_with_everything() -> None:
    found = json.loads(to_json(report(whole_story())), parse_float=str)
    [step] = [one for one in found["steps"] if one["id"] == "stairs"]
    [taken] = [one for one in step["measurements"] if one["id"] == "step-4"]
    assert taken["title"]["words"] == "Step to cell 4"
    assert (taken["value"], taken["unit"], taken["printed"]) == ("3.575", "V", "3.575 V")
    assert taken["limit"] == {
        "low": "2.5", "high": "3.6", "near": "0.05", "unit": "V", "source": "INV 398-409",
        "derived": "", "note": "the Polish edition says 3.0 to 4.1; English prevails",
        "printed": "2.5 to 3.6 V",
    }  # fmt: skip
    assert (taken["verdict"], taken["origin"], taken["attempt"]) == ("marginal", "meter", 2)
    assert (taken["at"], taken["utc_offset_minutes"]) == ("2026-11-21T10:02:00Z", 60)
    assert (taken["instrument"], taken["person"]) == ("Fluke 87V", "A. Nowak")
    assert taken["note"]["words"] == "wire 4 was mended"
    [before] = taken["earlier"]
    assert (before["value"], before["verdict"], before["attempt"]) == ("0.003", "fail", 1)
    assert [one["id"] for one in step["superseded"]] == ["step-5"]


def test_no_measurement_of_the_record_is_lost() -> None:
    outside = measured("elsewhere", "stray", verdict=Verdict.PASS)
    document = report([*passed(), outside])
    assert [one.id for step in document.steps for one in step.measurements] == ["stray"]


def test_digits_are_kept() -> None:
    assert b'"value": 3.300' in to_json(report([*passed(), measured(value="3.300")]))


def test_a_sentence_whose_template_is_broken_still_stands_in_the_report() -> None:
    for template in ("a {stray brace", "a {missing} name", "a {0} number", "{a.b}"):
        sentence = text(template, a=1)
        assert said(sentence) == Sentence(template, sentence)
