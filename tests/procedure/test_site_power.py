"""A site's packs in power: equal before they are joined, calm before the inverter is."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.tap import Tap
from tests.procedure.support import Ran, altered
from tests.procedure.support_bus import BusSite, bank, bus
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.links.memory import MemoryLink
from wizard.measurement import Origin
from wizard.procedure.checklist import Checklist
from wizard.procedure.figures import Currents
from wizard.procedure.step import Span
from wizard.procedure.views import Progress, StepView
from wizard.simulator.bluetooth import BluetoothFace

EQUAL = bus("site-equal")
SETTLED = altered(bus("site-settled"), "site-settled", hold=Span(60, derived="less to simulate"))


def joined(folder: Path, checklist: Checklist, fault: str | None = None) -> BusSite:
    """Packs in their chain with the master; whether in power is another thing."""
    of = BusSite(folder, bank(fault), checklist)
    of.bank.chain((1, 2, 3))
    return of


def by_radio(of: BusSite) -> BusSite:
    face = BluetoothFace(of.bank.stations[1].board)
    of.far_end = lambda _link: BluetoothFarEnd(MemoryLink("ble:", face))
    return of


# ---- equal


def equal(folder: Path, fault: str | None = None) -> Ran:
    return joined(folder, EQUAL, fault).run()


def test_packs_that_stand_alike_may_be_joined(tmp_path: Path) -> None:
    ran = equal(tmp_path)
    assert ran.verdict("site-equal") == "pass"
    assert ran.observed("site-equal", "apart") == "0.000 V"
    assert ran.observed("site-equal", "soc-apart") == "0 %"
    origins = {one.id: one.origin for one in ran.state.current()}
    assert origins["voltage-2"] is Origin.METER
    assert origins["soc-2"] is Origin.BOARD


def test_six_tenths_of_a_volt_are_charged_away_first(tmp_path: Path) -> None:
    ran = equal(tmp_path, "voltage-apart")
    assert ran.verdict("site-equal") == "fail"
    assert "0.608 V between pack 2 and pack" in ran.reason("site-equal")
    assert "not through a resistor either: charge pack" in ran.reason("site-equal")


@pytest.mark.parametrize(
    ("millivolts", "verdict", "word"),
    [
        (5, "marginal", ""),
        (7, "fail", "current limiter or a power resistor, watched"),
        (31, "fail", "current limiter"),
        (32, "fail", "not through a resistor either"),
    ],
)
def test_what_is_to_be_done_goes_by_how_far_they_are_apart(
    tmp_path: Path, millivolts: int, verdict: str, word: str
) -> None:
    of = joined(tmp_path, EQUAL)
    of.bank.stations[1].pack.raise_cells(millivolts)
    ran = of.run()
    assert ran.verdict("site-equal") == verdict
    assert word in ran.reason("site-equal")


def test_the_limit_goes_with_the_number_of_cells(tmp_path: Path) -> None:
    of = BusSite(tmp_path, bank(), EQUAL)
    for state in of.packs.states.values():
        state.step("particulars").proposals["cells"] = "8"
    of.bank.chain((1, 2, 3))
    of.bank.stations[1].pack.raise_cells(4)  # 64 mV: fine for 16 cells, not for 8
    assert of.run().verdict("site-equal") == "fail"


def test_a_soc_that_differs_is_evened_by_a_full_charge(tmp_path: Path) -> None:
    ran = equal(tmp_path, "soc-apart")
    assert ran.verdict("site-equal") == "fail"
    assert ran.observed("site-equal", "soc-apart") == "20 %"
    assert "charge all packs fully, each alone" in ran.reason("site-equal")


def test_a_mistyped_voltage_is_not_believed_as_a_difference(tmp_path: Path) -> None:
    ran = joined(tmp_path, EQUAL).run({"site-equal.voltage-2": "58.2"})
    assert ran.verdict("site-equal") == "fail"
    assert "do not agree" in ran.reason("site-equal")
    assert "charge" not in ran.reason("site-equal")


def test_where_nothing_is_heard_a_person_reads_the_soc(tmp_path: Path) -> None:
    ran = by_radio(joined(tmp_path, EQUAL)).run({"site-equal.soc-2": "60"})
    origins = {one.id: one.origin for one in ran.state.current()}
    assert origins["soc-2"] is Origin.PERSON
    assert ran.observed("site-equal", "soc-apart") == "10 %"
    assert ran.verdict("site-equal") == "fail"


# ---- settled


def settled(folder: Path, millivolts: int = 0, fault: str | None = None) -> Ran:
    of = joined(folder, SETTLED, fault)
    of.bank.stations[1].pack.raise_cells(millivolts)
    of.bank.join()
    return of.run()


def test_packs_that_are_calm_from_the_first_pass_after_the_time(tmp_path: Path) -> None:
    ran = settled(tmp_path)
    assert ran.verdict("site-settled") == "pass"
    held = next(one.quantity for one in ran.state.current() if one.id == "held")
    assert held is not None
    assert 60 <= held.value < 70


def test_charge_that_evens_out_is_waited_for_and_shown(tmp_path: Path) -> None:
    ran = settled(tmp_path, 5)
    assert ran.verdict("site-settled") == "marginal"
    highest = next(one.quantity for one in ran.state.current() if one.id == "highest-1")
    assert highest is not None
    assert highest.value > 4
    figures = [each for view in ran.person.views if isinstance(view, StepView)
               for each in view.figures if isinstance(each, Currents)]  # fmt: skip
    first, last = figures[0].packs[0], figures[-1].packs[0]
    assert first.value is not None
    assert last.value is not None
    assert (first.value < -4, first.seconds) == (True, 0)
    assert (abs(last.value) <= 1, last.seconds >= 60) == (True, True)
    waits = [view for view in ran.person.views if isinstance(view, Progress) and view.what]
    assert "pack 1, Pack 1 still carries about -5 A" in " ".join(str(each.what) for each in waits)
    assert all(each.seconds <= each.most_s for each in waits if "it has to stay" in str(each.what))


def test_a_load_that_stays_is_never_settled_and_can_be_taken_again(tmp_path: Path) -> None:
    of = joined(tmp_path, altered(SETTLED, "site-settled", patience=Span(300, derived="t")),
                "never-settles")  # fmt: skip
    of.bank.join()
    ran = of.run()
    assert ran.verdict("site-settled") == "fail"
    assert "Not settled after 5 minutes; packs 2" in ran.reason("site-settled")
    assert ran.measured("site-settled")["current-2"] == "fail"
    assert ran.measured("site-settled")["current-1"] == "pass"
    of.bank.mend()
    of.bank.join()
    again = of.run({"not-passed": "again"})
    assert again.verdict("site-settled") in {"pass", "marginal"}


def test_nothing_is_sent_while_a_master_talks(tmp_path: Path) -> None:
    of = joined(tmp_path, SETTLED)
    tap = Tap(of.bank.line)
    of.link = MemoryLink("demo:", tap)
    assert of.run().verdict("site-settled") == "pass"
    assert tap.requests == []


def test_without_a_master_each_board_is_asked_and_the_rest_read_by_clamp(tmp_path: Path) -> None:
    of = BusSite(tmp_path, bank(), SETTLED)
    of.bank.chain((1, 2))
    ran = of.run()
    assert ran.verdict("site-settled") == "pass"
    origins = {one.id: one.origin for one in ran.state.current()}
    assert origins["current-1"] is Origin.BOARD
    assert origins["clamp-3-before"] is origins["clamp-3-after"] is Origin.METER
    assert "current-3" not in origins


def test_a_pack_that_falls_silent_meanwhile_is_no_pass(tmp_path: Path) -> None:
    of = joined(tmp_path, altered(SETTLED, "site-settled", patience=Span(200, derived="t")))
    looks: list[Currents] = []

    def darken(view: object) -> None:
        if isinstance(view, StepView) and view.figures and len(looks) < 9:
            looks.append(view.figures[0]) if isinstance(view.figures[0], Currents) else None
            if len(looks) == 8:
                of.bank.stations[2].board.put_out()

    ran = of.run(when=darken)
    assert ran.verdict("site-settled") != "pass"
    assert ran.measured("site-settled")["current-2"] == "not taken"


def test_over_bluetooth_the_clamp_is_read_before_and_after_the_wait(tmp_path: Path) -> None:
    of = by_radio(joined(tmp_path, SETTLED))
    of.bank.join()
    ran = of.run()
    assert ran.verdict("site-settled") == "pass"
    assert ran.person.keys.count("clamp-1-before") == ran.person.keys.count("clamp-1-after") == 1
    assert ran.measured("site-settled")["held"] == "pass"


def test_a_clamp_that_shows_a_current_is_no_pass(tmp_path: Path) -> None:
    of = by_radio(joined(tmp_path, SETTLED))
    ran = of.run({"site-settled.clamp-2-after": "3.4"})
    assert ran.verdict("site-settled") == "fail"
    taken = next(one.quantity for one in ran.state.current() if one.id == "clamp-2-after")
    assert taken is not None
    assert taken.value == Decimal("3.40")
