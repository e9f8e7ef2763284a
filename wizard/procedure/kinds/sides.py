"""The two voltage protections, over and under: what each guards, opens and is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.alarm_words import alarm_words
from wizard.boards.trip_limits import OVER_VOLTAGE, UNDER_VOLTAGE, Shifting, shifted
from wizard.procedure.attempt import Attempt
from wizard.procedure.figures import Trip, TripPoint
from wizard.protocol import alarms
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Status
from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two protections.

    It acts on the current in the direction of `sign` (1 charging) and looks at the cell
    that is farthest in that direction. `limit` and `release` are its settings, `alarms`
    say that it tripped, `mos` is what it opens. `source` makes the current in a test,
    `cure` lets the restored protection go, `after_trip` is to be done at a real limit.
    """

    sign: int
    title: Text
    limit: str
    release: str
    alarms: frozenset[int]
    shifting: Shifting
    conducts: Callable[[Status], bool]
    other_conducts: Callable[[Status], bool]
    mos: Text
    other_mos: Text
    extreme_cell: Text
    source: Text
    cure: Text
    after_trip: Text

    def extreme(self, status: Status) -> Decimal:
        """Return the voltage of the cell that it looks at."""
        return self.shifting.extreme(status)

    def cell(self, status: Status) -> int:
        """Return the number of that cell, from 1; 0 where the board sees none."""
        return status.cells.index(self.extreme(status)) + 1 if status.seen else 0

    def flowing(self, status: Status) -> Decimal:
        """Return the ampere that flow in the direction it acts on."""
        return status.current * self.sign + 0  # which has no -0

    def beyond(self, status: Status, limit: Decimal) -> Decimal:
        """Return how far a cell is beyond a limit, V; below 0 where it is not."""
        return (self.extreme(status) - limit) * self.sign

    def alarmed(self, status: Status) -> bool:
        """Whether a fitting alarm is there."""
        return bool(status.alarms & self.alarms)

    def tripped(self, status: Status) -> bool:
        """Whether its MOS is open with a fitting alarm."""
        return not self.conducts(status) and self.alarmed(status)

    def released(self, status: Status) -> bool:
        """Whether its MOS conducts again and the alarm is gone."""
        return self.conducts(status) and not self.alarmed(status)

    def opened(self, status: Status) -> Text:
        """Return in words that its MOS is open, and which alarms there are."""
        return text("{mos} open, {alarms}", mos=self.mos, alarms=alarm_words(status.alarms))

    def state(self, *, on: bool) -> Text:
        """Return in words whether its MOS is on again."""
        return text("{mos} on", mos=self.mos) if on else text("{mos} open", mos=self.mos)

    def trip_limits(self, present: Mapping[str, Decimal], status: Status) -> dict[str, Decimal]:
        """Return the limits that trip it now, in the order of writing; raises NotAllowed."""
        return shifted(self.shifting, present, status)

    def drawn(
        self,
        status: Status,
        now: Mapping[str, Decimal],
        originals: Mapping[str, Decimal],
        seconds_left: int | None = None,
        trace: tuple[TripPoint, ...] = (),
    ) -> Trip:
        """Return the picture of its limits against its cell; with time and trace while shifted."""
        return Trip(
            cell=self.cell(status),
            cell_voltage=self.extreme(status),
            limit_label=_name(self.limit),
            limit=now[self.limit],
            original=originals[self.limit],
            release_label=_name(self.release),
            release=now[self.release],
            release_original=originals[self.release],
            charge_mos=status.charge_mos,
            discharge_mos=status.discharge_mos,
            current=status.current,
            seconds_left=seconds_left or 0,
            shifted=seconds_left is not None,
            rising=self.sign > 0,
            trace=trace,
        )


def _name(key: str) -> str:
    """Return JK's label of a setting without its unit."""
    return SETTING[key].label.split(" (")[0]


_CHARGE, _DISCHARGE = text("charge MOS"), text("discharge MOS")

SIDES: Mapping[str, Side] = {
    "over": Side(
        sign=1,
        title=text("Over-voltage protection"),
        limit="cell_ovp",
        release="cell_ovpr",
        alarms=alarms.OVER_VOLTAGE,
        shifting=OVER_VOLTAGE,
        conducts=lambda status: status.charge_mos,
        other_conducts=lambda status: status.discharge_mos,
        mos=_CHARGE,
        other_mos=_DISCHARGE,
        extreme_cell=text("highest cell"),
        source=text("charger"),
        cure=text("Apply a small load, then press RST."),
        after_trip=text("Switch the charger off; a small load brings the cells down faster."),
    ),
    "under": Side(
        sign=-1,
        title=text("Under-voltage protection"),
        limit="cell_uvp",
        release="cell_uvpr",
        alarms=alarms.UNDER_VOLTAGE,
        shifting=UNDER_VOLTAGE,
        conducts=lambda status: status.discharge_mos,
        other_conducts=lambda status: status.charge_mos,
        mos=_DISCHARGE,
        other_mos=_CHARGE,
        extreme_cell=text("lowest cell"),
        source=text("load"),
        cure=text("Charge a little, then press RST."),
        after_trip=text("Take the load off and CHARGE AT ONCE: the pack is empty."),
    ),
}


def goes_dark(attempt: Attempt, side: Side) -> Text | None:
    """Return why a test would cut off this computer; None where it is known not to.

    Only the discharge side cuts off what hangs on the pack. Not a question with a way
    round it: a test that nobody watches is not begun.
    """
    if side.sign > 0 or attempt.facts.get("computer") == "own":
        return None
    return text(
        "This computer hangs on the pack, or nobody said that it does not: the cut-off would "
        "switch it off in the middle of the test. Nothing was begun. Do this test with a "
        "computer and a network that have their own supply."
    )
