from tests.languages.checking import findings


def test_every_language_has_every_sentence_and_no_other() -> None:
    assert list(findings()) == []
