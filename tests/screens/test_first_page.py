"""The first page as the program offers it, walked by keys."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.start import PROMISES, StartScreen
from screens.words import speak_as
from tests.languages.pseudo import PSEUDO
from tests.procedure.support_site import BankSite
from tests.screens import scenes
from tests.screens.support import SIZE, Desk, asked, asking, run_of, seen, until
from wizard import filed, paths, remembered
from wizard.clock import SystemClock
from wizard.commands.first_page import first_page, start_options
from wizard.commands.which_page import which
from wizard.engine.offers import Page
from wizard.engine.run import Run
from wizard.look import Look
from wizard.record.events import Answered, Event, Opened, ShiftOpened, StepStarted
from wizard.record.journal import Journal
from wizard.text import words

CHECKLIST = Path("checklists/manuals/inverter-bms.toml")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the port of a CH340 that is plugged in."""
    info = ListPortInfo("/dev/ttyUSB7")
    info.vid, info.pid = 0x1A86, 0x7523
    monkeypatch.setattr(list_ports, "comports", lambda: [info])
    return info.device


def left(name: str, *more: Event) -> None:
    """Leave a session open on disk, in its second step."""
    folder = paths.sessions() / name
    paths.save(folder / paths.CHECKLIST, CHECKLIST.read_bytes())
    journal = Journal(folder / paths.JOURNAL, SystemClock())
    journal.append(Opened(name, "inverter-bms", 2, "ab" * 32, "x", "demo:", simulated=True))
    journal.append(Answered("particulars", 1, "site", "Kowalski, cellar"))
    journal.append(Answered("particulars", 1, "pack", "pack 1"))
    journal.append(StepStarted("pack-limits", 1))
    for event in more:
        journal.append(event)
    journal.close()


SHIFT = ShiftOpened(1, "504100000001", {}, {}, (), 60)


@dataclass
class Front:
    """The first page, and what was begun from it."""

    desk: Desk
    look: Look = field(default_factory=Look)
    begun: list[str] = field(default_factory=list[str])

    @asynccontextmanager
    async def open(self, size: tuple[int, int] = SIZE) -> AsyncGenerator[Pilot[Any]]:
        app = WizardApp(
            start_options(),
            self._begin,
            None,
            further=_further,
            look=self.look,
            first=first_page(),
        )
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: "5  " in seen(app))
            yield pilot

    async def begins(self, *keys: str) -> str:
        """Press keys; return what was begun with the last one."""
        async with self.open() as pilot:
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await asked(pilot, "cell-8")
        return self.begun[-1]

    def _begin(self, key: str) -> Run:
        self.begun.append(key)
        return run_of(asking(scenes.CELL_8), self.desk)


def _further(key: str) -> Page | None:
    return None if "\n" in key or key.startswith("resume") else which(key)


def flat(pilot: Pilot[Any]) -> str:
    return " ".join(seen(pilot.app).split())


# ---- new


async def test_a_new_commissioning_asks_for_the_way_then_for_the_checklist(
    desk: Desk, adapter: str
) -> None:
    begun = await Front(desk).begins("1", "1", "enter")
    assert begun == f"serial:{adapter}?address=1\ninverter-bms"


async def test_each_way_to_a_board_is_offered_with_the_name_of_its_adapter(
    desk: Desk, adapter: str
) -> None:
    async with Front(desk).open() as pilot:
        assert f"{adapter.rpartition('/')[2]} CH340 \n" in seen(pilot.app)
        await pilot.press("1")
        await until(pilot, lambda: "How is the board spoken to?" in seen(pilot.app))
        assert "RS485 at ttyUSB7 CH340" in seen(pilot.app)
        assert "UART at ttyUSB7 CH340" in seen(pilot.app)
        assert "Look for boards over Bluetooth" in seen(pilot.app)


async def test_without_an_adapter_it_is_said_what_to_plug_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_ports, "comports", list[ListPortInfo])
    async with Front(desk).open() as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "Plug one in" in seen(pilot.app))


# ---- resume


async def test_the_one_that_was_left_is_told_in_words_and_taken_up_by_one_key(desk: Desk) -> None:
    left("2026-11-21-003")
    async with Front(desk).open() as pilot:
        assert "Kowalski, cellar · pack 1 · Pack limits · left in order" in flat(pilot)
    assert await Front(desk).begins("2") == "resume 2026-11-21-003"


async def test_one_whose_limits_are_shifted_is_marked_before_all_else(desk: Desk) -> None:
    left("2026-11-21-003", SHIFT)
    async with Front(desk).open() as pilot:
        assert "▸ 2  Resume" in seen(pilot.app)
        assert "LIMITS SHIFTED" in flat(pilot)
    assert await Front(desk).begins("enter") == "resume 2026-11-21-003"


async def test_of_several_the_shifted_one_is_told_of_and_each_can_be_taken_up(desk: Desk) -> None:
    left("2026-11-21-001", SHIFT)
    left("2026-11-21-002")
    async with Front(desk).open() as pilot:
        assert "LIMITS SHIFTED, and 1 more" in flat(pilot)
    assert await Front(desk).begins("2", "2") == "resume 2026-11-21-001"


async def test_with_nothing_open_the_digit_says_so_and_the_page_stays(desk: Desk) -> None:
    async with Front(desk).open() as pilot:
        await pilot.press("2")
        await until(pilot, lambda: "! nothing is open" in seen(pilot.app))
        assert isinstance(pilot.app.screen, StartScreen)


# ---- find


async def test_boards_are_looked_for_by_radio_and_at_each_adapter(desk: Desk, adapter: str) -> None:
    async with Front(desk).open() as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "Where shall boards be looked for?" in seen(pilot.app))
        assert "1  Look for boards over Bluetooth" in seen(pilot.app)
        assert "2  Look for boards by RS485 at ttyUSB7 CH340" in seen(pilot.app)
        await pilot.press("2")  # there is no such port
        await until(pilot, lambda: f"! {adapter} is not there" in seen(pilot.app))
        await pilot.press("f7", "f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))


# ---- reports


@pytest.fixture
def issued() -> None:
    """Reports of a site whose second pack was left."""
    BankSite().run({"pack-2:preset-word": "", "pack-2:not-passed": "leave",
                    "pack-2-not-passed": "leave"})  # fmt: skip


@pytest.mark.usefixtures("issued")
async def test_reports_are_listed_found_by_words_and_read(desk: Desk) -> None:
    count = len(filed.latest())
    async with Front(desk).open() as pilot:
        assert f"Reports            {count}, last " in seen(pilot.app)
        await pilot.press("4")
        await until(pilot, lambda: "Reports, the newest first" in seen(pilot.app))
        assert "INCOMPLETE" in seen(pilot.app)
        await pilot.press("1")
        await until(pilot, lambda: "SIMULATED" in seen(pilot.app))
        first = seen(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: seen(pilot.app) != first)
        await pilot.press("f7")
        await until(pilot, lambda: "Reports, the newest first" in seen(pilot.app))


async def test_a_report_that_cannot_be_read_is_listed_and_says_why(desk: Desk) -> None:
    paths.save(paths.reports() / "2026-11-21-001-r1.json", b"torn")
    async with Front(desk).open() as pilot:
        await pilot.press("4")
        await until(pilot, lambda: "cannot be read" in seen(pilot.app))
        await pilot.press("1")
        await until(pilot, lambda: "! " in seen(pilot.app))
        assert "2026-11-21-001-r1.json" in seen(pilot.app)


# ---- practise


async def test_a_fault_is_chosen_by_its_sentence(desk: Desk) -> None:
    begun = await Front(desk).begins("5", "3", "enter")
    assert begun == "demo:?fault=swapped-wires\ninverter-bms"


async def test_words_find_a_fault_among_many_and_digits_are_words_then(desk: Desk) -> None:
    async with Front(desk).open() as pilot:
        await pilot.press("5", "f3", *"cell 9")
        await until(pilot, lambda: "With the words: cell 9_ (1 of " in seen(pilot.app))
        assert "1  cell-missing" in seen(pilot.app)
        await pilot.press("backspace", "8", "enter")
        await until(pilot, lambda: "1  doubled-wire" in seen(pilot.app))
        await pilot.press("f3")
        await until(pilot, lambda: "2  surprise me" in seen(pilot.app))


async def test_a_fault_of_several_packs_needs_no_question_for_its_checklist(desk: Desk) -> None:
    begun = await Front(desk).begins("5", "f3", *"two-masters", "enter", "1")
    assert begun == "demo:?packs=3&fault=two-masters\nsite"


async def test_a_surprise_tells_nothing_of_its_fault(desk: Desk) -> None:
    link, _, checklist = (await Front(desk).begins("5", "2", "enter")).partition("\n")
    assert link.removeprefix("demo:?surprise=").isdecimal()
    assert checklist == "inverter-bms"


# ---- help, language, theme


async def test_help_is_read_page_by_page_with_enter_to_its_end(desk: Desk) -> None:
    async with Front(desk).open() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: "What this program does" in seen(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Enter back" in seen(pilot.app))
        assert "believe your meter first" in flat(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))


async def test_what_this_computer_lacks_is_read_with_the_command_that_mends_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_ports, "comports", list[ListPortInfo])
    async with Front(desk).open() as pilot:
        assert "F2 mend" in seen(pilot.app)
        await pilot.press("f2")
        await until(pilot, lambda: "    ls /dev/serial/by-id" in seen(pilot.app))
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))


async def test_the_language_is_changed_at_once_and_remembered(desk: Desk) -> None:
    async with Front(desk).open() as pilot:
        await pilot.press("f6", "3")
        await until(pilot, lambda: "Polski" in seen(pilot.app))
        assert isinstance(pilot.app.screen, StartScreen)
    assert remembered.look(Look(), theme=False, language=False).language == "pl"


async def test_the_theme_is_changed_at_once_and_remembered(desk: Desk) -> None:
    async with Front(desk).open() as pilot:
        await pilot.press("f8", "4")
        await until(pilot, lambda: pilot.app.theme == "sunlight")
        await pilot.press("f8", "7")
        await until(pilot, lambda: "> 1  New" in seen(pilot.app))
        assert seen(pilot.app).isascii()
    assert remembered.look(Look(), theme=False, language=False) == Look("ascii", ascii_only=True)


# ---- room


def _speak_pseudo(_code: str) -> None:
    speak_as(PSEUDO)


async def test_in_a_language_40_percent_longer_every_choice_and_every_key_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.app.speak", _speak_pseudo)
    async with Front(desk).open() as pilot:
        await until(pilot, lambda: "F10" in seen(pilot.app))
        shown = seen(pilot.app)
        assert all(f" {digit}  " in shown for digit in range(1, 6))
        assert all(f"{key} " in shown for key in ("Enter", "F1", "F6", "F8", "F10"))
        assert shown.count("\n") < SIZE[1]
        assert words(PROMISES[-1], PSEUDO) in flat(pilot)  # not yet on hardware


async def test_on_60_by_20_and_less_it_says_what_it_needs_and_every_choice_is_reached(
    desk: Desk,
) -> None:
    async with Front(desk).open((60, 20)) as pilot:
        assert "needs 80x24, has 60x20" in seen(pilot.app)
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: "needs 80x24, has 40x12" in seen(pilot.app))
        await pilot.press("up")
        await until(pilot, lambda: "Practise" in seen(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "What shall be wrong" in seen(pilot.app))


@pytest.mark.parametrize("keys", [["escape"], ["escape", "escape", "x", "tab", "space"]])
async def test_other_keys_do_nothing_on_the_first_page(desk: Desk, keys: list[str]) -> None:
    async with Front(desk).open() as pilot:
        before = seen(pilot.app)
        await pilot.press(*keys)
        await pilot.pause()
        assert seen(pilot.app) == before
