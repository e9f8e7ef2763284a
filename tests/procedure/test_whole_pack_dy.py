"""A whole commissioning of the pack DY-N8S24280A, headless: in order, and with every fault."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support_packs import each, faults_of, only_of, practised, require_end, shipped
from tests.procedure.test_whole import End, report
from tests.procedure.test_whole_b2a8s20p import CANNOT as OF_THE_BOARD
from tests.procedure.test_whole_b2a8s20p import ENDS as OF_B2A
from tests.procedure.test_whole_pack_16kwh import ENDS as OF_P16
from tests.whole.packs import Pack, require_commissioned

NAME = "pack-dy-n8s24280a"


def test_a_pack_in_order_passes(tmp_path: Path) -> None:
    checklist = shipped(NAME)
    site = practised(tmp_path, checklist)
    ran = site.run()
    assert ran.ended
    pack = Pack("lifepo4", 8)
    require_commissioned(pack, site.simulation, checklist, ran.state, report(site, ran))


def test_the_packs_end_of_discharge_is_raised_to_where_its_maker_puts_it(tmp_path: Path) -> None:
    site = practised(tmp_path, only_of(NAME, "pack-specification"))
    site.simulation.board.set("cell_uvp", Decimal("2.55"))
    site.run()
    assert site.settings()["cell_uvp"] == Decimal("2.6")


CANNOT = {name: why for name, why in OF_THE_BOARD.items() if name != "dip-dead"}
ENDS = {
    **{name: end for name, end in OF_P16.items() if name not in CANNOT},
    "refused-write": OF_B2A["refused-write"],
    "switches-set": OF_B2A["switches-set"],
    "dip-dead": End(("shows Device Addr. 1, not 0",)),
}
EXAMPLES = ("mos-shorted",)


def test_every_fault_has_its_end_or_a_reason_why_it_cannot_be() -> None:
    assert set(ENDS) | set(CANNOT) == faults_of("wire", "pack", "board", "line", "inverter")


@pytest.mark.parametrize("name", each(ENDS, EXAMPLES))
def test_no_fault_goes_unseen_and_none_leaves_the_board_in_doubt(tmp_path: Path, name: str) -> None:
    require_end(practised(tmp_path, shipped(NAME), name), ENDS[name])
