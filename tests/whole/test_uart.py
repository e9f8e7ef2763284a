"""A board's UART served by one process and asked by another."""

import argparse
import json
from pathlib import Path

import pytest

from tests.whole.program import board
from wizard.commands.inspect import status


@pytest.mark.parametrize(("given", "cells"), [((), 8), (("--cells", "4"), 4)])
def test_a_simulated_uart_answers_another_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, ...], cells: int
) -> None:
    with board(tmp_path, "--uart", *given) as path:
        assert status(argparse.Namespace(link=f"uart:{path}", json=True, record=None)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["identity"]["model"] == "JK_B2A8S20P"
    assert len(told["status"]["cell_voltages"]["value"]) == cells
