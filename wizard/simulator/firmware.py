"""A JK PB board: settings, what it measures, and its protections over time.

Time comes from outside: `advance(now)` brings the board to a moment, in seconds of any
clock that does not go back. Nothing happens between two calls that the second would not
find out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.alarms import CELL_COUNT, FACTORY_PASSWORD
from wizard.protocol.catalogue import SETTING, SETTINGS
from wizard.protocol.fields import SWITCHES
from wizard.protocol.layout import Table
from wizard.simulator.chain import Violation
from wizard.simulator.harness import Harness
from wizard.simulator.pack import Chemistry, Pack, Paths, volts
from wizard.simulator.presets import DELIVERED, PRESETS, SWITCH_WORD
from wizard.simulator.protections import OVER_VOLTAGE, RULES, USUAL, Delays, Protection
from wizard.simulator.quirks import GOOD, Quirks
from wizard.simulator.tables import Memory

LEAST_CELL = Decimal("0.5")  # V, below which an input counts as empty
HALF = Decimal("0.5")
HOUR = Decimal(3600)


@dataclass(frozen=True, slots=True)
class Nameplate:
    """What the information table says of a board."""

    model: str = "JK_PB2A16S20P"
    hardware: str = "15A"
    firmware: str = "15.41"
    first_on: str = "240318"
    serial: str = "50410000001"


PLATE = Nameplate()


@dataclass(frozen=True, slots=True)
class Write:
    """A write as the board was asked for it: Modbus address and raw number."""

    address: int
    value: int


class Board:
    """A board on its pack.

    `writes` and `violations` keep everything it was asked, in order, refused or not.
    `changed` is called after each change of its memory and each trip or release.
    """

    def __init__(
        self,
        pack: Pack,
        harness: Harness,
        nameplate: Nameplate = PLATE,
        quirks: Quirks = GOOD,
        delays: Delays = USUAL,
    ) -> None:
        self.pack = pack
        self.harness = harness
        self.nameplate = nameplate
        self.quirks = quirks
        self.protections = tuple(Protection(rule, delays) for rule in RULES)
        self.charged = HALF
        self.settings = Memory(Table.SETTINGS)
        self.writes: list[Write] = []
        self.violations: list[Violation] = []
        self.changed: Callable[[], None] = lambda: None
        self.run_time = 0.0
        self._now: float | None = None
        self._forgot = False
        self._fill(DELIVERED)
        self.settings.put(SWITCHES, SWITCH_WORD)
        self._settle()

    def setting(self, key: str) -> Decimal:
        """Return a setting in the unit of its catalogue row."""
        row = SETTING[key]
        return row.value(self.settings.get(row.place))

    def set(self, key: str, value: Decimal) -> None:
        """Put a setting into memory, whatever its order and range."""
        self._fill({key: value})
        self._settle()

    def take(self, key: str, value: Decimal) -> None:
        """Store a write that was found good, as far as the board's quirks let it."""
        if key in self.quirks.ignored or self._forgets(key):
            return
        self.set(key, value + self.quirks.skewed.get(key, Decimal(0)))

    def preset(self, chemistry: Chemistry) -> None:
        """Rewrite all settings with those of a chemistry."""
        if self.quirks.ignores_preset:
            return
        self._fill({**PRESETS[chemistry], **self.quirks.after_preset})
        self.settings.put(SWITCHES, SWITCH_WORD)
        self._settle()

    def all_settings(self) -> dict[str, Decimal]:
        """Return every setting by key."""
        return {row.key: self.setting(row.key) for row in SETTINGS}

    def inputs(self) -> tuple[Decimal, ...]:
        """Return the volts at the input of each cell."""
        found = enumerate(self.harness.inputs(self.pack), start=1)
        return tuple(Decimal(0) if n in self.quirks.blind else volts(cell) for n, cell in found)

    def seen(self) -> tuple[Decimal, ...]:
        """Return the volts of the inputs where the board sees a cell."""
        return tuple(cell for cell in self.inputs() if cell >= LEAST_CELL)

    @property
    def count_wrong(self) -> bool:
        """Whether the cell count set differs from the cells seen."""
        return len(self.seen()) != self.setting("cell_count")

    @property
    def alarms(self) -> frozenset[int]:
        """The alarm bits that are set."""
        tripped = {each.rule.alarm for each in self.protections if each.tripped}
        found = set(self.quirks.alarms) | {FACTORY_PASSWORD}
        found |= set() if self.quirks.no_trip_alarm else tripped
        return frozenset(found | ({CELL_COUNT} if self.count_wrong else set()))

    @property
    def charge_mos(self) -> bool:
        """Whether the charge MOS conducts: switch on and no protection against it."""
        return self._conducts("charge")

    @property
    def discharge_mos(self) -> bool:
        """Whether the discharge MOS conducts: switch on and no protection against it."""
        return self._conducts("discharge")

    @property
    def soc(self) -> int:
        """The state of charge the board believes in, in percent."""
        return int((self.charged * 100).to_integral_value())

    @property
    def remaining(self) -> Decimal:
        """The ampere-hours the board believes are left."""
        return self.charged * self.setting("capacity")

    def countdown(self, protection: Protection) -> int:
        """Return the whole seconds until a protection lets go, 0 where none run."""
        return protection.countdown(self._now or 0.0)

    def advance(self, now: float) -> None:
        """Bring the board to a moment: count charge and time, trip or release."""
        passed = max(0.0, now - (now if self._now is None else self._now))
        self._now = now
        self.run_time += passed
        self._count(Decimal(str(passed)))
        for protection in self.protections:
            self._judge(protection, now)

    def _fill(self, values: Mapping[str, Decimal]) -> None:
        for key, value in values.items():
            self.settings.put_value(SETTING[key], value)

    def _forgets(self, key: str) -> bool:
        shifted = self.setting(OVER_VOLTAGE.limit) < max(self.seen(), default=Decimal(0))
        forgets = key == self.quirks.forgets and shifted and not self._forgot
        self._forgot = self._forgot or forgets
        return forgets

    def _conducts(self, path: str) -> bool:
        stopped = any(each.tripped and each.rule.opens == path for each in self.protections)
        return self.setting(f"{path}_switch") == 1 and not stopped and not self.count_wrong

    def _count(self, seconds: Decimal) -> None:
        gained = self.pack.current * seconds / HOUR / self.setting("capacity")
        self.charged = min(Decimal(1), max(Decimal(0), self.charged + gained))

    def _judge(self, protection: Protection, now: float) -> None:
        barred = self.quirks.never_releases if protection.tripped else self.quirks.never_trips
        rule = protection.rule
        limits = self.setting(rule.limit), self.setting(rule.relief)
        reason = not barred and protection.reason(self.seen(), *limits)
        if protection.advance(now, reason=reason):
            self.charged = rule.charged if protection.tripped else self.charged
            self._settle()

    def _settle(self) -> None:
        self.pack.paths = Paths(self.charge_mos, self.discharge_mos)
        self.changed()
