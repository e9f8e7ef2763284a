"""Two reports are compared to the field."""

from msgspec.structs import replace

from tests.report.support import report, whole_story
from wizard.report.differences import Difference, differences


def test_the_same_report_has_none() -> None:
    assert list(differences(report(whole_story()), report(whole_story()))) == []


def test_a_field_is_named_by_its_place() -> None:
    one = report(whole_story())
    assert list(differences(one, replace(one, site="elsewhere"))) == [
        Difference("site", "Kowalski, cellar", "elsewhere")
    ]


def test_an_item_of_a_list_is_named_by_its_own_name_wherever_it_stands() -> None:
    one = report(whole_story())
    other = replace(one, settings=one.settings[::-1])
    assert list(differences(one, other)) == []
    changed = replace(one.settings[0], final=None)
    (found,) = differences(one, replace(one, settings=(*one.settings[1:], changed)))
    assert (found.place, found.other) == (f"settings[{changed.key}].final", "null")


def test_an_item_that_one_lacks_is_shown_whole_beside_a_dash() -> None:
    one = report(whole_story())
    (found,) = differences(one, replace(one, shifts=()))
    assert found.place == "shifts[1]"
    assert found.other == "-"
    assert '"serial":"JK42"' in found.one


def test_two_items_of_one_name_are_told_apart() -> None:
    one = [{"key": "a", "x": 1}, {"key": "a", "x": 2}]
    (found,) = differences(one, [one[0], {"key": "a", "x": 3}])
    assert found == Difference("[a#1].x", "2", "3")
