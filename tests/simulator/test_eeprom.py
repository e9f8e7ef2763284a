import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from tests.simulator.talk import LIFEPO4, Talk, lifepo4, pressing, writing, writing_raw
from tests.simulator.test_protections import OVP_SHIFT
from wizard.errors import BadFile
from wizard.simulator.create import create
from wizard.simulator.eeprom import keep


def test_settings_outlive_the_process(tmp_path: Path) -> None:
    first = Talk(create())
    keep(first.board, tmp_path / "board.json")
    first.ask(pressing(LIFEPO4))
    first.ask(writing("capacity", "280"))
    second = create()
    keep(second.board, tmp_path / "board.json")
    assert second.board.all_settings() == first.board.all_settings()
    assert second.board.setting("capacity") == 280


def test_a_false_state_of_charge_outlives_the_process(tmp_path: Path) -> None:
    first = lifepo4()
    keep(first.board, tmp_path / "board.json")
    for key, value in OVP_SHIFT.items():
        first.ask(writing(key, value), 10.0)
    first.board.advance(11.0)
    second = create()
    keep(second.board, tmp_path / "board.json")
    assert second.board.soc == 100


def test_choices_and_calibration_outlive_the_process(tmp_path: Path) -> None:
    first = lifepo4("voltage-off")
    keep(first.board, tmp_path / "board.json")
    first.ask(writing_raw(0x14B2, b"\x01\x04"))
    first.ask(writing_raw(0x1600, (52_800).to_bytes(4)))
    second = Talk(create("voltage-off"))
    keep(second.board, tmp_path / "board.json")
    assert second.number(0x14B3, 1) == 4
    assert abs(second.number(0x1290, 4) - 52_800) <= 16


def test_a_file_of_a_board_without_choices_and_calibration_is_taken(tmp_path: Path) -> None:
    path, board = tmp_path / "board.json", create().board
    board.set("capacity", Decimal(100))
    path.write_text(json.dumps({"settings": board.settings.data.hex(), "charged": "0.25"}))
    talk = Talk(create())
    keep(talk.board, path)
    assert talk.board.setting("capacity") == 100
    assert talk.board.soc == 25
    assert talk.number(0x1500, 4) == 3600


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = create().board
    keep(board, tmp_path / "board.json")
    before = (tmp_path / "board.json").read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        board.set("capacity", Decimal(100))
    assert (tmp_path / "board.json").read_bytes() == before


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    path.write_text('{"settings": "00", "charged": "1"}')
    with pytest.raises(BadFile, match="is not a board's memory"):
        keep(create().board, path)
