"""Named faults that only a meter, a clamp, a lamp or the DIP switches bring to light.

They stand apart from `faults.FAULTS` for the procedures that use none of these;
`faults.KNOWN` has all by name.
"""

from dataclasses import replace
from decimal import Decimal

from wizard.simulator.fault import Fault, on_board, on_pack
from wizard.simulator.firmware import Board
from wizard.simulator.pack import Pack
from wizard.simulator.presets import SWITCH_WORD
from wizard.simulator.quirks import Quirks
from wizard.simulator.store import DISABLE_SENSORS
from wizard.text import text

_A_LITTLE_HIGH = Decimal("1.006")
_A_LITTLE_LOW = Decimal("0.94")


def _heat_a_probe(pack: Pack) -> None:
    pack.temperatures[2] += 25


def _change_passwords(board: Board) -> None:
    board.nameplate = replace(board.nameplate, password="87654321", setting_password="another")  # noqa: S106  of no board


BENCH_FAULTS: tuple[Fault, ...] = (
    on_board(
        "mos-shorted",
        text("The MOS are shorted: P- is live and current flows while the board is off."),
        Quirks(mos_shorted=True),
    ),
    on_board(
        "probe-out",
        text("Temperature probe 2 is not plugged in."),
        Quirks(probes_out=frozenset({2})),
    ),
    on_pack(
        "probe-hot", text("One temperature probe stands 25 °C above the others."), _heat_a_probe
    ),
    on_board(
        "voltage-off",
        text("The board reads all voltages 0.6 % too high."),
        Quirks(voltage_gain=_A_LITTLE_HIGH),
    ),
    on_board(
        "voltage-far-off",
        text("The board reads all voltages 3 % too high."),
        Quirks(voltage_gain=Decimal("1.03")),
    ),
    on_board(
        "current-off",
        text("The board reads 6 % less current than flows."),
        Quirks(current_gain=_A_LITTLE_LOW),
    ),
    on_board(
        "current-far-off",
        text("The board reads 15 % less current than flows."),
        Quirks(current_gain=Decimal("0.85")),
    ),
    on_board(
        "current-reversed",
        text("The board takes charging for discharging."),
        Quirks(current_gain=Decimal(-1)),
    ),
    on_board(
        "calibration-ignored",
        text("The board reads 0.6 % high and 6 % too little current, and no calibration moves it."),
        Quirks(ignores_calibration=True, voltage_gain=_A_LITTLE_HIGH, current_gain=_A_LITTLE_LOW),
    ),
    on_board(
        "wire-resistance",
        text("The sense wire of cell 4 has 600 mΩ, and balancing stays off."),
        Quirks(wires={4: 600}),
        4,
    ),
    Fault(
        "factory-password-changed",
        "board",
        text("Somebody changed the factory passwords."),
        prepare=_change_passwords,
    ),
    on_board(
        "switches-set",
        text("Disable Temp. Sensor is on, as delivered and after every preset."),
        Quirks(switches=SWITCH_WORD | 1 << DISABLE_SENSORS),
    ),
    on_board(
        "dip-dead",
        text("The board stays at its address whatever the DIP switches say."),
        Quirks(dip_dead=True),
    ),
)
