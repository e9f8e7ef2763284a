"""Practising: a surprise is one of the faults that are found, and the end tells which."""

from pathlib import Path

import pytest

from tests.procedure.support import SHIPPED, Site, only
from tests.procedure.test_whole import ENDS
from tests.procedure.test_whole_b2a8s20p import CANNOT
from wizard import assembly, practice
from wizard.assembly import start
from wizard.clock import JumpClock
from wizard.errors import WrongUsage
from wizard.links.spec import parse
from wizard.measurement import Verdict
from wizard.operators.script import Script
from wizard.procedure.views import Finished, View
from wizard.record.state import State, StepState
from wizard.simulator.create import create
from wizard.simulator.fault import NONE
from wizard.simulator.faults import KNOWN
from wizard.text import Text, words

CELLS = 16


def said(fault: str, state: State) -> str:
    told = practice.told(KNOWN[fault] if fault else NONE, state, SHIPPED)
    return " ".join(words(each) for each in told)


# ---- a surprise


def test_every_surprise_is_found_by_a_commissioning() -> None:
    passing = {name for name, end in ENDS.items() if "PASS" in end.verdicts}
    assert set(practice.SURPRISES) <= set(ENDS) - passing
    too_small = {name for name in CANNOT if name in KNOWN and KNOWN[name].least_cells > 8}
    assert not set(practice.SURPRISES) & (set(CANNOT) - too_small)


def test_faults_that_the_procedure_sets_right_are_those_that_pass() -> None:
    assert {name for name, end in ENDS.items() if end.verdicts == ("PASS",)} == practice.MENDED


def test_a_number_always_stands_for_the_same_fault_and_all_of_them_come_up() -> None:
    drawn = [practice.surprising(str(seed), CELLS) for seed in range(500)]
    assert drawn == [practice.surprising(str(seed), CELLS) for seed in range(500)]
    assert set(drawn) == set(practice.SURPRISES)


def test_a_small_pack_has_no_fault_of_a_cell_that_it_lacks() -> None:
    drawn = {practice.surprising(str(seed), 8) for seed in range(500)}
    assert drawn == {name for name in practice.SURPRISES if KNOWN[name].least_cells <= 8}


def test_a_surprise_has_its_fault_and_its_link_does_not_name_it() -> None:
    line = assembly.open_line(parse("demo:?surprise=4711"))
    assert line.simulation is not None
    assert line.simulation.fault.name == practice.surprising("4711", CELLS)
    assert line.fault.name == line.simulation.fault.name
    assert str(line.spec) == "demo:?surprise=4711"


def test_a_surprise_beside_a_fault_is_refused() -> None:
    with pytest.raises(WrongUsage, match="leave out fault="):
        assembly.simulate(parse("demo:?surprise=1&fault=echo"))


# ---- what is told


def test_what_was_found_is_told_with_its_step(tmp_path: Path) -> None:
    site = Site(tmp_path, create("uneven-cells"), only("cells-alike"))
    ran = site.run({"not-passed": "leave"})
    assert said("uneven-cells", ran.state) == (
        "Practised with uneven-cells: Cell 3 stands 0.15 V above the others. "
        "It was found: Cells alike."
    )


def test_what_was_not_found_yet_stays_a_secret() -> None:
    told = said("no-trip", State(steps={"cells-alike": StepState(verdict=Verdict.PASS)}))
    assert "no-trip" not in told
    assert "Resume to go on" in told


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("no-trip", "No step failed"),
        ("voltage-off", "The procedure set it right"),
        ("echo", "went on in spite of it"),
    ],
)
def test_at_the_end_what_no_step_found_is_told_too(fault: str, words: str) -> None:
    told = said(fault, State(ended=True, steps={"cells-alike": StepState(verdict=Verdict.PASS)}))
    assert f"Practised with {fault}: " in told
    assert words in told


def test_a_step_that_passed_the_second_time_had_found_it() -> None:
    again = StepState(attempts=2, before=Verdict.FAIL, verdict=Verdict.PASS)
    assert "It was found: Cells alike." in said("open-wire", State(steps={"cells-alike": again}))


def test_without_a_fault_there_is_nothing_to_tell() -> None:
    assert said("", State(ended=True)) == ""


def test_the_end_of_a_practice_tells_the_surprise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    clock, shown = JumpClock(), list[View]()

    class Watched(Script):
        def show(self, view: View) -> None:
            shown.append(view)
            super().show(view)

    seed = next(str(n) for n in range(500) if practice.surprising(str(n), CELLS) == "uneven-cells")
    case = assembly.new_case("inverter-bms", parse(f"demo:?surprise={seed}"), clock)
    script = Watched(assembly.demo_answers(case.line), _silent)
    engine = start(case, script, clock, person=False)
    script.controls = engine
    engine.start()
    engine.join()
    (end,) = (each for each in shown if isinstance(each, Finished))
    hints = [words(each) for each in end.hints]
    assert hints[0].startswith("Practised with uneven-cells: ")
    assert hints[1] == "It was found: Cells alike."


def _silent(_sentence: Text) -> None:
    return
