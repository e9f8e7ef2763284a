"""The whole procedure over plain lines, typed into a pipe."""

from pathlib import Path

import pytest

from tests.whole.by_lines import Talk
from tests.whole.packs import FEWEST, ODD, Pack, often, require_commissioned
from wizard.simulator.nameplate import PLATE


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize("pack", often([FEWEST, ODD]))
def test_the_whole_procedure_passes_over_plain_lines(pack: Pack) -> None:
    talk = Talk(pack.link)
    assert talk.hold() == 0, talk.printed[-2000:]
    checklist = talk.case.loaded.checklist
    asked = [step for step in checklist.step if talk.state().step(step.id).answers]
    assert len(asked) > 30
    assert [step.title for step in asked if step.title not in talk.printed] == []
    assert "(This is no longer asked.)" not in talk.printed
    assert PLATE.setting_password not in talk.printed
    assert talk.case.line.simulation is not None
    require_commissioned(
        pack, talk.case.line.simulation, checklist, talk.state(), talk.outcomes[0].document
    )
