"""The end screen: what has to be typed stands there whole, folded and never cut."""

from dataclasses import replace

from screens.ending import ending_lines
from tests.screens.scenes import END
from wizard.procedure.pen import Pen
from wizard.text import text

LINE = "scp pi@192.0.2.20:/home/pi/.local/share/jk-commission/reports/2026-11-21-003-r1.zip ."


def test_how_to_fetch_the_report_stands_below_its_files() -> None:
    end = replace(END, hints=(text("Fetch all of it: {line}", line=LINE),))
    lines = [line.plain for line in ending_lines(end, Pen(60))]
    assert all(len(line) <= 60 for line in lines)
    at = next(n for n, line in enumerate(lines) if line.startswith("Fetch all of it: "))
    assert at > next(n for n, line in enumerate(lines) if line.startswith("/home/pi"))
    assert LINE.replace(" ", "") in "".join(lines[at:]).replace(" ", "")
    assert lines[-1] == "Enter leaves."


def test_without_hints_nothing_stands_there() -> None:
    assert "Fetch" not in "".join(line.plain for line in ending_lines(END, Pen(60)))
