"""The three tables of a board, built at the moment they are read.

Recorded and not understood: cell type 0 whatever the chemistry, temperature 3 a copy of
the MOS. Likely: highest and lowest cell are counted from 0, power has no sign.
"""

from decimal import Decimal

from wizard.protocol.layout import Table
from wizard.simulator import capabilities
from wizard.simulator.capabilities import bitmap
from wizard.simulator.firmware import Board
from wizard.simulator.nameplate import PLATE, SUPPORT_AT, SUPPORT_SIZE, write_plate
from wizard.simulator.senses import LEAST_CELL
from wizard.simulator.tables import Memory
from wizard.simulator.words import WORD

OWN_SENSOR = 0  # bit of the board's own, before those of the probes in the harness
NO_PROBE = Decimal(-200)  # °C, as recorded where none is fitted
SHOWN_AT, SHOWN_SIZE = 0x119, 9
HEALTH = 100  # % of a new pack
SUPPORTED = capabilities.known(PLATE.firmware)

Values = dict[str, Decimal | int]


def table(board: Board, which: Table) -> bytes:
    """Return all bytes of a table as they are now."""
    built = {Table.SETTINGS: _settings, Table.STATUS: _status, Table.INFO: _info}
    return bytes(built[which](board).data)


def supported(board: Board) -> frozenset[int]:
    """Return the command numbers that the firmware of a board knows."""
    firmware = board.nameplate.firmware
    return SUPPORTED if firmware == PLATE.firmware else capabilities.known(firmware)


def _flags(board: Board) -> frozenset[int]:
    return supported(board) if board.quirks.capability_bits else frozenset()


def _settings(board: Board) -> Memory:
    memory = Memory(Table.SETTINGS)
    memory.data[:] = board.store.settings.data
    memory.put_bits(SHOWN_AT, SHOWN_SIZE, bitmap(capabilities.shown(_flags(board))))
    return memory


def _info(board: Board) -> Memory:
    memory = Memory(Table.INFO)
    memory.data[:] = board.store.info.data
    memory.put_bits(SUPPORT_AT, SUPPORT_SIZE, bitmap(_flags(board)))
    write_plate(memory, board.nameplate, int(board.run_time))
    return memory


def _status(board: Board) -> Memory:
    memory = Memory(Table.STATUS)
    memory.put_value(WORD["cell_voltages"], *board.inputs())
    memory.put(WORD["wire_resistance"].place, *board.senses.wires(board.quirks))
    memory.put(WORD["voltage_correction"].place, float(board.senses.gauge.voltage))
    for part in (_cells, _measured, _reckoned, _state, _corrections, _time):
        for key, value in part(board).items():
            memory.put_value(WORD[key], Decimal(value))
    return memory


def _cells(board: Board) -> Values:
    inputs, seen = board.inputs(), board.seen() or (Decimal(0),)
    return {
        "cell_mask": bitmap(n for n, cell in enumerate(inputs) if cell >= LEAST_CELL),
        "cell_average": sum(seen, Decimal(0)) / len(seen),
        "cell_spread": max(seen) - min(seen),
        "highest_cell": inputs.index(max(inputs)),
        "lowest_cell": inputs.index(min(inputs)),
        "wire_mask": bitmap(n - 1 for n in board.bad_wires),
    }


def _measured(board: Board) -> Values:
    volts, amperes = sum(board.inputs(), Decimal(0)), board.current
    probes, mos = board.senses.probes(board.quirks), board.pack.mos_temperature
    return {
        "pack_voltage": volts,
        "pack_voltage_2": volts,
        "current": amperes,
        "power": abs(volts * amperes),
        "mos_temperature": mos,
        "temperature_1": probes.get(1, NO_PROBE),
        "temperature_2": probes.get(2, NO_PROBE),
        "temperature_3": mos,
        "temperature_4": probes.get(3, NO_PROBE),
        "temperature_5": probes.get(4, NO_PROBE),
        "sensor_mask": bitmap({OWN_SENSOR, *probes}),
    }


def _reckoned(board: Board) -> Values:
    capacity = board.setting("capacity")
    return {
        "soc": board.soc,
        "remaining": board.remaining,
        "full_capacity": capacity,
        "cycles": int(board.taken / capacity),
        "cycle_capacity": board.taken,
        "soh": HEALTH,
    }


def _state(board: Board) -> Values:
    countdowns = {
        each.rule.countdown: board.countdown(each)
        for each in board.protections
        if each.rule.countdown
    }
    return {
        "alarms": bitmap(board.alarms),
        "user_alarms_2": bitmap(board.quirks.user_alarms),
        "charge_mos": int(board.charge_mos),
        "discharge_mos": int(board.discharge_mos),
        "balancing": board.balancing.state,
        "balance_current": board.balancing.current,
        "emergency_time": int(board.emergency),
        "started": 1,
        **countdowns,
    }


def _corrections(board: Board) -> Values:
    gauge = board.senses.gauge
    return {"charge_correction": gauge.charge, "discharge_correction": gauge.discharge}


def _time(board: Board) -> Values:
    return {
        "run_time": int(board.run_time),
        "ticks": Decimal(str(board.run_time)),
        "clock": board.clock,
        "log_count": len(board.log),
        "sleep_countdown": board.sleep_countdown,
    }
