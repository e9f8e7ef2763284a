"""A JK PB board: what it remembers, what it measures, and its protections over time.

Time comes from outside: `advance(now)` brings the board to a moment, in seconds of any
clock that does not go back. Each protection changes its state at most once in a call.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.alarms import CELL_COUNT, FACTORY_PASSWORD, WIRE_RESISTANCE
from wizard.simulator import log
from wizard.simulator.balance import WORST_WIRE, Balancing, balancing
from wizard.simulator.chain import Violation
from wizard.simulator.gauge import Gauge
from wizard.simulator.harness import Harness
from wizard.simulator.nameplate import FACTORY_SETTING_PASSWORD, PLATE, Nameplate
from wizard.simulator.pack import Chemistry, Pack, Paths
from wizard.simulator.protections import OVER_VOLTAGE, RULES, USUAL, Delays, Protection, Rule
from wizard.simulator.quirks import GOOD, Quirks
from wizard.simulator.senses import LEAST_CELL, ZERO, Senses
from wizard.simulator.standby import Standby
from wizard.simulator.store import DISABLE_SENSORS, SMART_SLEEP, Store

HALF = Decimal("0.5")
HOUR = 3600
SLICE = 1.0  # s by which a board goes on while its cells move


@dataclass(frozen=True, slots=True)
class Write:
    """A write as the board was asked for it: Modbus address and raw number."""

    address: int
    value: int


class Board:
    """A board on its pack.

    `writes` and `violations` keep everything it was asked, in order, refused or not;
    `log` is the board's own. `changed` is called after each change of its memory and
    each trip or release. `taken` are the ampere-hours that were taken out so far,
    `emergency` the seconds that the emergency mode still lasts, `elapsed` all seconds
    since delivery and `run_time` those that the board was awake.
    """

    def __init__(
        self,
        pack: Pack,
        harness: Harness,
        nameplate: Nameplate = PLATE,
        quirks: Quirks = GOOD,
        delays: Delays = USUAL,
    ) -> None:
        self.pack, self.harness = pack, harness
        self.nameplate, self.quirks, self.delays = nameplate, quirks, delays
        self.store, self.standby = Store(quirks.switches, quirks.presets), Standby()
        self.senses = Senses(pack, harness)
        self.settings = self.store.settings
        self.protections = tuple(Protection(rule, delays) for rule in RULES)
        self.charged, self.taken = HALF, ZERO
        self.writes: list[Write] = []
        self.violations: list[Violation] = []
        self.log = [log.Entry(log.DELIVERED_CLOCK, log.BOOT)]
        self.changed: Callable[[], None] = lambda: None
        self.run_time = self.elapsed = self.clock_offset = self.emergency = 0.0
        self._now: float | None = None
        self._forgot = False
        self.settle()

    @property
    def now(self) -> float:
        """The moment that the board was brought to last."""
        return self._now or 0.0

    @property
    def awake(self) -> bool:
        """Whether the board is on."""
        return self.standby.awake

    @property
    def clock(self) -> int:
        """The board's clock in s since 2020-01-01."""
        return int(log.DELIVERED_CLOCK + self.clock_offset + self.elapsed)

    def setting(self, key: str) -> Decimal:
        """Return a setting in the unit of its catalogue row."""
        return self.store.setting(key)

    def all_settings(self) -> dict[str, Decimal]:
        """Return every setting by key."""
        return self.store.all()

    def set(self, key: str, value: Decimal) -> None:
        """Put a setting into memory, whatever its order and range."""
        self.store.fill({key: value})
        self.settle()

    def take(self, key: str, value: Decimal) -> None:
        """Store a write that was found good, as far as the board's quirks let it."""
        if key in self.quirks.ignored or self._forgets(key):
            return
        kept = value + self.quirks.skewed.get(key, ZERO)
        self.later(lambda: self.store.fill({key: kept}))

    def later(self, change: Callable[[], None]) -> None:
        """Change the memory as soon as its writes come into force."""
        self.store.late.append((self.now + self.quirks.eeprom, change))
        self._ripen()

    def preset(self, chemistry: Chemistry) -> None:
        """Rewrite all settings with those of a chemistry."""
        if not self.quirks.ignores_preset:
            self.store.preset(chemistry, self.quirks.after_preset, self.quirks.switches)
            self.note(log.PRESET_ENTRY[chemistry])
            self.settle()

    def calibrate(self, move: Callable[[Gauge], None]) -> None:
        """Let a calibration move the factors. Raises ValueError as the gauge does."""
        if not self.quirks.ignores_calibration:
            move(self.senses.gauge)
            self.settle()

    def inputs(self) -> tuple[Decimal, ...]:
        """Return the volts at the input of each cell."""
        return self.senses.inputs(self.quirks)

    def seen(self) -> tuple[Decimal, ...]:
        """Return the volts of the inputs where the board sees a cell."""
        return self.senses.seen(self.quirks)

    @property
    def current(self) -> Decimal:
        """The amperes that the board reads, positive when charging."""
        return self.senses.current(self.quirks)

    @property
    def count_wrong(self) -> bool:
        """Whether the cell count set differs from the cells seen."""
        return len(self.seen()) != self.setting("cell_count")

    @property
    def bad_wires(self) -> frozenset[int]:
        """The cells (from 1) whose sense wire has too much resistance."""
        found = enumerate(self.senses.wires(self.quirks), start=1)
        return frozenset(n for n, milliohms in found if milliohms > WORST_WIRE)

    @property
    def balancing(self) -> Balancing:
        """What the balancer does now."""
        barred = bool(self.bad_wires) or self.count_wrong
        return balancing(self.seen(), self.setting, barred=barred)

    @property
    def alarms(self) -> frozenset[int]:
        """The alarm bits that are set."""
        tripped = {each.rule.alarm for each in self.protections if each.tripped}
        states = {
            FACTORY_PASSWORD: self.nameplate.setting_password == FACTORY_SETTING_PASSWORD,
            CELL_COUNT: self.count_wrong,
            WIRE_RESISTANCE: bool(self.bad_wires),
        }
        found = set(self.quirks.alarms) | {bit for bit, is_set in states.items() if is_set}
        return frozenset(found if self.quirks.no_trip_alarm else found | tripped)

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

    @property
    def sleep_countdown(self) -> int:
        """The seconds that the timer of smart sleep has left."""
        since = self.standby.idle.since
        passed = 0 if since is None else int(self.now - since)
        return self.store.raw("smart_sleep_hours") * HOUR - passed

    def countdown(self, protection: Protection) -> int:
        """Return the whole seconds until a protection lets go, 0 where none run."""
        return protection.countdown(self.now, self.setting)

    def advance(self, now: float) -> None:
        """Bring the board to a moment: count charge and time, trip or release, go dark.

        While the cells rise or fall it goes in steps, so that a trip ends that in time.
        """
        for moment in self._moments(now):
            self._reach(moment)

    def _moments(self, now: float) -> Iterator[float]:
        while self.pack.moves and self._now is not None and self._now + SLICE < now:
            yield self._now + SLICE
        yield now

    def _reach(self, now: float) -> None:
        passed = max(0.0, now - (now if self._now is None else self._now))
        self._now = now
        self.elapsed += passed
        self.emergency = max(0.0, self.emergency - passed)
        self.pack.pass_time(Decimal(str(passed)))
        if self.awake:
            self.run_time += passed
            self._count(Decimal(str(passed)))
            self._ripen()
            for protection in self.protections:
                self._judge(protection, now)
            self._doze(now)

    def note(self, number: int) -> None:
        """Add an entry to the log."""
        self.log.append(log.Entry(self.clock, number))

    def put_out(self, number: int = log.SHUTDOWN) -> None:
        """Go dark, with a log entry: both MOS open, no answer until woken."""
        self.note(number)
        self.standby.awake = False
        self.settle()

    def wake(self) -> None:
        """Press the button of a board that went dark."""
        self.standby = Standby()
        self.note(log.BOOT)
        self.settle()

    def settle(self) -> None:
        """Let the pack feel what changed, and tell who keeps the memory."""
        shorted = self.quirks.mos_shorted
        self.pack.paths = Paths(shorted or self.charge_mos, shorted or self.discharge_mos)
        self.changed()

    def _ripen(self) -> None:
        if self.store.ripen(self.now):
            self.settle()

    def _forgets(self, key: str) -> bool:
        shifted = self.setting(str(OVER_VOLTAGE.limit)) < max(self.seen(), default=ZERO)
        forgets = key == self.quirks.forgets and shifted and not self._forgot
        self._forgot = self._forgot or forgets
        return forgets

    def _conducts(self, path: str) -> bool:
        stopped = any(each.tripped and path in each.rule.opens for each in self.protections)
        barred = (stopped and not self.emergency) or self.count_wrong or not self.awake
        return self.setting(f"{path}_switch") == 1 and not barred

    def _count(self, seconds: Decimal) -> None:
        gained = self.current * seconds / HOUR
        self.taken += max(ZERO, -gained)
        charged = self.charged + gained / self.setting("capacity")
        self.charged = min(Decimal(1), max(ZERO, charged))

    def _judge(self, protection: Protection, now: float) -> None:
        rule = protection.rule
        reason = not self._barred(protection) and protection.reason(
            self.senses.measured(rule.measures, self.quirks), self.setting
        )
        if protection.advance(now, self.setting, reason=reason):
            falsely = rule.charged if protection.tripped else None
            self.charged = self.charged if falsely is None else falsely
            if protection.tripped and rule.cell_entry:
                self.note(rule.cell_entry + self._farthest(rule))
            self.note(rule.entry + (0 if protection.tripped else 1))
            self.settle()

    def _farthest(self, rule: Rule) -> int:
        """Return which cell, from 0, is farthest on the side that a rule looks to."""
        seen = [(n, cell) for n, cell in enumerate(self.inputs()) if cell >= LEAST_CELL]
        at, farthest = seen[0]
        for n, cell in seen:
            at, farthest = (n, cell) if rule.beyond(cell, farthest) else (at, farthest)
        return at

    def _barred(self, protection: Protection) -> bool:
        if protection.tripped:
            return self.quirks.never_releases
        blind = protection.rule.measures == "battery" and self.store.switch(DISABLE_SENSORS)
        return self.quirks.never_trips or self.emergency > 0 or blind

    def _doze(self, now: float) -> None:
        cells, flowing = self.seen() or (ZERO,), self.pack.current
        # Without any cell nothing feeds the board: that is a fault of wiring, not a low pack.
        low = ZERO < max(cells) < self.setting("power_off_voltage") and flowing <= 0
        full = min(cells) > self.setting("smart_sleep_voltage") and not flowing
        self.standby.idle.run(now, reason=full and self.store.switch(SMART_SLEEP))
        if self.standby.empty.run(now, reason=low) >= self.delays.power_off:
            self.put_out()
        elif self.sleep_countdown <= 0:
            self.put_out(log.SMART_SLEEP)
