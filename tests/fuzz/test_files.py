"""Whatever stands in a file or on the command line: used, or refused in one sentence."""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from decimal import Decimal
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.support import refuses, shared, spoilt
from tests.hostile.support import formulae
from tests.record.strategies import EVENTS
from tests.record.support import HISTORY, journalled
from tests.report.support import CHECKLIST as SMALL
from tests.report.support import opened, whole_story
from wizard.cli import parser
from wizard.commands.decode import decode
from wizard.errors import BadFile
from wizard.links.spec import parse as parse_link
from wizard.links.tape import TapeLink
from wizard.operators.script import from_file
from wizard.procedure.loading import parse
from wizard.procedure.questions import Choice, Day, Line, Number, Option, Question, Secret
from wizard.protocol.modbus import Read, encode
from wizard.record import journal
from wizard.record.events import Event
from wizard.record.known import require_known
from wizard.record.state import fold
from wizard.report.build import build
from wizard.report.csv_form import measurements_csv, settings_csv
from wizard.report.html_form import to_html
from wizard.report.json_form import from_json, to_json
from wizard.report.text_form import to_text
from wizard.simulator.create import create
from wizard.simulator.eeprom import keep
from wizard.simulator.faces import ModbusFace
from wizard.text import text, words

pytestmark = [
    pytest.mark.timeout(7200),  # the deep profile takes its time
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]

CHECKLIST = resources.files("checklists").joinpath("manuals/inverter-bms.toml").read_bytes()
STEPS = CHECKLIST.split(b"\n[[step]]\n")
SHORT = tuple(STEPS[0] + b"\n[[step]]\n" + step for step in STEPS[1:])
ANSWERS = b"""technician = "A. Nowak"
cells = 16
highest-cell = [3.302, 3.31]
[harness-steps]
wire-1 = "3.300"
sure = true
"""
TAPE = b"""{"t": 0.0, "event": "opened", "link": "demo:"}
{"t": 0.1, "way": "out", "hex": "0103"}
{"t": 0.2, "way": "in", "hex": "010300", "redacted": true}
{"t": 0.3, "event": "closed"}
"""
PARSER = parser()
FRAMES = b'[{"id": "a", "hex": "55aaeb90"}, {"hex": "zz"}, {"id": 7}]'


@pytest.fixture(scope="module")
def file() -> Iterator[Path]:
    """A file that is written anew by each example."""
    with TemporaryDirectory() as folder:
        yield Path(folder) / "file"


@shared
@given(spoilt(*SHORT))
def test_a_checklist(raw: bytes) -> None:
    refuses(lambda: parse("x.toml", raw))


@shared
@given(raw=spoilt(ANSWERS))
def test_a_file_of_answers(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    asked: Question[str] = Line(key="wire-1", prompt=text("x"))
    refuses(lambda: from_file(file)("harness-steps", asked))


@shared
@given(raw=spoilt(TAPE))
def test_a_tape(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    refuses(lambda: TapeLink(file))


@shared
@given(raw=spoilt(FRAMES, b"55aaeb90 # x\n01 03 00\n"))
def test_recorded_frames(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    said = io.StringIO()
    with redirect_stdout(said):
        refuses(lambda: decode(PARSER.parse_args(["decode", str(file)])))
    assert all(json.loads(line)["kind"] for line in said.getvalue().splitlines())


def _memory() -> bytes:
    with TemporaryDirectory() as folder:
        keep(create().board, Path(folder) / "board.json")
        return (Path(folder) / "board.json").read_bytes()


@shared
@given(raw=spoilt(_memory(), b'{"settings": "00", "charged": "0.5"}'))
def test_the_memory_of_a_simulated_board_that_lives_on_with_it(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    simulation = create()
    if refuses(lambda: simulation.keep(file)) is None:
        simulation.board.changed = lambda: None
        for now in (1.0, 100.0):
            simulation.board.advance(now)
            ModbusFace({1: simulation.board}).hear(encode(Read(1, 0x1200, 40)), now)


QUERY = spoilt(b"address=1&baud=9600&read=fc03&cells=16").map(
    lambda raw: raw.decode("utf-8", "surrogateescape")
)
KINDS = st.sampled_from(["serial", "demo", "bluetooth", "tape", ""]) | st.text(max_size=5)
LINK = st.tuples(KINDS, st.text(max_size=20), st.text(max_size=10) | QUERY).map(
    lambda parts: "{}:{}?{}".format(*parts)
)


@shared
@given(LINK | st.text())
def test_a_link(written: str) -> None:
    refuses(lambda: parse_link(written))


QUESTIONS: tuple[Question[object], ...] = (
    Line(key="k", prompt=text("x"), optional=True),
    Day(key="k", prompt=text("x")),
    Number(key="k", prompt=text("x"), unit="V", decimals=3, low=Decimal(0), high=Decimal(60)),
    Choice(key="k", prompt=text("x"), options=(Option("a", text("a")),)),
    Secret(key="k", prompt=text("x")),
)


@shared
@given(st.sampled_from(QUESTIONS), st.text() | spoilt(b"3.300", b"2027-03-31").map(
    lambda raw: raw.decode("utf-8", "surrogateescape")
))  # fmt: skip
def test_what_is_typed(question: Question[object], raw: str) -> None:
    refuses(lambda: question.recorded(str(raw)) if question.parse(raw) is not None else None)


def _good_journal(history: Sequence[Event]) -> bytes:
    with TemporaryDirectory() as folder:
        return journalled(Path(folder) / "journal.jsonl", history)


GOOD_JOURNALS = (_good_journal(HISTORY), _good_journal([opened(), *whole_story()]))


def _chained(raw: bytes) -> bytes:
    """Return lines with a chain and numbers that are good, as whoever forges one makes them."""
    head, rows = journal.GENESIS, list[bytes]()
    for number, row in enumerate(raw.split(b"\n"), 1):
        forged = re.sub(rb'"prev":"[0-9a-f]{64}"', b'"prev":"%s"' % head.encode(), row, count=1)
        rows.append(re.sub(rb'^\{"n":\d+', b'{"n":%d' % number, forged))
        head = hashlib.sha256(rows[-1]).hexdigest()
    return b"\n".join(rows)


JOURNALS = spoilt(*GOOD_JOURNALS)


@shared
@given(raw=JOURNALS | JOURNALS.map(_chained))
def test_a_journal_and_the_report_of_it(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    refuses(lambda: _reported(journal.read(file)))


@shared
@given(st.lists(EVENTS, max_size=6))
def test_a_journal_of_any_events(history: list[Event]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        journalled(path, history)
        refuses(lambda: _reported(journal.read(path)))


def _reported(history: journal.History) -> None:
    refuses(lambda: require_known("journal.jsonl", history.lines))
    document = build(fold(history.events), SMALL, history, "r-1")
    to_text(document)
    to_html(document)
    assert from_json(to_json(document)) == document
    for table in (measurements_csv(document), settings_csv(document)):
        assert formulae(table, ",") == formulae(table, ";") == []


NAMES = st.sampled_from(["a", "b", "what"])
FORMS = spoilt(b"{a} is {b!r:>9} {what.x} {0} {{a}} {", b"{a[0]} {:>999999999}").map(
    lambda raw: raw.decode("utf-8", "replace")
)


@shared
@given(FORMS, st.dictionaries(NAMES, st.text(max_size=9) | st.integers(), min_size=1))
def test_a_sentence_of_a_record_is_put_into_words(form: str, values: dict[str, str | int]) -> None:
    assert len(words(text(form, **values))) < 100 + 2 * len(form) + 300 * form.count("{")


def test_a_checklist_is_refused_with_a_name_that_steers_nothing() -> None:
    error = refuses(lambda: parse("\x1b[2J\u202e.toml", b"\x00"))
    assert isinstance(error, BadFile)
