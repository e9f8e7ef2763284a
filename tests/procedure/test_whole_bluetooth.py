"""A whole commissioning over Bluetooth, headless: the same checklist, the same verdicts."""

from pathlib import Path

import pytest

from tests.procedure.support import SHIPPED, Site
from tests.procedure.test_whole import NOT_CALLED_FOR, REAL, report
from tests.whole.packs import Pack, require_commissioned
from wizard.simulator.bluetooth_create import create_bluetooth


def over_bluetooth(folder: Path, pack: Pack) -> Site:
    made = create_bluetooth(cells=pack.cells, chemistry=pack.chemistry, noise="between")
    return Site(folder, made.simulation, face=made.peer)


@pytest.mark.parametrize("pack", [Pack("lifepo4", 8), Pack("lifepo4", 16)], ids=str)
def test_a_pack_in_order_passes(tmp_path: Path, pack: Pack) -> None:
    site = over_bluetooth(tmp_path, pack)
    ran = site.run()
    assert ran.ended
    require_commissioned(pack, site.simulation, SHIPPED, ran.state, report(site, ran))
    idle = {step for step in ran.state.steps if ran.verdict(step) == NOT_CALLED_FOR}
    assert {*REAL, "adapter"} <= idle
    assert site.face is not None
    assert site.face.harms == []
