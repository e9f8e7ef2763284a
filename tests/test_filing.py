"""Reports on disk: revisions, what a crash leaves behind, and that nothing is overwritten."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.issued import goes_on, issued, session
from tests.record.support import folder as folder_of_its_own
from tests.report.support import passed, report, whole_story
from wizard import filed, filing, paths
from wizard.clock import JumpClock
from wizard.errors import BadFile
from wizard.filing import issue
from wizard.record import events
from wizard.report import bundle, rendering
from wizard.report.pdf_form import NoPdf
from wizard.report.rendering import FORMS, Form
from wizard.report.verify import verify_bundle
from wizard.text import text

FORM_COUNT = len(FORMS)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


def snapshot() -> dict[str, bytes]:
    """All reports that were issued, by name."""
    files = paths.reports().glob("*")
    return {file.name: file.read_bytes() for file in files}


def test_the_first_report_is_revision_1_in_every_form_with_its_seal() -> None:
    folder = session(*passed())
    done = issued(folder)
    assert (done.document.revision, done.document.supersedes) == (1, "")
    assert len(done.document.seal) == 64
    assert {file.name.removeprefix(f"{folder.name}-r1") for file in done.files} == {
        *(form.ending for form in FORMS.values()), ".zip",
    }  # fmt: skip
    assert {file.name for file in done.files} == set(snapshot())
    assert filed.read(f"{folder.name}-r1") == done.document


def test_the_same_state_again_is_the_same_report() -> None:
    folder = session(*passed())
    first, before = issued(folder), snapshot()
    again = issued(folder)
    assert (again.document, again.files) == (first.document, first.files)
    assert snapshot() == before


def test_a_session_that_went_on_makes_a_revision_that_names_the_one_before() -> None:
    folder = session(*whole_story())
    first, before = issued(folder).document, snapshot()
    goes_on(folder, events.Resumed("jk-commission 0.1.0", "demo:"))
    second = issued(folder).document
    assert (second.revision, second.supersedes) == (2, first.seal)
    assert second.seal != first.seal
    assert snapshot().items() >= before.items()
    assert filed.newest(folder.name) == second
    assert filed.latest() == {folder.name: 2}


def test_a_photograph_that_was_added_or_changed_makes_a_revision() -> None:
    folder = session(*passed())
    issued(folder)
    photo = folder / paths.ATTACHMENTS / "harness.jpg"
    photo.write_bytes(b"one")
    second = issued(folder).document
    photo.write_bytes(b"two")
    third = issued(folder).document
    assert [one.revision for one in (second, third)] == [2, 3]
    (name,) = {one.attachments[0].name for one in (second, third)}
    assert name == "harness.jpg"


def test_every_bundle_is_in_order() -> None:
    folder = session(*whole_story())
    (folder / paths.ATTACHMENTS / "harness.jpg").write_bytes(b"a photograph")
    issued(folder)
    goes_on(folder, events.Left("quit"))
    issued(folder)
    for file in paths.reports().glob("*.zip"):
        assert verify_bundle(file.read_bytes(), file.name).problems == []


def test_a_bundle_that_a_power_cut_left_out_is_made_up_for() -> None:
    folder = session(*passed())
    done = issued(folder)
    packed = filing.packed(done.document)
    before = packed.read_bytes()
    packed.unlink()
    assert issued(folder).files == done.files
    assert packed.read_bytes() == before


def test_without_typst_all_else_is_written_and_the_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(*_: object) -> bytes:
        raise NoPdf(text("A PDF needs typst."))

    monkeypatch.setattr(rendering, "FORMS", {**FORMS, "pdf": Form(".pdf", absent)})
    monkeypatch.setattr(filing, "FORMS", rendering.FORMS)
    done = issued(session(*passed()))
    assert [str(what) for what in done.missing] == ["A PDF needs typst."]
    assert len(done.files) == FORM_COUNT
    assert not any(file.suffix == ".pdf" for file in done.files)


def test_what_cannot_be_read_or_written_is_named() -> None:
    folder = session(*passed())
    issued(folder)
    master = paths.reports() / f"{folder.name}-r1.json"
    master.write_bytes(b"{")
    with pytest.raises(BadFile, match=master.name):
        issued(folder)
    paths.reports().rename(paths.reports().with_name("elsewhere"))
    paths.reports().write_bytes(b"no folder")
    with pytest.raises(BadFile, match="reports"):
        issued(folder)


class _PowerCutError(Exception):
    """The machine went dark."""


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, FORM_COUNT), max_size=4))
def test_nothing_that_was_issued_is_ever_overwritten_wherever_the_power_is_cut(
    cuts: list[int],
) -> None:
    """Each number is before which of the files of a revision the power is cut."""
    with folder_of_its_own() as home, pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_DATA_HOME", str(home))
        patched.setattr(filing, "FORMS", _cheap())
        folder = paths.new_session(JumpClock().utc())
        for name in (paths.JOURNAL, paths.CHECKLIST):
            paths.save(folder / name, b"")
        kept: dict[str, dict[str, bytes]] = {}
        for times, cut in enumerate([*cuts, FORM_COUNT + 1]):
            happened = [events.Resumed("jk-commission 0.1.0", "demo:")] * times
            document = replace(report(happened), report_id=folder.name)
            with patched.context() as one, suppress(_PowerCutError):
                one.setattr(paths, "save", _cut_before(cut))
                issue(document, folder)
            assert _whole().items() >= kept.items()
            kept = _whole()
        last = filed.newest(folder.name)
        assert last is not None
        assert (last.revision, last.journal.lines) == (len(_whole()), 1 + len(cuts))
        begin = filed.stem(folder.name, last.revision)
        packed = bundle.unpack(filing.packed(last).read_bytes(), "b")
        for form in FORMS.values():
            assert packed[f"report{form.ending}"] == snapshot()[f"{begin}{form.ending}"]


def _whole() -> dict[str, dict[str, bytes]]:
    """The files of every revision that was issued, the bundle apart, by revision."""
    stems = [filed.stem(*one) for one in filed.revisions()]
    return {
        begin: {
            form.ending: snapshot()[f"{begin}{form.ending}"] for form in FORMS.values()
        }
        for begin in stems
    }  # fmt: skip


def _cheap() -> dict[str, Form]:
    """The forms, the costly ones replaced by words."""
    cheap = {"html", "text", "pdf"}
    return {
        name: Form(form.ending, lambda document, _: document.seal.encode())
        if name in cheap
        else form
        for name, form in FORMS.items()
    }


def _cut_before(cut: int) -> Callable[[Path, bytes], Path]:
    left, save = [cut], paths.save

    def saved(path: Path, content: bytes) -> Path:
        if not left[0]:
            raise _PowerCutError
        left[0] -= 1
        return save(path, content)

    return saved


def test_files_are_for_their_owner_only() -> None:
    done = issued(session(*passed()))
    assert {file.stat().st_mode & 0o777 for file in done.files} == {0o600}
