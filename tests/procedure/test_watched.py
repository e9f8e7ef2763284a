"""The live pack: what is read anyway is shown, and nothing is read for it."""

from decimal import Decimal
from pathlib import Path

from tests.procedure.support import Site, only
from tests.procedure.support_protection import OVER, ready_site
from wizard.procedure.session import Session
from wizard.procedure.views import Live, Notice

CELLS = "cells-visible"


def test_a_reading_is_shown_with_the_time_it_was_taken_at(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=only("pack-limits", CELLS)).run()
    live = [view for view in ran.person.views if isinstance(view, Live)]
    assert live
    assert len(live[-1].status.cells) == 16
    assert [len(part) for part in live[-1].at.split(":")] == [2, 2, 2]


def test_limits_are_shown_once_they_were_read_and_as_they_are_read(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=only("pack-limits", CELLS))
    early = [view for view in site.run().person.views if isinstance(view, Live)]
    assert {(view.low, view.high) for view in early} == {(None, None)}
    ran = ready_site(tmp_path / "other", OVER).run()
    highs = [view.high for view in ran.person.views if isinstance(view, Live)]
    assert Decimal("3.65") in highs
    assert Decimal("3.252") in highs
    assert highs[-1] == Decimal("3.65")


def test_a_note_is_recorded_with_its_writer_and_told(tmp_path: Path) -> None:
    def write(session: Session) -> None:
        session.note("lug of cell 4 was loose")

    ran = Site(tmp_path, checklist=only("pack-limits")).run(before=write)
    assert [str(noted.note) for noted in ran.state.notes] == ["Note: lug of cell 4 was loose"]
    assert "Note: lug of cell 4 was loose" in [
        str(view.what) for view in ran.person.views if isinstance(view, Notice)
    ]
