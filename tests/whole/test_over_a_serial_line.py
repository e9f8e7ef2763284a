"""A whole commissioning over real pyserial, the board in another process."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.commands.support import answers, short
from tests.whole.program import board, remembered_ovp, report_bytes, run
from wizard.measurement import Origin
from wizard.report.document import Document
from wizard.report.json_form import from_json


def test_headless_over_a_pseudo_terminal_ends_in_pass_with_a_valid_report(tmp_path: Path) -> None:
    memory = tmp_path / "board.json"
    with board(tmp_path, "--memory", str(memory)) as port:
        file = str(answers(tmp_path, meter_due="2027-06-30", clamp_due="2027-06-30"))
        done = run(
            tmp_path, "run", str(short(tmp_path)), "--link", f"serial:{port}", "--answers", file
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "PASS"
    assert remembered_ovp(memory) == 3650
    raw = report_bytes(tmp_path)
    schema = resources.files("wizard.report").joinpath("report.schema.json").read_bytes()
    validator: Any = Draft202012Validator(json.loads(schema))
    validator.validate(json.loads(raw))
    _names_every_measurement(from_json(raw))


def _names_every_measurement(document: Document) -> None:
    taken = [found for step in document.steps for found in step.measurements]
    assert len(taken) > 80
    for found in taken:
        assert found.id
        assert found.at
        assert found.observed or found.value is not None
    judged = [found for found in taken if found.limit is not None]
    assert all(found.limit and found.limit.printed for found in judged)
    assert {found.origin for found in taken} == set(Origin)


def test_a_port_that_is_not_there_is_said_before_the_first_question(tmp_path: Path) -> None:
    done = run(tmp_path, "run", "inverter-bms", "--link", "serial:/dev/absent", "--answers", "demo")
    assert done.returncode == 3
    assert "/dev/absent is not there" in done.stderr
    assert "Traceback" not in done.stderr
