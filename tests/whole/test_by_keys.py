"""The whole procedure on the screen, by keys alone, at 80 by 24."""

from pathlib import Path

import pytest

from tests.whole.by_keys import Walk
from tests.whole.packs import MOST, Pack, often, require_commissioned


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize("pack", often([MOST]))
async def test_the_whole_procedure_passes_by_keys_alone(pack: Pack) -> None:
    walk = Walk(pack.link)
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "nothing more")
        document = walk.outcomes[0].document
        assert document.verdict.value in walk.picture()
        await pilot.press("enter")
    assert walk.app.return_value == document.verdict.exit_code
    assert document.simulated
    assert walk.case.line.simulation is not None
    require_commissioned(
        pack, walk.case.line.simulation, walk.case.loaded.checklist, walk.state(), document
    )


GATES = (
    ("cells-alike", "demo:?fault=uneven-cells", "0.151 V, at most 0.1 V"),
    ("harness-steps", "demo:?fault=swapped-wires", "Wires are swapped"),
    ("p-minus-off", "demo:?fault=mos-shorted", "a cable goes round the board"),
    ("connect", "demo:?fault=silent", "does not answer"),
    ("cells-visible", "demo:?fault=cell-missing", "no voltage at cell 9"),
    ("probes", "demo:?fault=probe-out", "probe 2"),
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
        await walk.press(pilot, "1", "enter")
        await walk.to(pilot, "not-passed")
        await walk.press(pilot, "2", "enter")
        await walk.until(pilot, walk.finished)
    state = walk.state()
    assert state.step(gate).attempts == 2
    assert state.step(gate).verdict not in {None, "pass"}
    later = [step.id for step in walk.case.loaded.checklist.step]
    assert all(state.step(name).attempts == 0 for name in later[later.index(gate) + 1 :])


@pytest.mark.parametrize(("gate", "key"), [("plugs-in", "statement-2"), ("cold-charge", "review")])
async def test_a_gate_that_is_declined_holds(gate: str, key: str) -> None:
    walk = Walk()
    async with walk.on_screen() as pilot:
        await walk.to(pilot, key, gate)
        await walk.press(pilot, "n", "enter")
        await walk.to(pilot, "not-passed")
        await walk.press(pilot, "2", "enter")
        await walk.until(pilot, walk.finished)
    state = walk.state()
    assert state.step(gate).verdict in {"fail", "not taken"}
    assert state.step("protection-over-voltage").attempts == 0
    assert walk.outcomes[0].exit_code == 1


async def test_a_reading_taken_wrong_is_measured_again_by_keys() -> None:
    walk = Walk()
    async with walk.on_screen() as pilot:
        await walk.to(pilot, "wire-3")
        await walk.press(pilot, *"6.601", "enter")
        await walk.to(pilot, "wire-3-bad-1")
        assert "no rise" in walk.picture()
        await walk.press(pilot, "1", "enter")
        await walk.to(pilot, "wire-3-try-2")
        await walk.to(pilot, "statement-1", "interface-board")
    assert walk.state().step("harness-steps").verdict == "pass"
