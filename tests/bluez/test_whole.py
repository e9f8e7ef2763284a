"""A whole commissioning over real bleak, in real time: the same checklist, the same verdicts."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.commissioning import brisk, site
from tests.procedure import support_protection as protection
from tests.procedure.support import SHIPPED, SILENT, Ran, altered
from tests.procedure.test_whole import report
from tests.whole.packs import Pack, require_commissioned
from wizard.procedure.step import Span
from wizard.record import journal
from wizard.record.events import StepJudged

OVER = protection.OVER
RELEASED_S = 4  # in which a simulated board lets its alarm go


async def test_a_pack_in_order_passes(
    bluez: Bluetoothd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brisk(monkeypatch)
    await _passes(bluez, tmp_path, Pack("lifepo4", 8))


@pytest.mark.exhaustive
@pytest.mark.timeout(300)
async def test_a_bigger_pack_passes_as_fast_as_modules_speak(
    bluez: Bluetoothd, tmp_path: Path
) -> None:
    await _passes(bluez, tmp_path, Pack("lifepo4", 16))


async def _passes(bluez: Bluetoothd, folder: Path, pack: Pack) -> None:
    pack_site = site(folder, pack)
    pack_site.in_range(bluez)
    ran = await pack_site.walk()
    assert ran.ended
    require_commissioned(pack, pack_site.simulation, SHIPPED, ran.state, report(pack_site, ran))
    assert pack_site.face is not None
    assert pack_site.face.harms == []


async def test_a_board_lost_while_its_limits_are_shifted_has_them_back_and_is_tested_again(
    bluez: Bluetoothd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brisk(monkeypatch)
    pack_site = site(tmp_path, Pack("lifepo4", 16), protection.testing(OVER))
    pack_site.checklist = altered(pack_site.checklist, OVER, pause=Span(s=RELEASED_S))
    pack_site.simulation.board.preset("lifepo4")
    before = pack_site.settings()
    radio = pack_site.in_range(bluez)
    at_drop: list[Decimal] = []

    def walk_away() -> str:
        if at_drop:
            return "nothing"
        at_drop.append(pack_site.settings()["cell_ovp"])
        bluez.drop(radio)
        return SILENT

    ran = await pack_site.walk({"hand-check": walk_away, "not-passed": ["again"]})
    assert at_drop != [before["cell_ovp"]]
    (lost, why), (again, _) = _judged(ran)
    assert (lost, again) == ("not taken", "pass")
    assert "the Bluetooth connection ended" in why
    assert "restored and were read back twice" in why
    assert ran.ended
    assert protection.in_order(pack_site, ran)
    assert pack_site.settings() == before


def _judged(ran: Ran) -> list[tuple[str, str]]:
    """Return each verdict on the over-voltage test, and its reason."""
    return [
        (event.verdict.value, str(event.reason))
        for event in journal.read(ran.journal).events
        if isinstance(event, StepJudged) and event.step == OVER
    ]
