"""Every number in the three tables of a board: name, byte offset, type, repeat, scale.

Sources: vendor RS485 document V1.1 and vendor data; checked on recorded frames of
firmware 15.10 and 15.30. Types are `struct` letters. Bitmaps, texts and single flags of
many bytes are no numbers: their bytes stand in one order on both ways to read them.
"""

from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.layout import Kind, Place, Table

_SETTINGS = """
    values                    0x000  I  34
    wire_resistances          0x088  I  32  0.001
    more_values               0x108  I  2
    current_range             0x110  I
    switches                  0x114  H
    heater_on                 0x116  b
    heater_off                0x117  b
    smart_sleep_hours         0x118  B
"""

_STATUS = """
    cell_voltages             0x000  H  32  0.001
    cell_mask                 0x040  I
    cell_average              0x044  H  1   0.001
    cell_spread               0x046  H  1   0.001
    highest_cell              0x048  B
    lowest_cell               0x049  B
    wire_resistance           0x04A  H  32  1
    mos_temperature           0x08A  h  1   0.1
    wire_mask                 0x08C  I
    pack_voltage              0x090  i  1   0.001
    power                     0x094  I  1   0.001
    current                   0x098  i  1   0.001
    temperature_1             0x09C  h  1   0.1
    temperature_2             0x09E  h  1   0.1
    alarms                    0x0A0  I
    balance_current           0x0A4  h  1   0.001
    balancing                 0x0A6  B
    soc                       0x0A7  B
    remaining                 0x0A8  I  1   0.001
    full_capacity             0x0AC  I  1   0.001
    cycles                    0x0B0  I
    cycle_capacity            0x0B4  I  1   0.001
    soh                       0x0B8  B
    precharging               0x0B9  B
    user_alarms               0x0BA  H
    run_time                  0x0BC  I
    charge_mos                0x0C0  B
    discharge_mos             0x0C1  B
    user_alarms_2             0x0C2  H
    discharge_ocpr_countdown  0x0C4  H
    discharge_scpr_countdown  0x0C6  H
    charge_ocpr_countdown     0x0C8  H
    charge_scpr_countdown     0x0CA  H
    uvpr_countdown            0x0CC  H
    ovpr_countdown            0x0CE  H
    sensor_mask               0x0D0  B
    heating                   0x0D1  B
    emergency_time            0x0D4  H
    discharge_correction      0x0D6  H
    charge_current_volts      0x0D8  H
    discharge_current_volts   0x0DA  H
    voltage_correction        0x0DC  f
    charge_pwm                0x0E0  H
    discharge_pwm             0x0E2  H
    pack_voltage_2            0x0E4  H  1   0.01
    heat_current              0x0E6  h
    relay                     0x0E8  B
    accessory                 0x0E9  B
    special_charger           0x0EA  B
    started                   0x0EB  B
    mcu                       0x0ED  B
    charger_plugged           0x0EF  B
    ticks                     0x0F0  I  1   0.1
    brown_out_ticks           0x0F4  I
    temperature_3             0x0F8  h  1   0.1
    temperature_4             0x0FA  h  1   0.1
    temperature_5             0x0FC  h  1   0.1
    charge_correction         0x0FE  H
    clock                     0x100  I
    log_count                 0x104  I
    sleep_countdown           0x108  I
    limiting                  0x10C  B
    cell_type                 0x10D  B
    charge_state_time         0x110  H
    charge_state              0x112  B
"""

_INFO = """
    max_cells                 0x00F  B
    total_time                0x020  I
    power_on_times            0x024  I
    agency                    0x0B0  H
    uart1_protocol            0x0B2  B
    can_protocol              0x0B3  B
    uart2_protocol            0x0D4  B
    buzzer_trigger            0x0E4  B
    dry1_trigger              0x0E5  B
    dry2_trigger              0x0E6  B
    uart_table_version        0x0E7  B
    buzzer_on                 0x0E8  i
    buzzer_off                0x0EC  i
    dry1_on                   0x0F0  i
    dry1_off                  0x0F4  i
    dry2_on                   0x0F8  i
    dry2_off                  0x0FC  i
    logging_interval          0x100  I
    rcv_time                  0x104  B  1   0.1
    rfv_time                  0x105  B  1   0.1
    can_table_version         0x106  B
    emergency_minutes         0x107  B
    uart3_protocol            0x108  B
    rebulk_soc                0x110  B
    uart4_protocol            0x111  B
    protocol_version          0x124  B
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A number of a table: our name, its place, and `value = raw * scale`."""

    key: str
    place: Place
    scale: Decimal


def _words(table: Table, text: str) -> tuple[Word, ...]:
    rows = [line.split() for line in text.split("\n") if line.strip()]
    return tuple(_word(table, *row) for row in rows)


def _word(  # noqa: PLR0913  one column of the table each
    table: Table, key: str, offset: str, kind: str, repeat: str = "1", scale: str = "1"
) -> Word:
    place = Place(table, int(offset, 16), Kind(kind), int(repeat))
    return Word(key, place, Decimal(scale))


WORDS: dict[Table, tuple[Word, ...]] = {
    Table.SETTINGS: _words(Table.SETTINGS, _SETTINGS),
    Table.STATUS: _words(Table.STATUS, _STATUS),
    Table.INFO: _words(Table.INFO, _INFO),
}
WORD: dict[str, Word] = {word.key: word for words in WORDS.values() for word in words}
