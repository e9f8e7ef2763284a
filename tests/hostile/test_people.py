"""Whatever is typed, written in a file or given on the command line is words, never more."""

import json
import time
from pathlib import Path

import pytest

from tests.commands.support import run
from tests.hostile.support import (
    AS_IT_CAME,
    ENDLESS,
    FORMS,
    FORMULAE,
    MARKUP,
    PATHS,
    STEERS,
    TAME,
    formulae,
    readable,
    steering,
    written,
)
from tests.report.page import page_of
from tests.whole.program import quick
from wizard import paths
from wizard.clock import SystemClock
from wizard.commands.first_page import start_options
from wizard.engine.offers import Offer
from wizard.errors import BadInput
from wizard.filing import PACKED
from wizard.procedure.questions import Line, Secret
from wizard.record.events import Opened
from wizard.record.journal import Journal
from wizard.report import rendering
from wizard.text import harmless, text, words

Capture = pytest.CaptureFixture[str]
LINE = Line(key="site", prompt=text("Site:"))
ALL = (*STEERS, *TAME)
SOON_S = 5.0  # far more than it takes, far less than an endless string could take


@pytest.mark.parametrize("typed", STEERS, ids=ascii)
def test_what_steers_is_no_answer(typed: str) -> None:
    with pytest.raises(BadInput, match="no control characters") as refusal:
        LINE.parse(f"x{typed}x")
    assert steering(str(refusal.value)) == set()


@pytest.mark.parametrize("question", [LINE, Secret(key="k", prompt=text("x"))], ids=["line", "pw"])
def test_an_endless_answer_is_refused_without_being_repeated(question: Line | Secret) -> None:
    with pytest.raises(BadInput) as refusal:
        question.parse(ENDLESS)
    assert len(str(refusal.value)) < 100


def test_strange_answers_of_a_file_stay_words_in_every_report(capsys: Capture, home: Path) -> None:
    answers = dict(zip(("technician", "site", "pack", "meter", "meter_serial"), (
        "".join(FORMULAE), " ".join(MARKUP)[:120].strip(), " ".join(PATHS), " ".join(FORMS),
        'x";=HYPERLINK("x")',
    ), strict=True))  # fmt: skip
    file = home / "answers.toml"
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in answers.items()]
    usual = (
        'meter_due = ""',
        "meter_percent = 0.05",
        'clamp_due = ""',
        'family = "pb"',
        'chemistry = "lifepo4"',
    )
    file.write_text("".join(lines) + "\n".join([*usual, "cells = 16", "capacity = 280"]), "utf-8")
    checklist = quick(home, steps=("particulars", "connect"))
    said = run(capsys, "run", str(checklist), "--demo", "--answers", str(file))
    assert said.code in {0, 1}, said.err
    (report,) = home.rglob("reports/*.json")
    facts = {fact["key"]: fact["value"] for fact in json.loads(report.read_bytes())["facts"]}
    assert facts.items() >= answers.items()
    page = page_of(report.with_suffix(".html").read_text("utf-8"))
    assert not {"script", "img"} & set(page.names)
    assert all(value in page.text for value in answers.values())
    printed = "".join(report.with_suffix(".txt").read_text("utf-8").split())
    assert "".join(answers["site"].split()) in printed
    table = report.with_name(f"{report.stem}-measurements.csv").read_text("utf-8-sig")
    assert answers["technician"] in table
    assert formulae(table, ",") == formulae(table, ";") == []


def test_a_checklist_full_of_it_is_followed_and_steers_nothing(capsys: Capture, home: Path) -> None:
    told = json.dumps("".join(each for each in ALL if "\ud800" not in each), ensure_ascii=True)
    told = told.replace("\\udb40\\udc41", "\\U000E0041").replace("\\u007f", "\\u007F")
    plain = quick(home, steps=("particulars", "connect")).read_text("utf-8")
    for key in ("title", "why", "source", "phase", "short", "prompt", "hint", "manual"):
        head = f"\n{key} = "
        plain = "".join(
            part if not n else f"{head}{told}\n{part.split(chr(10), 1)[1]}"
            for n, part in enumerate(plain.split(head))
        )
    file = home / "config/jk-commission/checklists/\x1b]0;PWNED\x07.toml"
    file.parent.mkdir(parents=True)
    file.write_text(plain, "utf-8")
    for command in (
        ("checklists", "check", str(file)),
        ("checklists", "list"),
        ("checklists", "show", str(file)),
        ("run", str(file), "--demo"),
        ("reports", "list"),
    ):
        said = run(capsys, *command)
        assert said.code in {0, 1}, said.err
        assert steering(said.out + said.err) == set(), command
    for path, content in written(home / "data").items():
        if path.name != AS_IT_CAME:
            assert steering(readable(path, content)) == set(), path
    (page,) = (home / "data").rglob("*.html")
    assert not {"script", "img"} & set(page_of(page.read_text("utf-8")).names)


GIVEN = (
    ("resume", "{}"),
    ("reports", "show", "{}"),
    ("checklists", "show", "{}"),
    ("checklists", "check", "{}.toml"),
    ("decode", "{}"),
    ("status", "--link", "{}"),
    ("status", "--link", "serial:{}"),
    ("status", "--link", "demo:?address={}"),
    ("run", "{}", "--demo"),
    ("run", "inverter-bms", "--demo", "--fault", "{}"),
    ("run", "inverter-bms", "--demo", "--answers", "{}"),
    ("scan", "--link", "demo:", "--record", "/absent/{}"),
    ("simulate", "--chemistry", "{}"),
    ("simulate", "--cells", "{}"),
    ("{}",),
)
WORST = ("".join(ALL).replace("\0", ""), "\udcff", ENDLESS[:100_000])


@pytest.mark.parametrize("word", WORST, ids=["all", "bytes", "endless"])
@pytest.mark.parametrize("command", GIVEN, ids=" ".join)
def test_what_is_given_on_the_command_line_is_refused_in_one_line(
    capsys: Capture, home: Path, command: tuple[str, ...], word: str
) -> None:
    began = time.monotonic()
    said = run(capsys, *(part.replace("{}", word) for part in command))
    assert said.code in {2, 3}
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert len(said.err) < 2000
    assert steering(said.err) == set()
    assert time.monotonic() - began < SOON_S
    assert written(home) == {}


def _session(name: str) -> Path:
    """The folder of a session that somebody else has put there."""
    folder = paths.sessions() / name
    folder.mkdir(parents=True)
    journal = Journal(folder / paths.JOURNAL, SystemClock())
    journal.append(Opened("s", "inverter-bms", 2, "ab" * 32, "x", "demo:", True))
    journal.close()
    return folder


@pytest.mark.parametrize("name", ["\x1b]0;PWNED\x07", "[red]x[@click=a]", "\u202eevil", "a.b"])
def test_a_session_of_any_name_is_offered_and_taken_up_harmless(
    capsys: Capture, home: Path, name: str
) -> None:
    folder = _session(name)
    (folder / paths.CHECKLIST).write_bytes(
        quick(home, steps=("particulars", "connect")).read_bytes()
    )
    offers = [each for each in start_options() if isinstance(each, Offer)]
    assert any(words(each.says).startswith(harmless(name)) for each in offers)
    assert all(
        steering(words(said)) == set() for each in offers for said in (each.label, each.says)
    )
    said = run(capsys, "resume", name, "--answers", "demo")
    assert said.code in {0, 1}
    assert steering(said.out + said.err) == set()
    made = {file.name for file in paths.reports().iterdir()}
    endings = {form.ending for form in rendering.FORMS.values()} | {PACKED}
    drawn = f"{name}-r1.pdf"  # not everywhere there is what draws it
    assert made | {drawn} == {f"{name}-r1{ending}" for ending in endings}
    listed = run(capsys, "reports", "list")
    assert steering(listed.out + listed.err) == set()


def test_the_report_of_one_session_never_takes_the_place_of_another_s(
    capsys: Capture, home: Path
) -> None:
    for name in ("2026-11-21-001", "2026-11-21-001.evil"):
        folder = _session(name)
        (folder / paths.CHECKLIST).write_bytes(quick(home, steps=("particulars",)).read_bytes())
        run(capsys, "resume", name, "--answers", "demo")
    assert len(list(paths.reports().glob("*.json"))) == 2
