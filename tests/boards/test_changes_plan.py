"""What may be planned at all: a plan that breaks a rule cannot be made."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.support import volts
from wizard.boards.changes import Change, Plan, plan, plan_by_hand
from wizard.chemistry import CHEMISTRIES
from wizard.errors import NotAllowed
from wizard.measurement import Limit
from wizard.protocol.catalogue import OPTION, SETTING, SETTINGS, Evidence, Parameter
from wizard.protocol.views import Identity, Settings
from wizard.simulator.presets import PRESETS

WHO = Identity(
    "JK_PB2A16S20P",
    "15A",
    "15.41",
    "50410000001",
    "240318",
    frozenset(row.code for row in SETTINGS),
)
NOW = Settings(
    {**{row.key: row.low for row in SETTINGS}, **PRESETS["lifepo4"]}, sensors_disabled=False
)
WRITABLE = [row for row in SETTINGS if row.evidence is not Evidence.NONE]
WINDOWS = [
    pytest.param(name, key, limit, id=f"{name} {key}")
    for name, chemistry in CHEMISTRIES.items()
    for key, limit in chemistry.windows.items()
]


def _without(key: str) -> Identity:
    return replace(WHO, supported=WHO.supported - {SETTING[key].code})


def _planned(
    wanted: dict[str, Decimal],
    *,
    now: Settings = NOW,
    who: Identity = WHO,
    windows: Mapping[str, Limit] | None = None,
) -> Plan:
    return plan("limits", now, wanted, who, windows or {})


def test_a_plan_holds_what_differs_with_its_value_before_and_after() -> None:
    agreed = _planned(volts(cell_ovp="3.60", cell_rcv="3.60", capacity="100"))
    assert agreed.changes == (
        Change(SETTING["cell_ovp"], Decimal("3.65"), Decimal("3.60")),
        Change(SETTING["capacity"], Decimal(40), Decimal(100)),
    )


def test_what_is_so_already_makes_no_plan() -> None:
    assert _planned({row.key: NOW[row.key] for row in WRITABLE}).changes == ()


def test_digits_behind_the_last_make_no_difference() -> None:
    assert _planned(volts(cell_ovp="3.65000")).changes == ()


def test_a_plan_is_arranged_so_that_no_limit_crosses_another() -> None:
    wanted = volts(cell_ovpr="3.70", soc_100_voltage="3.72", cell_rcv="3.74", cell_ovp="3.80")
    keys = [change.row.key for change in _planned(wanted).changes]
    assert keys == ["cell_ovp", "cell_rcv", "soc_100_voltage", "cell_ovpr"]


def test_the_undo_is_the_plan_backwards() -> None:
    agreed = _planned(volts(cell_ovp="3.60", capacity="100"))
    assert agreed.undo().changes == (
        Change(SETTING["capacity"], Decimal(100), Decimal(40)),
        Change(SETTING["cell_ovp"], Decimal("3.60"), Decimal("3.65")),
    )
    assert agreed.undo().undo().changes == agreed.changes


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
def test_a_setting_that_the_firmware_lacks_is_refused(row: Parameter) -> None:
    with pytest.raises(NotAllowed, match="does not have it"):
        _planned({row.key: NOW[row.key]}, who=_without(row.key))


@pytest.mark.parametrize(("name", "key", "window"), WINDOWS)
def test_what_the_cells_do_not_bear_is_refused(name: str, key: str, window: Limit) -> None:
    assert window.low is not None
    assert window.high is not None
    step = SETTING[key].scale
    for value in (window.low - step, window.high + step):
        with pytest.raises(NotAllowed, match="outside what these cells bear"):
            _planned({key: value}, windows=CHEMISTRIES[name].windows)


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
def test_what_the_vendor_does_not_take_is_refused(row: Parameter) -> None:
    for value in (row.low - row.scale, row.high + row.scale, row.low + row.scale / 2):
        with pytest.raises(NotAllowed):
            _planned({row.key: value})


@pytest.mark.parametrize(
    "row", [row for row in SETTINGS if row.evidence is Evidence.NONE], ids=lambda row: row.key
)
def test_a_setting_without_evidence_is_refused(row: Parameter) -> None:
    with pytest.raises(NotAllowed, match="not known"):
        _planned({row.key: NOW[row.key] + row.scale})


def test_a_target_out_of_order_is_refused() -> None:
    with pytest.raises(NotAllowed, match="must stay below"):
        _planned(volts(cell_uvp="2.7"))


def test_what_the_firmware_lacks_takes_no_part_in_an_order() -> None:
    wanted = volts(cell_uvp="2.61")
    with pytest.raises(NotAllowed):
        _planned(wanted)
    assert len(_planned(wanted, who=_without("soc_0_voltage")).changes) == 1


def test_a_setting_that_was_not_read_is_refused() -> None:
    unread = {key: value for key, value in NOW.values.items() if key != "capacity"}
    with pytest.raises(NotAllowed, match="Battery Capacity"):
        _planned(volts(capacity="100"), now=Settings(unread, sensors_disabled=False))


@pytest.mark.parametrize("planned", [plan, plan_by_hand])
def test_a_protocol_number_that_the_firmware_does_not_offer_cannot_be_planned(
    planned: Callable[..., Plan],
) -> None:
    """Whoever wants it: a step, a firm's checklist, a person in the vendor's app."""
    number = OPTION["can_protocol"]
    who = replace(
        WHO,
        supported=WHO.supported | {number.code},
        offered={"can_protocol": frozenset({0, 2})},
    )
    now = replace(NOW, options={"can_protocol": Decimal(0)})
    assert [change.wanted for change in planned("x", now, {"can_protocol": Decimal(2)}, who, {})
            .changes] == [2]  # fmt: skip
    with pytest.raises(NotAllowed, match="does not offer it"):
        planned("x", now, {"can_protocol": Decimal(5)}, who, {})
