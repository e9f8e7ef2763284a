"""A whole commissioning over the UART, headless: read here, set in the app, proved by hand.

Two switches are all that this program could write there, and neither has to be.
"""

from pathlib import Path

from tests.procedure.support import altered
from tests.procedure.support_protection import REAL_OVER, REAL_UNDER
from tests.procedure.support_uart import AtTheSwitch, InApp, over_uart
from tests.procedure.test_whole import report
from wizard import library
from wizard.procedure.step import Span

OVER_UART = library.load("b2a8s20p").checklist


def test_a_pack_in_order_is_commissioned_and_what_a_person_read_is_named(tmp_path: Path) -> None:
    checklist = OVER_UART
    for step in (REAL_OVER, REAL_UNDER):
        checklist = altered(checklist, step, within=Span(120, "for this test"))
    site = over_uart(tmp_path, checklist)
    app = InApp(site)
    over, under = AtTheSwitch(site, "cell_ovp", 1), AtTheSwitch(site, "cell_uvp", -1)

    def parted() -> str:
        under.rest()
        return "none"

    ran = site.run(
        {
            "in-app": app,
            "seen-in-app": "",
            "method": "real",
            "inverter_bus": parted,
            "not-passed": "on",
            **over.answers(REAL_OVER),
            **under.answers(REAL_UNDER),
        }
    )
    assert ran.ended
    assert (ran.verdict(REAL_OVER), ran.verdict(REAL_UNDER)) == ("pass", "pass")
    assert {"charge_current", "charge_utp", "charge_utpr", "balance_trigger"} <= set(app.done)
    audit = ran.measured("final-audit")
    assert audit["window-power_off_voltage"] == audit["emergency"] == "marginal"
    assert "fail" not in audit.values()
    assert site.simulation.board.writes == []
    # The connection password is not told over this link, and nothing else is missing.
    said = report(site, ran)
    assert said.verdict.value == "PASS WITH DEVIATIONS"
    missing = [reason.words for reason in said.reasons if "marginal" not in reason.words]
    assert len(missing) == 1
    assert "does not tell its connection password" in missing[0]
