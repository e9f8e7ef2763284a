"""What fuzzing has found once, each by its shortest example."""

import re
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest

from tests.record.support import journalled
from wizard.errors import BadFile
from wizard.measurement import Limit
from wizard.operators.script import from_file
from wizard.procedure.loading import LONGEST_TEXT, parse
from wizard.protocol.catalogue import SWITCHES
from wizard.quantity import Quantity, volts
from wizard.record import events, journal
from wizard.record.events import Outcome
from wizard.record.state import fold
from wizard.report.changes import writes
from wizard.report.timeline import moments
from wizard.simulator.create import create
from wizard.text import escaped, text, words

CHECKLIST = resources.files("checklists").joinpath("manuals/inverter-bms.toml").read_bytes()
SPREAD = b"limit = { high = 0.1"
DEEP = b'{"":' * 3000


def test_a_report_knows_writes_whose_intent_found_no_room_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    told = events.WriteIntended(1, "s", "cell_ovp", volts("3.6"), volts("3.5"), "shift")
    journalled(path, [told, events.WriteSettled(2, Outcome.VERIFIED)])
    history = journal.read(path)
    assert [row.number for row in writes(fold(history.events), list(moments(history)))] == [1]


def test_a_shift_whose_originals_are_not_all_there_is_no_journal_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journalled(path, [events.ShiftOpened(1, "s", {"a": volts("1")}, {}, ("a",), 9)])
    path.write_bytes(path.read_bytes().replace(b'"restore":["a"]', b'"restore":["b"]'))
    with pytest.raises(BadFile, match="line 1: not a journal line"):
        journal.read(path)


@pytest.mark.parametrize("form", ["{x.__class__}", "{x[0]}", "{x!r:>99999999999}", "{y}", "{", "}"])
def test_a_template_of_a_record_reaches_into_nothing(form: str) -> None:
    assert words(text(form + " {x}", x="1")) == f"{form} 1"


def test_a_template_of_a_record_steers_nothing() -> None:
    assert words(text("\x1b[2J{x}", x="\x07")) == "?[2J?"


def test_sentences_in_too_many_sentences_end_somewhere() -> None:
    sentence = text("the end")
    for _ in range(900):
        sentence = text("{a}", a=sentence)
    assert words(sentence) == "…"


@pytest.mark.parametrize("raw", [DEEP, b"\xff", b"null", b'{"n":1}'], ids=lambda raw: raw[:9].hex())
def test_a_journal_of_brackets_is_a_bad_file(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(raw + b"\n")
    with pytest.raises(BadFile, match="line 1: not a journal line"):
        journal.read(path)


def test_answers_of_brackets_are_a_bad_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(b"a = " + b"[" * 3000)
    with pytest.raises(BadFile):
        from_file(path)


@pytest.mark.parametrize(
    "raw", [b"", DEEP, b'{"settings": 7}', b'{"settings": "zz", "charged": "NaN"}', b"\xff"],
    ids=lambda raw: raw[:9].hex(),
)  # fmt: skip
def test_a_board_does_not_take_a_memory_that_is_none(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "board.json"
    path.write_bytes(raw)
    simulation = create()
    before = simulation.board.all_settings()
    with pytest.raises(BadFile, match="is not a board's memory"):
        simulation.keep(path)
    assert simulation.board.all_settings() == before
    assert path.read_bytes() == raw


def test_a_memory_that_cannot_be_written_is_a_bad_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        create().keep(tmp_path / "absent/board.json")


def test_a_checklist_with_an_endless_text_is_refused() -> None:
    with pytest.raises(BadFile, match=f"`x{{40}}` is longer than {LONGEST_TEXT} characters"):
        parse(
            "f.toml", b'id = "a"\nrevision = 1\nfamilies = ["pb"]\nmanual = "m"\nstep = []\n'
            b'title = "%s"' % (b"x" * 10_000_000),
        )  # fmt: skip


@pytest.mark.parametrize("char", ["\x9b", "\u202e", "\U000e0041", "\x7f"])
def test_json_keeps_what_steers_as_an_escape(char: str) -> None:
    shown = escaped(f'"a{char}b"')
    assert shown.isascii()
    assert journal.msgspec.json.decode(shown) == f"a{char}b"


@pytest.mark.parametrize("figure", ["1e400000000", "-1e400000000", "1e-400000000", "1e300"])
def test_a_checklist_with_an_endless_figure_is_refused(figure: str) -> None:
    assert SPREAD in CHECKLIST
    raw = CHECKLIST.replace(SPREAD, f'limit = {{ high = "{figure}"'.encode(), 1)
    with pytest.raises(BadFile, match="no limit or figure is as large or small as"):
        parse("f.toml", raw)


def test_an_endless_figure_of_a_record_is_written_by_its_power_of_ten() -> None:
    worst = Decimal("1e400000000")
    assert str(Quantity(worst, "V")) == "1E+400000000 V"
    assert str(Limit("V", high=worst)) == "at most 1E+400000000 V"


def test_a_checklist_with_a_number_of_endless_digits_is_refused() -> None:
    raw, changed = re.subn(rb"\nrevision = \d+", b"\nrevision = " + b"9" * 5000, CHECKLIST)
    assert changed == 1
    with pytest.raises(BadFile, match=r"f\.toml: "):
        parse("f.toml", raw)


@pytest.mark.parametrize("value", ["sNaN", "NaN", "Infinity", "2"])
def test_a_switch_is_put_to_nothing_but_0_or_1(value: str) -> None:
    for row in SWITCHES:
        with pytest.raises(ValueError, match=row.key):
            row.raw(Decimal(value))
