"""`run` and `resume`: a whole commissioning from a file of answers."""

import re
from pathlib import Path

import pytest

from tests.commands.support import Said, answers, run, sessions, short
from wizard.commands import commission
from wizard.commands.first_page import start_options
from wizard.engine.offers import Idle, Offer
from wizard.operators.script import from_mapping
from wizard.record import journal
from wizard.record.events import Opened, Resumed
from wizard.text import Text, text, words

Capture = pytest.CaptureFixture[str]
DEMO = ("run", "inverter-bms", "--demo")


def begin(capsys: Capture, home: Path, **given: str) -> Said:
    """Begin a commissioning with a file of answers."""
    file = answers(home, **given)
    return run(capsys, "run", str(short(home)), "--demo", "--answers", str(file))


@pytest.mark.usefixtures("with_pdf")
def test_a_demonstration_passes_and_names_its_files_then_its_verdict(
    capsys: Capture, home: Path
) -> None:
    ran = run(capsys, *DEMO)
    assert ran.code == 0
    *files, verdict = ran.out.splitlines()
    assert verdict == "PASS"
    assert [Path(file).suffix for file in files] == [
        ".json", ".txt", ".html", ".csv", ".csv", ".pdf", ".zip",
    ]  # fmt: skip
    assert all(Path(file).is_file() for file in files)
    assert "Who, where, with what" in ran.err
    assert (sessions(home)[0] / "checklist.toml").is_file()


def test_answers_of_a_file_are_enough(capsys: Capture, home: Path) -> None:
    ran = begin(capsys, home)
    assert (ran.code, ran.last) == (0, "PASS"), ran.err
    assert "A. Nowak" in Path(ran.out.splitlines()[1]).read_text("utf-8")


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("cells", "particulars.cells"),
        ("wire-9", "harness-steps.wire-9"),
        ("preset-word", "chemistry-preset.preset-word"),
        ("hand-check", "protection-over-voltage.hand-check"),
    ],
)
def test_a_missing_answer_leaves_in_order_and_is_named(
    capsys: Capture, home: Path, missing: str, named: str
) -> None:
    ran = begin(capsys, home, without=missing)
    assert (ran.code, ran.last) == (1, "INCOMPLETE")
    assert f"No answer for `{named}`: " in ran.err


def test_what_was_left_is_taken_up_where_it_was(capsys: Capture, home: Path) -> None:
    begin(capsys, home, without="wire-9")
    ran = run(capsys, "resume", "--answers", str(answers(home)))
    assert (ran.code, ran.last) == (0, "PASS"), ran.err
    (folder,) = sessions(home)
    events = journal.read(folder / "journal.jsonl").events
    kinds = [type(event) for event in events if isinstance(event, Opened | Resumed)]
    assert kinds == [Opened, Resumed]


def test_the_simulated_board_remembers_between_runs(capsys: Capture, home: Path) -> None:
    begin(capsys, home, without="hand-check")
    ran = run(capsys, "resume", sessions(home)[0].name, "--answers", str(answers(home)))
    assert (ran.code, ran.last) == (0, "PASS"), ran.err


def test_a_session_that_ended_is_not_offered_again(capsys: Capture, home: Path) -> None:
    begin(capsys, home)
    assert run(capsys, "resume").code == 2
    resume = start_options()[1]
    assert isinstance(resume, Idle)
    assert words(resume.says) == "nothing is open"


def test_a_session_that_was_left_is_offered(capsys: Capture, home: Path) -> None:
    begin(capsys, home, without="cells")
    option = start_options()[1]
    assert isinstance(option, Offer)
    assert option.key == f"resume {sessions(home)[0].name}"
    assert words(option.says) == "Cellar · pack 1 · Particulars · left in order"


@pytest.mark.parametrize("spoilt", ["journal.jsonl", "checklist.toml"])
def test_a_spoilt_session_is_named_and_does_not_hide_the_others(
    capsys: Capture, home: Path, spoilt: str
) -> None:
    for _ in range(2):
        begin(capsys, home, without="cells")
    older, newer = sessions(home)
    (newer / spoilt).write_bytes(b"torn\n")
    ran = run(capsys, "resume", newer.name, "--answers", str(answers(home)))
    assert ran.code == 2
    assert "jk-commission: " in ran.err
    assert (run(capsys, "resume", older.name, "--answers", str(answers(home)))).code == 0


@pytest.mark.parametrize("gone", ["checklist.toml", "journal.jsonl"])
def test_a_session_without_its_files_is_a_sentence_not_a_crash(
    capsys: Capture, home: Path, gone: str
) -> None:
    begin(capsys, home, without="cells")
    (folder,) = sessions(home)
    (folder / gone).unlink()
    ran = run(capsys, "resume", folder.name, "--answers", "demo")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_an_empty_journal_is_nothing_to_take_up(capsys: Capture, home: Path) -> None:
    begin(capsys, home, without="cells")
    (folder,) = sessions(home)
    (folder / "journal.jsonl").write_bytes(b"")
    assert "holds nothing to take up" in run(capsys, "resume", folder.name).err


def test_the_fault_of_a_wrong_cell_count_shows_in_the_demonstration(capsys: Capture) -> None:
    ran = run(capsys, *DEMO, "--fault", "wrong-cell-count")
    assert (ran.code, ran.last) == (1, "FAIL")
    assert "cell count" in Path(ran.out.splitlines()[1]).read_text("utf-8").casefold()


def test_a_report_of_a_demonstration_says_that_it_is_simulated(capsys: Capture, home: Path) -> None:
    ran = begin(capsys, home)
    assert re.search("SIMULATED", Path(ran.out.splitlines()[1]).read_text("utf-8"))


def test_a_commissioning_is_kept_on_tape_for_its_owner_only(capsys: Capture, home: Path) -> None:
    tape = home / "line.tape"
    taped = ("run", str(short(home)), "--demo", "--answers", str(answers(home)), "--record")
    assert run(capsys, *taped, str(tape)).code == 0
    assert tape.stat().st_mode & 0o777 == 0o600
    assert "0110160c000102" in tape.read_text("ascii")  # the preset, sent once
    again = run(capsys, *taped, str(tape))
    assert (again.code, again.err.count("\n")) == (2, 1)  # a tape is never overwritten


async def test_a_pairing_code_stands_in_the_answers_or_somebody_types_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before there is a desk, so that a run without a person can pair."""

    async def typed(_prompt: Text) -> str | None:
        return "000001"

    monkeypatch.setattr(commission, "typed_code", typed)
    prompt = text("Which code?")
    assert await commission.code_of(from_mapping({"pairing-code": "123456"}))(prompt) == "123456"
    assert await commission.code_of(from_mapping({}))(prompt) == "000001"
    assert await commission.code_of(None)(prompt) == "000001"
