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
    "family": "pb",
    "charge_most": "140",
    "discharge_most": "200",
    "cold_rated": "no",
    "computer": "own",
    "method": "shifted",
    "harness_3": "four",
    "display": "switch",
    "cable_cm": "35",
    "adapter_isolated": "yes",
    # ---- settings
    "connection-password": PLATE.password,
    "connection-password-next": "keep",
    "settings-password": PLATE.setting_password,
    "settings-password-next": "keep",
    "preset-again": "keep",
    "currents.charge_current": "100",
    "currents.discharge_current": "150",
    "controls.display_always_on": "on",
    "review": "",
    # ---- inverter
    "inverter_bus": "can",
    "brand": "pylontech",
    "number": "n002",
    "way": "moved",
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

JACKS = {"uart1": "rs485-1", "uart2": "rs485-2"}

Reading = Callable[[], object]


def readings(simulation: Simulation, hands: Hands) -> Mapping[str, Reading]:
    """Return what is read off label and instruments at the moment of a question."""
    pack, meter = simulation.pack, simulation.meter
    return {
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
        "inverter-soc": lambda: simulation.board.soc,
        "dip.address": lambda: 0,
    }
