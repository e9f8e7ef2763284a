"""Reads a PDF as its reader does: the words, in their places on the pages."""

import shutil
import subprocess

import pytest

with_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not on this machine"
)


def words_of(pdf: bytes) -> str:
    """Return what stands on the pages, columns apart, a form feed behind each page."""
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],  # noqa: S607
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    return read.stdout.decode()
