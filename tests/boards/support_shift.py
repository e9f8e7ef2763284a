"""Shifts on a rig, and what must be so after each."""

from collections.abc import Iterable
from decimal import Decimal

from tests.boards.support import Rig, one_at_a_time, without_outcome
from wizard.boards.changes import participating, quantity
from wizard.boards.shift import Shift, ShiftPlan
from wizard.boards.trip_limits import over_voltage
from wizard.protocol.catalogue import SETTING
from wizard.record.events import ShiftClosed, ShiftLeftOpen, ShiftOpened

ORDER = ["cell_rfv", "cell_ovpr", "soc_100_voltage", "cell_rcv", "cell_ovp"]
DEADLINE_S = 120
SHIFT_S = 4  # more than opening takes on a good line


class Limits:
    """A shift ready to be opened, and the settings that must come back."""

    def __init__(self, rig: Rig, agreed: ShiftPlan) -> None:
        self.rig = rig
        self.late = 0
        self.agreed = agreed
        self.originals = rig.real.all_settings()
        self.shift = Shift(rig.writer, rig.recorder, agreed, self._late)

    def _late(self) -> None:
        self.late += 1

    @property
    def shifted(self) -> dict[str, Decimal]:
        """The settings that are not as they were."""
        now = self.rig.real.all_settings()
        return {key: now[key] for key, value in self.originals.items() if now[key] != value}

    @property
    def is_shifted(self) -> bool:
        """Whether all limits are where the plan wants them."""
        return all(self.rig.real.setting(key) == v for key, v in self.agreed.wanted.items())

    def cut_off_after(self, keys: Iterable[str], restore: Iterable[str] = ORDER[::-1]) -> None:
        """Leave record and board as a process does that dies when these are written."""
        wanted, writer = self.agreed.wanted, self.rig.writer
        self.rig.recorder.append(
            ShiftOpened(
                shift=1,
                serial=writer.identity.serial,
                originals={key: quantity(SETTING[key], v) for key, v in self.originals.items()},
                wanted={key: quantity(SETTING[key], v) for key, v in wanted.items()},
                restore=tuple(restore),
                deadline_s=self.agreed.deadline_s,
            )
        )
        for key in keys:
            self.rig.real.set(key, wanted[key])

    def closed(self) -> list[str]:
        """Return why each shift was closed."""
        return [event.why for event in self.rig.events() if isinstance(event, ShiftClosed)]

    def left_open(self) -> list[str]:
        """Return why each restore was given up."""
        events = self.rig.events()
        return [str(event.reason) for event in events if isinstance(event, ShiftLeftOpen)]

    def opened(self) -> list[ShiftOpened]:
        """Return what was recorded at each opening."""
        return [event for event in self.rig.events() if isinstance(event, ShiftOpened)]

    def must_be_restored(self) -> None:
        """Fail where anything is not as before, in the board or in the record."""
        assert self.shifted == {}
        assert self.rig.real.violations == []
        assert self.rig.recorder.state.open_shifts == {}
        assert without_outcome(self.rig.events()) == set()
        assert one_at_a_time(self.rig.events())


async def limits(rig: Rig, deadline_s: int = DEADLINE_S) -> Limits:
    """Plan an over-voltage shift from what the board says now."""
    originals = await rig.writer.snapshot("before protection test")
    status = await rig.board.status()
    wanted = over_voltage(participating(originals, rig.writer.identity), status)
    return Limits(rig, ShiftPlan(wanted, originals, deadline_s))


async def shifted(rig: Rig) -> Limits:
    """Open a shift; the simulated board's list of writes starts anew."""
    test = await limits(rig)
    await test.shift.open()
    rig.real.writes.clear()
    return test
