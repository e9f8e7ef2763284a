"""The live pack beside the step on broad screens, and what moves over a slow link."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from screens.app import WizardApp
from screens.run import RunScreen
from screens.seen import Seen, only_moves
from tests.screens import scenes
from tests.screens.support import SIZE, Desk, app_of, asked, asking, seen, until
from wizard.engine.mailbox import Mail
from wizard.look import Look
from wizard.procedure.pack_now import pack_now
from wizard.procedure.pen import Pen
from wizard.procedure.views import Live, Notice, Progress, View
from wizard.text import text

BROAD = (120, 40)
STEP = scenes.steps(scenes.stairs())
WIDTH, ROWS = 36, 36


def lines(live: Live, rows: int = ROWS, **more: Any) -> list[str]:  # noqa: ANN401  of a pen
    return pack_now(live, Pen(WIDTH, **more), rows)


async def test_the_pack_stands_beside_the_step_where_there_is_room(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.top(), STEP, scenes.LIVE), desk)
    async with app.run_test(size=BROAD) as pilot:
        await asked(pilot, "cell-8")
        await pilot.pause()
        assert "The pack at 14:02:31" in seen(app)
        assert "Cell 8: third red wire" in seen(app)


async def test_at_80_columns_the_pack_takes_nothing_from_the_step(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.top(), STEP, scenes.LIVE), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "The pack at" not in seen(app)


def test_it_names_cells_limits_current_mos_temperatures_and_alarms() -> None:
    status = replace(scenes.LIVE.status, charge_mos=False, alarms=frozenset({4}))
    told = "\n".join(lines(replace(scenes.LIVE, status=status)))
    for said in (
        " 1 3.303", "16 3.302", "UVP 2.600 V, OVP 3.600 V", "highest 3.305 V, lowest 3.302 V",
        "15.4 A, charging", "charge MOS OPEN", "discharge MOS on", "cells at 21.3 °C, 20.9 °C",
        "MOS at 24.1 °C", "alarm 4: cell over-voltage",
    ):  # fmt: skip
        assert said in told


def test_a_cell_outside_of_its_limits_is_marked() -> None:
    cells = (Decimal("3.300"), Decimal("3.700"), Decimal("2.500"))
    status = replace(scenes.LIVE.status, cells=cells)
    told = lines(replace(scenes.LIVE, status=status))
    assert [line[8:9] for line in told[2:5]] == [" ", "!", "!"]


def test_many_cells_on_few_rows_stand_in_two_columns() -> None:
    cells = tuple(Decimal("3.300") for _ in range(32))
    told = lines(replace(scenes.LIVE, status=replace(scenes.LIVE.status, cells=cells)), 34)
    assert len(told) <= 34
    assert any("16 3.300" in line and "32 3.300" in line for line in told)


def test_without_limits_there_are_no_bars_and_in_ascii_every_character_is() -> None:
    bare = replace(scenes.LIVE, low=None, high=None)
    assert "█" not in "".join(lines(bare))
    assert "".join(lines(scenes.LIVE, ascii_only=True)).isascii()


def mail(*views: View) -> Seen:
    return Seen(Mail(views={type(view): view for view in views}))


def test_figures_progress_and_the_pack_only_move_all_else_is_news() -> None:
    before = mail(STEP, scenes.LIVE)
    moved = replace(STEP, figures=(scenes.trip(),))
    assert only_moves(before, mail(moved, replace(scenes.LIVE, at="14:02:32")))
    assert only_moves(before, mail(STEP, scenes.LIVE, Progress(text("reading"), 3)))
    assert not only_moves(before, mail(STEP, scenes.LIVE, Notice(text("link lost"))))
    assert not only_moves(before, mail(replace(STEP, lines=()), scenes.LIVE))


async def test_over_a_slow_link_what_moves_waits_and_news_take_it_along(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.top(), STEP), desk, look=Look(slow_link=True))
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        desk.show(Progress(text("reading cells"), 2, 10))
        await until(pilot, lambda: progress(app) == 2)
        assert "reading cells" not in seen(app)
        desk.show(scenes.NEWS)
        await until(pilot, lambda: "Link lost" in seen(app))
        assert "reading cells… 2 s of at most 10 s" in seen(app)


def progress(app: WizardApp) -> int:
    """Return the seconds of the progress that reached the screen, drawn or not."""
    screen = app.screen
    view = screen.seen.view(Progress) if isinstance(screen, RunScreen) else None
    return view.seconds if view else 0
