"""What is told of board families: complete, sourced, and obeyed."""

from decimal import Decimal

import msgspec
import pytest

from wizard.procedure.families import (
    TOLD_BY_LABEL,
    CellRange,
    Family,
    belongs_to,
    families,
    unsound,
)
from wizard.procedure.step import PlugModel
from wizard.text import words

PB, B2A, OTHER = families()["pb"], families()["b2a"], families()["other"]


def test_the_figures_are_those_of_the_manuals() -> None:
    assert {key: (found.low, found.high) for key, found in PB.cells.items()} == {
        "li_ion": (7, 16), "lifepo4": (8, 16), "lto": (14, 16),
    }  # fmt: skip
    assert {key: (found.low, found.high) for key, found in B2A.cells.items()} == {
        "li_ion": (3, 8), "lifepo4": (4, 8),
    }  # fmt: skip
    assert "LTO" in B2A.refused["lto"]
    fed = {row.key: str(row.supply) for row in (PB, B2A)}
    assert fed == {"pb": "20 to 70 V", "b2a": "10 to 40 V"}
    assert (PB.probes, B2A.probes) == (4, 2)


def test_every_wire_of_the_8_channel_plug_has_its_pin() -> None:
    (plug,) = B2A.plugs
    assert [plug.pin(cell) for cell in range(1, 9)] == list(range(2, 10))
    assert (plug.minus, plug.plus) == (1, 10)


@pytest.mark.parametrize(
    ("model", "figure", "carries"),
    [
        ("JK_PB2A16S20P", "current_a", 200),
        ("JK_PB1A16S10P", "current_a", 100),
        ("JK_PB1A16S10P", "balance_a", 1),
        ("JK_PB", "current_a", None),
    ],
)
def test_what_a_model_carries_stands_in_its_name(
    model: str, figure: str, carries: int | None
) -> None:
    assert PB.carries(figure, model, {}) == carries


def test_no_8_channel_board_is_taken_for_more_than_its_manual_names() -> None:
    assert B2A.carries("current_a", "JK_B2A8S20P", {}) == 200
    assert B2A.carries("current_a", "JK_B2A8S30P", {}) is None
    assert B2A.carries("balance_a", "JK-B1A8S20P", {}) == 1


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("JK_PB2A16S20P", "pb"), ("JK-PB2A16S20P", "pb"), ("JK_B2A8S20P", "b2a"),
        ("JK-B1A8S20P", "b2a"), ("JK-B2A24S20P", "other"), ("JK-BD6A24S10P", "other"),
    ],
)  # fmt: skip
def test_a_model_belongs_to_the_family_that_names_most_of_it(model: str, family: str) -> None:
    assert belongs_to(model) is families()[family]


def test_a_stranger_belongs_to_none() -> None:
    assert belongs_to("DL-16S") is None


LABEL = {
    "board_supply_low": "30", "board_supply_high": "100", "board_cells_low": "8",
    "board_cells_high": "24", "board_current": "100", "board_balance": "0.6", "board_probes": "2",
}  # fmt: skip


def test_what_no_source_tells_is_what_the_label_says() -> None:
    assert set(LABEL) == set(TOLD_BY_LABEL)
    assert OTHER.carries("current_a", "JK-BD6A24S10P", LABEL) == 100
    assert OTHER.carries("balance_a", "JK-BD6A24S10P", LABEL) == Decimal("0.6")
    assert OTHER.takes("lifepo4", LABEL) == CellRange(8, 24)
    assert OTHER.has_probes(LABEL) == 2
    fed = OTHER.fed_with(LABEL, Decimal("0.25"))
    assert fed is not None
    assert (fed.low, fed.high, fed.near, fed.source) == (
        30, 100, Decimal("0.25"), "the board's label",
    )  # fmt: skip


def test_without_a_label_nothing_is_assumed() -> None:
    assert OTHER.carries("current_a", "JK-BD6A24S10P", {}) is None
    assert OTHER.fed_with({}, Decimal(0)) is None
    assert OTHER.has_probes({}) == 0
    assert B2A.fed_with(LABEL, Decimal(0)) == msgspec.structs.replace(
        B2A.supply or pytest.fail("it has a supply"), near=Decimal(0)
    )
    assert B2A.takes("lifepo4", LABEL) == CellRange(4, 8)


@pytest.mark.parametrize(
    ("family", "firmware", "said"),
    [
        (PB, "15.35", 0), (PB, "15.36", 1), (PB, "19.05", 1), (PB, "19.10", 2), (PB, "19.30", 3),
        (PB, "?", 0), (B2A, "11.17", 1), (B2A, "?", 1), (OTHER, "", 1),
    ],
)  # fmt: skip
def test_what_is_known_of_a_firmware_is_told(family: Family, firmware: str, said: int) -> None:
    assert len(family.warnings(firmware)) == said


def test_a_board_that_does_not_let_go_is_told_of() -> None:
    (warning,) = B2A.warnings("11.17")
    assert "SOC-100 % Volt." in words(warning)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"refused": {}}, "lto: carried, or refused with a reason"),
        ({"refused": {"lto": "x", "li_ion": "x"}}, "li_ion: carried, or refused with a reason"),
        ({"supply": None}, "`supply` needs both ends and a source"),
        ({"told_by_label": True}, "`supply` needs both ends and a source"),
        ({"current_source": ""}, "`current_a` names no source"),
        ({"probes_source": ""}, "`probes` names no source"),
        ({"plugs": (PlugModel(1, (1, 2, 2)),)}, "`plugs` do not hold each cell once"),
        ({"cells": {"li_ion": CellRange(9, 8), "lifepo4": CellRange(4, 8)}}, "li_ion: low first"),
        (
            {"ports": {"can": msgspec.structs.replace(B2A.ports["can"], pins=("H", "L"))}},
            "port can: eight pins or none",
        ),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_found(
    changes: dict[str, object], said: str
) -> None:
    assert said in unsound(msgspec.structs.replace(B2A, **changes))


def test_what_is_shipped_is_sound() -> None:
    assert [unsound(row) for row in families().values()] == [[], [], []]
