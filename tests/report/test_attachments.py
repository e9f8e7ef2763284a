"""Photographs and papers of a commissioning: each is named, and none leads elsewhere."""

import base64
import hashlib
import io
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wizard.report import bundle
from wizard.report.attachments import attached, plain
from wizard.report.thumbnail import LONGEST_SIDE, thumbnail


def photograph(width: int = 1600, height: int = 1200, kind: str = "JPEG") -> bytes:
    into = io.BytesIO()
    Image.effect_noise((width, height), 50).convert("RGB").save(into, kind)
    return into.getvalue()


def test_each_file_is_there_with_size_time_and_hash(tmp_path: Path) -> None:
    (tmp_path / "harness.jpg").write_bytes(b"a photograph")
    os.utime(tmp_path / "harness.jpg", (1_800_000_000.7, 1_800_000_000.7))
    [(one, content)] = attached(tmp_path)
    assert (one.name, one.size, content) == ("harness.jpg", 12, b"a photograph")
    assert one.sha256 == hashlib.sha256(b"a photograph").hexdigest()
    assert one.changed.isoformat() == "2027-01-15T08:00:00+00:00"


def test_hidden_files_folders_and_a_missing_folder_are_none(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    assert list(attached(tmp_path)) == []
    assert list(attached(tmp_path / "absent")) == []


def test_names_that_became_alike_stay_two_files(tmp_path: Path) -> None:
    for number, name in enumerate(("a:b", "a\\b", "a\tb", "a_b")):
        (tmp_path / name).write_bytes(bytes([number]))
    found = dict(attached(tmp_path))
    assert len({one.name for one in found}) == 4
    assert sorted(found.values()) == [b"\0", b"\1", b"\2", b"\3"]


def test_a_file_that_cannot_be_read_is_not_left_out_in_silence(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "harness.jpg")
    (tmp_path / "harness.jpg").write_bytes(b"x")
    assert len(list(attached(tmp_path))) == 2
    if os.geteuid() == 0:
        return  # who may read everything meets nothing that cannot be read
    (tmp_path / "harness.jpg").chmod(0)
    with pytest.raises(OSError, match=r"harness\.jpg"):
        list(attached(tmp_path))


NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=20
)


@given(NAMES)
def test_no_name_steers_a_terminal_or_leads_out_of_a_bundle(name: str) -> None:
    made = plain(name)
    assert {unicodedata.category(char)[0] for char in made if char != " "}.isdisjoint("CZ")
    assert not set("/\\:") & set(made)
    if made not in {".", ".."}:  # which no file is called
        packed = bundle.pack({f"{bundle.ATTACHMENTS}/{made}": b"x"})
        assert f"{bundle.ATTACHMENTS}/{made}" in bundle.unpack(packed, "b")


# ---- small pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_photograph_has_a_small_picture(kind: str) -> None:
    small = base64.b64decode(thumbnail(photograph(kind=kind)))
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == LONGEST_SIDE


def test_a_small_picture_says_nothing_of_where_it_was_taken() -> None:
    into, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "A maker of telephones"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (800, 600)).save(into, "JPEG", exif=exif)
    with Image.open(io.BytesIO(base64.b64decode(thumbnail(into.getvalue())))) as picture:
        assert not picture.getexif()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"GIF89a", photograph()[:900], b"%PDF-1.7"]
)
def test_what_is_no_whole_picture_has_none(content: bytes) -> None:
    assert thumbnail(content) == ""


@given(st.data())
def test_a_broken_photograph_breaks_no_report(data: st.DataObject) -> None:
    raw = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(thumbnail(bytes(raw)), str)


def test_a_decoder_that_stumbles_costs_the_small_picture_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumbles(_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(Image, "open", stumbles)
    assert thumbnail(SMALL) == ""


SMALL = photograph(40, 30, "PNG")
