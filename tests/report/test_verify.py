"""What was altered in a report or a bundle is found, and named."""

import hashlib
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.record.support import journalled
from tests.report.support import opened, report, whole_story
from wizard.library import raw as checklist_raw
from wizard.measurement import Verdict
from wizard.procedure.loading import parse
from wizard.record import journal
from wizard.record.state import fold
from wizard.report import bundle
from wizard.report.build import build
from wizard.report.document import Attachment, Document
from wizard.report.json_form import to_json
from wizard.report.parts import ReportVerdict
from wizard.report.seal import sealed
from wizard.report.verify import verify_bundle, verify_report

PHOTO = b"\xff\xd8 a photograph of the harness"
NAME = "b.zip"


def places(raw: bytes) -> list[str]:
    return [problem.place for problem in verify_bundle(raw, NAME).problems]


@cache
def parts() -> dict[str, bytes]:
    """A bundle's files: a real journal, its checklist, its report, an attachment."""
    checklist = checklist_raw("inverter-bms")
    begun = replace(
        opened(), checklist="inverter-bms", checklist_sha256=hashlib.sha256(checklist).hexdigest()
    )
    lines = _journal([begun, *whole_story()])
    history = journal.decoded(lines, "journal.jsonl")
    document = build(fold(history.events), parse("c", checklist).checklist, history, "s-1")
    photo = Attachment("h.jpg", len(PHOTO), history.lines[0].at, hashlib.sha256(PHOTO).hexdigest())
    return {
        "report.json": to_json(sealed(replace(document, attachments=(photo,)))),
        "journal.jsonl": lines,
        "checklist.toml": checklist,
        "attachments/h.jpg": PHOTO,
    }


def _journal(happened: list[journal.Event]) -> bytes:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return journalled(Path(folder) / "journal.jsonl", happened)


def test_a_bundle_as_it_was_made_is_in_order() -> None:
    done = verify_bundle(bundle.pack(parts()), NAME)
    assert done.problems == []
    assert [str(what).split(":")[0] for what in done.looked_at] == [
        "MANIFEST.sha256", "report.json", "journal.jsonl",
    ]  # fmt: skip


@given(st.data())
def test_any_bit_that_is_turned_in_a_bundle_is_found(data: st.DataObject) -> None:
    raw = bytearray(bundle.pack(parts()))
    at = data.draw(st.integers(0, len(raw) - 1), "byte")
    raw[at] ^= 1 << data.draw(st.integers(0, 7), "bit")
    assert verify_bundle(bytes(raw), NAME).problems


@given(st.data(), st.sampled_from(sorted(parts())))
def test_what_is_altered_in_a_file_is_found_though_the_rest_was_made_to_fit(
    data: st.DataObject, name: str
) -> None:
    content = bytearray(parts()[name])
    content[data.draw(st.integers(0, len(content) - 1), "byte")] ^= 1 << data.draw(
        st.integers(0, 7), "bit"
    )
    assert verify_bundle(bundle.pack({**parts(), name: bytes(content)}), NAME).problems


def test_a_forged_value_with_a_new_seal_is_named_by_its_field() -> None:
    document = verify_report(parts()["report.json"], "r").document
    assert document is not None
    settings = tuple(
        replace(row, first=None) if row.key == "cell_ovp" else row for row in document.settings
    )
    forged = {**parts(), "report.json": to_json(sealed(replace(document, settings=settings)))}
    assert places(bundle.pack(forged)) == ["settings[cell_ovp].first"]


def test_a_line_taken_out_of_the_journal_is_named_by_its_number() -> None:
    lines = parts()["journal.jsonl"].split(b"\n")
    shorter = {**parts(), "journal.jsonl": b"\n".join([*lines[:4], *lines[5:]])}
    (problem,) = verify_bundle(bundle.pack(shorter), NAME).problems
    assert "between line 4 and line 5" in str(problem.what)


def test_another_photograph_is_named() -> None:
    assert places(bundle.pack({**parts(), "attachments/h.jpg": b"x"})) == ["attachments[h.jpg]"]


def test_a_photograph_left_out_is_named() -> None:
    fewer = {name: content for name, content in parts().items() if "h.jpg" not in name}
    assert places(bundle.pack(fewer)) == ["attachments[h.jpg]"]


def test_a_bundle_without_its_journal_says_so() -> None:
    fewer = {name: content for name, content in parts().items() if name != "journal.jsonl"}
    assert places(bundle.pack(fewer)) == ["journal.jsonl"]


def test_what_is_no_zip_file_is_one_problem() -> None:
    assert places(b"PK\x03\x04 and nothing") == [NAME]


# ---- a report by itself


def whole() -> Document:
    return sealed(report(whole_story()))


def reported(document: Document) -> dict[str, str]:
    done = verify_report(to_json(document), "r.json")
    return {problem.place: str(problem.what) for problem in done.problems}


def test_a_report_as_it_was_made_is_in_order() -> None:
    assert reported(whole()) == {}


def test_a_name_that_was_changed_breaks_the_seal() -> None:
    assert list(reported(replace(whole(), technician="Somebody Else"))) == ["seal"]


def test_a_verdict_that_was_made_better_is_named_though_the_seal_is_new() -> None:
    better = sealed(replace(whole(), verdict=ReportVerdict.PASS))
    assert reported(better)["verdict"] == "is PASS, but what was found is FAIL"


def test_a_reason_that_was_left_out_is_named() -> None:
    quiet = sealed(replace(whole(), reasons=whole().reasons[1:]))
    assert "test limits were left" in reported(quiet)["reasons"]


def test_a_measurement_is_judged_again_by_its_own_limit() -> None:
    document = whole()
    (stairs,) = (step for step in document.steps if step.id == "stairs")
    first, *others = stairs.measurements
    better = replace(stairs, measurements=(replace(first, verdict=Verdict.PASS), *others))
    steps = tuple(better if step.id == "stairs" else step for step in document.steps)
    found = reported(sealed(replace(document, steps=steps)))
    assert found["steps[stairs].measurements[step-4].verdict"].endswith("is `marginal`")


def test_a_report_with_other_blanks_was_altered() -> None:
    raw = to_json(whole()).replace(b'"site": ', b'"site":  ', 1)
    (problem,) = verify_report(raw, "r.json").problems
    assert problem.place == "r.json"


@given(st.binary(max_size=40))
def test_what_is_no_report_is_one_problem(raw: bytes) -> None:
    assert [problem.place for problem in verify_report(raw, "r.json").problems] == ["r.json"]
