"""What a board says of itself by the legacy protocol, as the views of every other way.

What it does not tell is absent: no serial number, remaining capacity, emergency mode, switch
word, wire resistance or countdown, and of the settings neither Power Off Volt. nor those
newer than it. All of these functions raise Incomplete.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.catalogue import SETTING
from wizard.protocol.legacy.reading import Reading
from wizard.protocol.legacy.table import (
    ROWS,
    STATES,
    Form,
    alarm,
)
from wizard.protocol.reading import Incomplete
from wizard.protocol.secret import Secret
from wizard.protocol.views import Identity, Secrets, Settings, Status

NUMBERS = frozenset({Form.NUMBER, Form.SIGNED, Form.WARMTH})
USER_DATA = 12  # characters of the manufacturer id before the model
MODELS = ("JK_", "JK-")
FAST = 1.05  # minutes of a board in one of ours at most
VERSIONS = re.compile(r"(?P<hardware>[^_]+)_+S(?P<firmware>[^_]+)_*")
READINGS = (
    "mos_temperature",
    "temperature_1",
    "temperature_2",
    "pack_voltage",
    "soc",
    "sensor_count",
    "cycles",
    "cycle_capacity",
    "working_time",
    "actual_capacity",
)


@dataclass(frozen=True, slots=True)
class Age:
    """What a board counts and never counts back: minutes, Ah and cycles."""

    minutes: int
    cycle_capacity: int
    cycles: int

    def follows(self, earlier: "Age", minutes: float) -> bool:
        """Whether the board of an earlier reading can be this old, some minutes later.

        It need not have worked all the time, and its clock may be a little fast.
        """
        back = (
            self.minutes < earlier.minutes
            or self.cycle_capacity < earlier.cycle_capacity
            or self.cycles < earlier.cycles
        )
        return not back and self.minutes - earlier.minutes <= FAST * minutes + 1


def identity(reading: Reading) -> Identity:
    """Build an `Identity`.

    There is no serial number. What stands in its place is all that tells one board from
    another: month of making, device id and manufacturer id, both of which a person may have
    written. Two boards of one month that nobody wrote to are alike. `supported` are the
    settings that are shown: nothing says more.
    """
    software, maker = reading.text("software"), reading.text("maker_id")
    version = VERSIONS.fullmatch(software)
    model = maker[USER_DATA:]
    parts = (reading.text("made_on"), reading.text("device_id"), maker)
    return Identity(
        model=model if model.startswith(MODELS) else "",
        hardware=version["hardware"] if version else "",
        firmware=version["firmware"] if version else software.strip(" _"),
        serial="/".join(part.replace("\0", " ").strip() for part in parts),
        first_on=parts[0],
        supported=frozenset(SETTING[key].code for key in _settings(reading)),
    )


def age(reading: Reading) -> Age:
    """Return what a board has counted."""
    return Age(
        reading.whole("working_time"), reading.whole("cycle_capacity"), reading.whole("cycles")
    )


def settings(reading: Reading) -> Settings:
    """Build `Settings`; raises Incomplete where the frame was not read to its end."""
    if reading.stopped_at:
        raise Incomplete(f"settings behind {reading.stopped_at}")
    values = {key: reading.number(key) for key in _settings(reading)}
    shown = {
        row.key: (reading.number(row.key),)
        for row in ROWS
        if row.form in NUMBERS and row.key in reading and row.key not in {*values, *READINGS}
    }
    return Settings(values, sensors_disabled=None, switch_word=None, shown=shown)


def status(reading: Reading) -> Status:
    """Build a `Status`; the temperatures are those of the box and of the battery."""
    bits, cells = reading.bits("status_bits"), reading.cells()
    current, pack_voltage = reading.current(), reading.number("pack_voltage")
    readings = {key: (reading.number(key),) for key in READINGS if key in reading}
    sensors = readings.get("sensor_count", (Decimal(0),))
    charge_mos, discharge_mos, balancing, attached = (bit in bits for bit in STATES)
    flags = {
        "charge_mos": charge_mos,
        "discharge_mos": discharge_mos,
        "balancing": balancing,
        "attached": attached,
    }
    return Status(
        cells=cells,
        pack_voltage=pack_voltage,
        current=current,
        soc=reading.whole("soc"),
        remaining=None,
        cycles=reading.whole("cycles"),
        alarms=frozenset(alarm(bit) for bit in reading.bits("alarm_bits")),
        mos_temperature=reading.number("mos_temperature"),
        temperatures=(reading.number("temperature_1"), reading.number("temperature_2")),
        uvpr_countdown=None,
        ovpr_countdown=None,
        emergency=None,
        charge_mos=charge_mos,
        discharge_mos=discharge_mos,
        balancing=balancing,
        sensors=frozenset(range(1, int(sensors[0]) + 1)),
        readings={
            "cell_voltages": cells,
            "current": (current,),
            **readings,
            **{key: (Decimal(flag),) for key, flag in flags.items()},
        },
    )


def secrets(reading: Reading) -> Secrets:
    """Return the passwords that it tells; that of the connection is empty, it is not told."""
    return Secrets(Secret(""), reading.secret("settings_password"))


def _settings(reading: Reading) -> tuple[str, ...]:
    """Return the keys of the settings that were read."""
    return tuple(row.key for row in ROWS if row.is_setting and row.key in reading)
