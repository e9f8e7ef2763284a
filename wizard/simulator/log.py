"""The entry numbers of a board's log (vendor table) and its clock."""

from dataclasses import dataclass

from wizard.simulator.pack import Chemistry

BOOT, SHUTDOWN, SMART_SLEEP, CLOCK_SET = 1, 2, 56, 59
EMERGENCY_ON = 70
PRESET_ENTRY: dict[Chemistry, int] = {"li_ion": 67, "lifepo4": 68, "lto": 69}
DELIVERED_CLOCK = 190_000_000  # s since 2020-01-01, which is January 2026


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: the board's clock in s since 2020-01-01, and what happened."""

    at: int
    number: int
