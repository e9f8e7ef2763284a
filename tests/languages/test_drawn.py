import pytest

from tests.languages.pseudo import PSEUDO, pseudo
from tests.procedure.test_drawing import ALL
from wizard.procedure.drawing import draw
from wizard.procedure.figures import Changes, Figure

BODY, PLAIN = 56, 78  # columns of the run screen's body at 80, and of plain lines
WHOLE = [figure for figure in ALL if not isinstance(figure, Changes)]


@pytest.mark.parametrize("figure", WHOLE)
@pytest.mark.parametrize("width", [BODY, PLAIN])
def test_words_that_are_longer_by_two_fifths_cut_nothing_off_a_figure(
    figure: Figure, width: int
) -> None:
    def cut(lines: list[str]) -> int:
        return sum(line.endswith("…") for line in lines)

    spoken = draw(figure, width, voice=PSEUDO)
    assert cut(spoken) == cut(draw(figure, width))
    assert max(map(len, spoken)) <= width


@pytest.mark.parametrize("figure", ALL)
def test_a_figure_of_another_language_shows_in_ascii_too(figure: Figure) -> None:
    lines = draw(figure, BODY, ascii_only=True, voice=PSEUDO)
    assert all(line.isascii() and line.isprintable() for line in lines)


def test_the_language_is_longer_keeps_places_and_has_no_plain_letter() -> None:
    plain = "Cell {cell}: {value} is too high."
    told = pseudo(plain).format(cell=1, value=2)
    assert len(told) == round(1.4 * len(plain.format(cell="", value=""))) + 2
    assert not any(char.isascii() and char.isalpha() for char in told)


def test_blanks_at_its_ends_stay() -> None:
    said = pseudo(" a {n} b ")
    assert (said[0], said[-1], pseudo("  ")) == (" ", " ", "  ")
