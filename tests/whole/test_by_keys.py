"""The short procedure on the screen, by keys alone, at 80 by 24."""

from pathlib import Path

import pytest

from tests.screens.support import asked, until
from tests.whole.by_keys import Walk
from wizard.record.journal import read
from wizard.record.state import State, fold


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def state_of(walk: Walk) -> State:
    return fold(read(walk.folder / "journal.jsonl").events)


async def test_the_short_procedure_passes_by_keys_alone() -> None:
    walk = Walk()
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "nothing more")
        assert "PASS" in walk.picture()
        await pilot.press("enter")
    assert walk.app.return_value == 0
    assert walk.outcomes[0].document.verdict == "PASS"
    assert walk.outcomes[0].document.simulated


GATES = (
    ("cells-alike", "demo:?fault=uneven-cells", "limit at most 0.1 V"),
    ("harness-steps", "demo:?fault=swapped-wires", "Wires are swapped"),
    ("connect", "demo:?fault=silent", "does not answer"),
    ("cells-visible", "demo:?fault=cell-missing", "no voltage at cell 9"),
    ("chemistry-preset", "demo:?fault=preset-ignored", "the preset was not taken"),
    ("pack-settings", "demo:?fault=ignored-write", "still holds 40.000 Ah"),
)


@pytest.mark.parametrize(("gate", "link", "symptom"), GATES)
async def test_a_failed_gate_holds_and_says_why(gate: str, link: str, symptom: str) -> None:
    walk = Walk(link)
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "not-passed")
        question = walk.asked()
        assert question is not None
        assert [option.key for option in getattr(question.question, "options", ())] == [
            "again",
            "leave",
        ]
        assert symptom in " ".join(walk.picture().split())
        await pilot.press("1", "enter")
        await walk.to(pilot, "not-passed")
        await pilot.press("2", "enter")
        await until(pilot, walk.finished)
    state = state_of(walk)
    assert state.step(gate).attempts == 2
    assert state.step(gate).verdict not in {None, "pass"}
    later = [step.id for step in walk.case.loaded.checklist.step]
    assert all(state.step(name).attempts == 0 for name in later[later.index(gate) + 1 :])


@pytest.mark.parametrize(("gate", "key"), [("joined", "statement-1"), ("cold-charge", "review")])
async def test_a_gate_that_is_declined_holds(gate: str, key: str) -> None:
    walk = Walk()
    async with walk.on_screen() as pilot:
        while gate not in state_of(walk).steps or not state_of(walk).step(gate).running:
            await walk.to(pilot, key)
            if not state_of(walk).step(gate).running:
                question = walk.asked()
                assert question is not None
                await walk.answer(pilot, question)
        await pilot.press("n", "enter")
        await asked(pilot, "not-passed")
        await pilot.press("2", "enter")
        await until(pilot, walk.finished)
    assert state_of(walk).step(gate).verdict in {"fail", "not taken"}
    assert state_of(walk).step("protection-over-voltage").attempts == 0
    assert walk.outcomes[0].exit_code == 1


async def test_a_reading_taken_wrong_is_measured_again_by_keys() -> None:
    walk = Walk()
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "wire-3")
        await pilot.press(*"6.601", "enter")
        await asked(pilot, "wire-3-bad-1")
        assert "no rise" in walk.picture()
        await pilot.press("1", "enter")
        await asked(pilot, "wire-3-try-2")
        await walk.to(pilot, "statement-1")
    assert state_of(walk).step("harness-steps").verdict == "pass"
