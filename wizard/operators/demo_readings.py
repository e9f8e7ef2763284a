"""What a simulated technician says, and what his instruments show, by question.

A name is the key of a question, or the id of its step and its key with a point between.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from wizard.simulator.create import Simulation
from wizard.simulator.hands import Hands
from wizard.simulator.nameplate import PLATE

PERSON: Mapping[str, str] = {
    # ---- forms
    "technician": "Demo Technician",
    "site": "Demo cellar",
    "pack": "pack 1",
    "meter": "simulated multimeter",
    "meter_serial": "SIM-1",
    "meter_due": "2027-06-30",
    "meter_percent": "0.05",
    "clamp_due": "2027-06-30",
    "charge_most": "140",
    "discharge_most": "200",
    "cold_rated": "no",
    "computer": "own",
    "method": "shifted",
    "harness_3": "four",
    "display": "switch",
    "dip_switches": "yes",
    "case_number": "015",
    "label_serial": "SIM-16-0001",
    "label_volts": "nominal",
    "board_supply_low": "20",
    "board_supply_high": "70",
    "board_cells_low": "7",
    "board_cells_high": "16",
    "board_current": "200",
    "board_balance": "2",
    "board_probes": "4",
    "cable_cm": "35",
    "adapter_isolated": "yes",
    # ---- settings
    "connection-password": PLATE.password,
    "connection-password-next": "keep",
    "app-emergency": "",
    "settings-password-next": "keep",
    "preset-again": "keep",
    "currents.charge_current": "100",
    "currents.discharge_current": "150",
    "controls.display_always_on": "on",
    "review": "",
    # ---- inverter
    "brand": "Deye",
    "inverter-model": "SUN-5K-SG03LP1-EU",
    "way": "moved",
    "same-pins": "",
    "pin-canh": "4",
    "pin-canl": "5",
    "pin-a": "2",
    "pin-b": "1",
    "cable": "made",
    "can-interface": "none",
    "inverter-pulled.pulled": "",
    "inverter-pulled.back": "",
    # ---- calibration
    "balancing": "off",
    "calibrate": "calibrate",
    "second-meter": "second multimeter",
    "current-calibration.source": "charge",
    "current-calibration.at-rest": "",
    "current-calibration.flowing": "",
    "current-calibration.source-off": "",
    "clamp": "simulated clamp",
    "clamp-percent": "0.5",
    "clamp-digits": "0.05",
    "current-calibration.second": "none",
    "second-flowing": "",
    "readings-apart": "stop",
    "not-steady": "stop",
    "wrong-way": "stop",
    # ---- protection tests
    "test-source": "none",
    "protection-over-voltage.hand-check": "lit-metered",
    "protection-under-voltage.hand-check": "out-metered",
}

INVERTER_BY = {"rs485": "can"}
IN_APP = ("power_off_voltage", "cell_rcv", "cell_rfv")
JACKS = {"uart1": "rs485-1", "uart2": "rs485-2"}

Reading = Callable[[], object]


def readings(simulation: Simulation, hands: Hands) -> Mapping[str, Reading]:
    """Return what is read off label and instruments at the moment of a question."""
    pack, meter = simulation.pack, simulation.meter
    return {
        "family": lambda: simulation.make.family,
        "power-off": lambda: simulation.board.setting("power_off_voltage"),
        **{f"app-{key}": _shown(simulation, key) for key in IN_APP},
        "inverter_bus": lambda: INVERTER_BY.get(simulation.make.speaks, "none"),
        "wake_by": lambda: "charger" if simulation.make.family == "b2a" else "switch",
        "settings-password": lambda: simulation.make.plate.setting_password,
        "plus-wire": meter.pack_voltage,
        "terminals-dead": hands.output_voltage,
        "terminals-live": meter.output_voltage,
        "chemistry": lambda: pack.chemistry,
        "cells": lambda: pack.cells,
        "capacity": lambda: pack.capacity,
        "adapter_port": lambda: JACKS[simulation.line.port],
        "voltage-calibration.meter-1": meter.pack_voltage,
        "voltage-calibration.meter-2": meter.pack_voltage,
        "voltage-calibration.meter-3": meter.pack_voltage,
        "second-meter-reading": meter.pack_voltage,
        "metered-cell": meter.highest_cell,
        "current-calibration.meter-1": meter.current,
        "current-calibration.meter-2": meter.current,
        "meter-after": meter.current,
        "meter-second": meter.current,
        "highest-cell": meter.highest_cell,
        "lowest-cell": meter.lowest_cell,
        "fifth-wire": lambda: "0.004",
        "pack-voltage": meter.pack_voltage,
        "p-minus-voltage": meter.output_voltage,
        "output-voltage": hands.output_voltage,
        "inverter-voltage": lambda: pack.voltage().quantize(Decimal("0.1")),
        "inverter-soc": lambda: hands.inverter.shows_soc(simulation.board.soc),
        "inverter-soc-again": lambda: hands.inverter.shows_soc(simulation.board.soc),
        "deed": lambda: hands.inverter.deed,
        "deed-at-the-end": lambda: hands.inverter.deed,
        "found-again": lambda: "" if hands.inverter.hears_the_board else "n",
        "dip.address": lambda: 0,
    }


def _shown(simulation: Simulation, key: str) -> Reading:
    """Return how a setting is read in the vendor's app."""
    return lambda: simulation.board.setting(key)
