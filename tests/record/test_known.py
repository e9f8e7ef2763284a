"""A journal whose chain is good may still name what this program does not know."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.record.support import journalled
from wizard.clock import JumpClock
from wizard.errors import BadFile
from wizard.quantity import Quantity, volts
from wizard.record import journal
from wizard.record.events import (
    ActionIntended,
    CalibrationIntended,
    Event,
    Resumed,
    SettingsRead,
    ShiftOpened,
    WriteIntended,
)
from wizard.record.recorder import Recorder

V, A = volts("3.6"), Quantity(Decimal("3.6"), "A")


def shift(originals: dict[str, Quantity], wanted: dict[str, Quantity]) -> ShiftOpened:
    return ShiftOpened(1, "s", originals, wanted, tuple(originals), 100)


FORGED: tuple[tuple[Event, str], ...] = (
    (WriteIntended(1, "s", "cell_xyz", V, V, "x"), "named cell_xyz there"),
    (WriteIntended(1, "s", "preset_lifepo4", V, V, "x"), "named preset_lifepo4 there"),
    (WriteIntended(1, "s", "cell_ovp", V, A, "x"), r"3\.6 A is no value of Cell OVP"),
    (WriteIntended(1, "s", "cell_ovp", A, V, "x"), r"3\.6 A is no value of Cell OVP"),
    (ActionIntended(1, "s", "cell_ovp"), "named cell_ovp there"),
    (ActionIntended(1, "s", "\x1b[2J"), r"named \?\[2J there"),
    (CalibrationIntended(1, "s", "cell_ovp", V, V), "named cell_ovp there"),
    (SettingsRead("first", "s", {"cell_xyz": V}), "named cell_xyz there"),
    (shift({"cell_xyz": V}, {}), "named cell_xyz there"),
    (shift({"cell_ovp": V}, {"cell_xyz": V}), "named cell_xyz there"),
    (shift({"can_protocol": Quantity(Decimal(4))}, {}), "named can_protocol there"),
    (shift({"cell_ovp": A}, {"cell_ovp": V}), r"3\.6 A is no value of Cell OVP"),
    (shift({"cell_ovp": V}, {"cell_ovp": A}), r"3\.6 A is no value of Cell OVP"),
)


@pytest.mark.parametrize(("event", "said"), FORGED, ids=lambda part: type(part).__name__)
def test_what_the_catalogue_does_not_know_is_named_with_its_line_and_what_to_do(
    tmp_path: Path, event: Event, said: str
) -> None:
    path = tmp_path / "journal.jsonl"
    before = journalled(path, [Resumed("x", "demo:"), event])
    with pytest.raises(BadFile, match=f"line 2: .*{said}.*take it up with that one") as refused:
        Recorder(path, JumpClock())
    assert "Nothing is written to the board" in str(refused.value)
    assert path.read_bytes() == before
    journal.Journal(path, JumpClock()).close()  # nobody holds it any more


def test_it_is_still_read_for_a_report(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journalled(path, [event for event, _ in FORGED])
    assert len(journal.read(path).lines) == len(FORGED)


def test_a_record_of_this_program_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    good = shift({"cell_ovp": V, "charge_switch": Quantity(Decimal(1))}, {"cell_ovp": V})
    journalled(path, [WriteIntended(1, "s", "cell_ovp", V, V, "x"), good])
    recorder = Recorder(path, JumpClock())
    assert set(recorder.state.open_shifts) == {1}
    recorder.close()
