"""The chemistries: their own hard windows, proof by OVP, cold-charge rule. Pure rows.

A vendor's range says what a board accepts; these say what cells bear. A setting outside
its window is never written, whoever asks. Sources: presets as measured on PB 15.30, the
B2A appendix (790-809) and the manual (490-496); windows around them are derived.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.measurement import Limit
from wizard.units import Unit


@dataclass(frozen=True, slots=True)
class Chemistry:
    """A chemistry: JK's label, the preset action, cell windows of settings."""

    key: str
    label: str
    preset: str
    windows: Mapping[str, Limit]


def _window(low: str, high: str, unit: Unit = "V") -> Limit:
    return Limit(
        unit, Decimal(low), Decimal(high), derived="presets of PB 15.30 and B2A 790-809, rounded"
    )


_COLD = Limit(
    "°C", Decimal(0), Decimal(20), source="INV 494-496", note="LiFePO4 is not charged frozen"
)

CHEMISTRIES: dict[str, Chemistry] = {
    "li_ion": Chemistry(
        "li_ion",
        "Li-ion",
        "preset_li_ion",
        {
            "cell_ovp": _window("4.00", "4.20"),
            "cell_ovpr": _window("3.90", "4.19"),
            "cell_uvp": _window("2.70", "3.30"),
            "cell_uvpr": _window("2.75", "3.50"),
            "power_off_voltage": _window("2.50", "3.20"),
            "cell_rcv": _window("3.90", "4.20"),
            "cell_rfv": _window("3.70", "4.20"),
        },
    ),
    "lifepo4": Chemistry(
        "lifepo4",
        "LiFePO4",
        "preset_lifepo4",
        {
            "cell_ovp": _window("3.45", "3.65"),
            "cell_ovpr": _window("3.35", "3.60"),
            "cell_uvp": _window("2.50", "3.00"),
            "cell_uvpr": _window("2.55", "3.20"),
            "power_off_voltage": _window("2.00", "2.90"),
            "cell_rcv": _window("3.40", "3.65"),
            "cell_rfv": _window("3.30", "3.60"),
            "charge_utp": _COLD,
            "charge_utpr": _COLD,
        },
    ),
    "lto": Chemistry(
        "lto",
        "LTO",
        "preset_lto",
        {
            "cell_ovp": _window("2.60", "2.80"),
            "cell_ovpr": _window("2.30", "2.70"),
            "cell_uvp": _window("1.60", "2.10"),
            "cell_uvpr": _window("1.70", "2.30"),
            "power_off_voltage": _window("1.50", "2.00"),
            "cell_rcv": _window("2.40", "2.75"),
            "cell_rfv": _window("2.30", "2.75"),
        },
    ),
}
