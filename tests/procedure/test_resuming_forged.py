"""A record that somebody altered, its chain made anew: said in a sentence, nothing written."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from tests.procedure.support_app import small_board
from wizard.errors import BadFile
from wizard.quantity import Quantity, count, volts
from wizard.record.events import Outcome, ShiftOpened, WriteIntended
from wizard.text import words

AMPERES = Quantity(Decimal(3), "A")


def _asked(ran: Ran) -> str:
    return words(ran.person.question("recovery").prompt)


def known(site: Site) -> str:
    """Let a session get to know the board; return its serial number."""
    identity = site.run().state.identity
    assert identity is not None
    return identity.serial


def forged(site: Site, key: str, original: Quantity) -> None:
    """Make a record by which a limit of this board is still shifted."""
    opened = ShiftOpened(1, known(site), {key: original}, {key: original}, (key,), 100)
    site.record(opened)


@pytest.mark.parametrize(("key", "original"), [("cell_xyz", volts("3.65")), ("cell_ovp", AMPERES)])
def test_an_open_shift_that_cannot_be_one_is_refused_before_anything_is_sent(
    tmp_path: Path, key: str, original: Quantity
) -> None:
    site = Site(tmp_path, checklist=only("connect"))
    before = site.settings()
    forged(site, key, original)
    with pytest.raises(BadFile, match=r"journal\.jsonl, line \d+: .*Nothing is written"):
        site.run()
    assert site.written() == []
    assert site.settings() == before


@pytest.mark.parametrize("original", ["99", "3.6500001", "2.0"])
def test_an_original_that_no_board_takes_is_said_and_not_written(
    tmp_path: Path, original: str
) -> None:
    site = Site(tmp_path, checklist=only("connect"))
    forged(site, "cell_ovp", Quantity(Decimal(original), "V"))
    ran = site.run({"recovery": "leave"})
    assert "LIMITS ARE STILL SHIFTED" in _asked(ran)
    assert "cell_ovp" in _asked(ran)
    assert site.written() == []


def test_a_limit_that_the_board_does_not_have_is_said_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    site = small_board(tmp_path, only("connect"))
    before = site.simulation.board.all_settings()
    forged(site, "smart_sleep", count(1))
    ran = site.run({"recovery": "leave"})
    assert "This board has no Smart Sleep, which the record says it had" in _asked(ran)
    assert site.simulation.board.all_settings() == before


def test_a_write_of_what_the_board_does_not_tell_stays_unknown(tmp_path: Path) -> None:
    site = small_board(tmp_path, only("connect"))
    site.record(WriteIntended(1, known(site), "smart_sleep", count(0), count(1), "x"))
    ran = site.run()
    assert any("which this board does not tell" in told for told in ran.notices)
    assert ran.state.writes[1].outcome is Outcome.UNKNOWN
