from pathlib import Path

import pytest

from tests.languages import catalogues, checking
from tests.languages.catalogues import Still, compiled, path, read, template, updated, written
from tests.languages.extraction import Message

SENTENCES = (Message("Wait {n} s", "a.py"), Message("leave", "b.py"))
FRESH = template(SENTENCES)
GOOD = {"Wait {n} s": "{n} s warten", "leave": "gehen"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)


def found(translated: dict[str, str], *, fuzzy: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with a German catalogue of these translations."""
    held = Still("de")
    for msgid, string in translated.items():
        held.add(msgid, string, flags={"fuzzy"} if msgid in fuzzy else ())
    path("de", "po").parent.mkdir(parents=True)
    path("de", "po").write_bytes(written(held))
    path("de", "mo").write_bytes(compiled(read(path("de", "po"), "de")))
    return list(checking.of_language("de", FRESH))


def test_a_whole_catalogue_is_good() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("translated", "finding"),
    [
        (GOOD | {"leave": ""}, "de: untranslated: 'leave'"),
        (GOOD | {"gone": "weg"}, "de: stale: 'gone'"),
        (GOOD | {"Wait {n} s": "warten"}, "de: other placeholders: 'Wait {n} s'"),
        (GOOD | {"Wait {n} s": "{m} s warten"}, "de: other placeholders: 'Wait {n} s'"),
        (GOOD | {"leave": "gehen "}, "de: other blanks at an end: 'leave'"),
        (GOOD | {"leave": "ge\u202ehen"}, "de: a control character: 'leave'"),
    ],
)
def test_what_is_wrong_is_named_with_language_and_sentence(
    translated: dict[str, str], finding: str
) -> None:
    assert found(translated) == [finding]


def test_a_guess_is_no_translation() -> None:
    assert found(GOOD, fuzzy=("leave",)) == ["de: fuzzy: 'leave'"]


def test_a_compiled_catalogue_that_is_behind_is_found() -> None:
    assert found(GOOD) == []
    path("de", "mo").write_bytes(compiled(Still("de")))
    assert ["jk-commission.mo" in each for each in checking.of_language("de", FRESH)] == [True]


def test_an_update_keeps_what_is_said_drops_what_is_gone_and_guesses_at_what_is_like_it() -> None:
    assert found(GOOD | {"gone": "weg"}) == ["de: stale: 'gone'"]
    renewed = updated("de", template((*SENTENCES, Message("Wait {n} s!", "c.py"))))
    assert [(each.id, each.string, each.fuzzy) for each in renewed if each.id] == [
        ("Wait {n} s", "{n} s warten", False),
        ("leave", "gehen", False),
        ("Wait {n} s!", "{n} s warten", True),
    ]


def test_an_update_twice_over_changes_nothing() -> None:
    found(GOOD)
    once = written(updated("de", FRESH))
    path("de", "po").write_bytes(once)
    assert written(updated("de", FRESH)) == once
