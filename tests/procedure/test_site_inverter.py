"""A site's inverter: joined at the master, by what the master's own session chose."""

from pathlib import Path

from tests.boards.tap import Tap
from tests.procedure.support import Given, Ran
from tests.procedure.support_bus import BusSite, bank, bus, chose
from wizard.links.memory import MemoryLink
from wizard.procedure.figures import Rj45
from wizard.procedure.views import StepView

AT_INVERTER = ("inverter-cable", "inverter-joined", "inverter-set", "inverter-shows",
               "inverter-pulled")  # fmt: skip
STEPS = bus("inverter", *AT_INVERTER)


def joined(folder: Path, given: Given | None = None, inverter: str = "can") -> Ran:
    of = BusSite(folder, bank(), STEPS)
    if inverter != "none":
        chose(of, 3, "Deye", 1)
    of.packs.states["pack-3"].step("inverter").proposals["inverter_bus"] = inverter
    of.bank.chain((1, 2, 3))
    of.bank.join()
    return of.run(given)


def test_the_inverter_is_joined_by_what_the_master_was_set_up_for(tmp_path: Path) -> None:
    ran = joined(tmp_path)
    assert [ran.verdict(step) for step in AT_INVERTER] == ["pass"] * 5, ran.reason(AT_INVERTER[-1])
    assert any("Deye" in str(figure.title) for figure in _drawn(ran))
    assert ran.measured("inverter-shows")["voltage-difference"] == "pass"


def test_what_the_inverter_shows_is_compared_with_what_the_master_tells(tmp_path: Path) -> None:
    ran = joined(tmp_path, {"inverter-shows.inverter-voltage": "49.0"})
    assert ran.verdict("inverter-shows") == "fail"
    assert ran.observed("inverter-shows", "board-voltage").startswith("53.0")


def test_the_bank_s_soc_may_be_as_far_from_the_master_s_as_packs_may_be(tmp_path: Path) -> None:
    ran = joined(tmp_path, {"inverter-shows.inverter-soc": "54"})
    assert ran.verdict("inverter-shows") == "marginal"


def test_nothing_is_sent_to_the_master(tmp_path: Path) -> None:
    of = BusSite(tmp_path, bank(), STEPS)
    chose(of, 3, "Deye", 1)
    of.bank.chain((1, 2, 3))
    of.bank.join()
    tap = Tap(of.bank.line)
    of.link = MemoryLink("demo:", tap)
    assert of.run().verdict("inverter-shows") == "pass"
    assert tap.requests == []


def test_a_master_that_was_set_up_for_no_inverter_is_sent_back_for_one(tmp_path: Path) -> None:
    ran = joined(tmp_path, inverter="none")
    assert ran.verdict("inverter-cable") == "not taken"
    assert "begin its session anew" in ran.reason("inverter-cable")


def test_an_inverter_that_comes_later_stays_an_open_point(tmp_path: Path) -> None:
    ran = joined(tmp_path, {"inverter.inverter_now": "later"})
    assert {ran.verdict(step) for step in AT_INVERTER} == {"not applicable"}
    assert "still to be joined" in str(ran.state.open_points[0].what)


def test_what_a_slave_was_set_up_for_does_not_count(tmp_path: Path) -> None:
    of = BusSite(tmp_path, bank(), STEPS)
    chose(of, 1, "Growatt", 3)
    chose(of, 3, "Deye", 1)
    of.bank.chain((1, 2, 3))
    of.bank.join()
    titles = {str(figure.title) for figure in _drawn(of.run())}
    assert any("Deye" in title for title in titles)
    assert not any("Growatt" in title for title in titles)


def _drawn(ran: Ran) -> list[Rj45]:
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    return [each for view in views for each in view.figures if isinstance(each, Rj45)]
