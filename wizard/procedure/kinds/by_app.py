"""What a board cannot be told over this link: set in the vendor's app, read back here.

Each hand-over is on disk before a person is asked, so that a session which ends in between
knows what may have changed. What was set counts as set when it was read back, no sooner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.board import Board
from wizard.boards.changes import Change, Plan, plan_by_hand, quantity
from wizard.boards.writer import Writer
from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.figures import ChangeRow, Changes
from wizard.procedure.kinds.shown import OUTCOME, named, shown, worded
from wizard.procedure.questions import Acknowledge
from wizard.protocol.catalogue import CALIBRATION, OPTION, WRITABLE, Switch, Writable
from wizard.protocol.views import Settings
from wizard.record.events import CalibrationIntended, Outcome, WriteIntended, WriteSettled
from wizard.text import Text, text

SEEN = "seen-in-app"
ROUNDS = 3  # how often a person is asked for the same values
SET_BY_HAND = text("set in the vendor's app")
DONE_BY_HAND = text("done in the vendor's app")


@dataclass(frozen=True, slots=True)
class Roads:
    """What is wanted, by the road that it can take.

    `told` is sent. `by_app` is set in the app and read back. `unread` no command sets and no
    read-out holds. What is `absent` the board does not have: it cannot be on.
    """

    told: Mapping[str, Decimal]
    by_app: Mapping[str, Decimal]
    unread: Mapping[str, Decimal]
    absent: Mapping[str, Decimal]


def roads(board: Board, wanted: Mapping[str, Decimal], current: Settings) -> Roads:
    """Part what is wanted by the road it can take; `current` was read after `identity`."""
    told = {key: value for key, value in wanted.items() if not board.untold(WRITABLE[key])}
    rest = {key: value for key, value in wanted.items() if key not in told}
    read = {key: value for key, value in rest.items() if has(WRITABLE[key], current)}
    absent = {key: value for key, value in rest.items() if not value and key in current.absent}
    unread = {key: rest[key] for key in rest if key not in read and key not in absent}
    return Roads(told, read, unread, absent)


def has(row: Writable, current: Settings) -> bool:
    """Whether a board has a setting, as its read-out says: 0 where 0 cannot be set is none."""
    found = current.everything.get(row.key)
    return found is not None and (found != 0 or isinstance(row, Switch) or row.low <= 0)


async def asked_in_app(attempt: Attempt, what: Text, key: str = "in-app") -> bool:
    """Let go of the link where the app needs it; ask whether something was done there.

    The link is opened again when it is next needed: take `bench.writer()` anew then.
    """
    by_radio = attempt.bench.far_end.way == "bluetooth"
    if by_radio:
        await attempt.bench.close()
    return await attempt.ask(_done_over_bluetooth(key, what) if by_radio else _done(key, what))


def _done(key: str, what: Text) -> Acknowledge:
    return Acknowledge(
        key=key,
        prompt=text("{what} Enter when it is done; n leaves it.", what=what),
        hint=text("This cannot be sent over this link. What the board holds then is read."),
    )


def _done_over_bluetooth(key: str, what: Text) -> Acknowledge:
    return Acknowledge(
        key=key,
        prompt=text("{what} CLOSE THE APP again, then Enter; n leaves it.", what=what),
        hint=text(
            "This cannot be sent to this board. It serves one client at a time: this program "
            "has let go of it, and comes back when the app is closed."
        ),
    )


async def calibrated_in_app(
    attempt: Attempt, writer: Writer, key: str, shows: Decimal, true: Decimal
) -> int | None:
    """Have a person type a measured value in the app, once; return the number of the record.

    `shows` is what the board shows, `true` what the meter says. None where it is left; else
    the step proves what it did and settles it.
    """
    row, number = CALIBRATION[key], writer.number()
    before, wanted = quantity(row, shows), quantity(row, true)
    serial = writer.identity.serial
    writer.recorder.append(CalibrationIntended(number, serial, key, before, wanted, in_app=True))
    what = text(
        "In the vendor's app, type {wanted} at {label} and confirm it, once.",
        wanted=wanted,
        label=row.label,
    )
    done = await asked_in_app(attempt, what)
    await attempt.bench.identify()
    if not done:
        writer.settle_action(number, Outcome.REFUSED, text("it was not done in the app"))
        return None
    return number


def judge_absent(attempt: Attempt, absent: Mapping[str, Decimal]) -> None:
    """Record what is to be off and what this board does not have at all."""
    for key in absent:
        row = WRITABLE[key]
        note = text("boards of this dialect do not have it")
        attempt.observe(key, named(row), "-", Verdict.NOT_APPLICABLE, Origin.BOARD, note=note)


async def seen_in_app(attempt: Attempt, unread: Mapping[str, Decimal]) -> None:
    """Have a person see to what can be neither sent nor read back.

    A person's word is a deviation that the report names; without it an open point is left.
    """
    wishes = {key: _wish(WRITABLE[key], value) for key, value in unread.items()}
    attempt.fresh()
    for wish in wishes.values():
        attempt.line(wish)
    what = text("In the vendor's app, see to what stands above: nothing else reads it.")
    so = await asked_in_app(attempt, what, SEEN)
    for key, wish in wishes.items():
        value = shown(WRITABLE[key], unread[key]) if so else "-"
        verdict, origin = (Verdict.MARGINAL, Origin.PERSON) if so else _OPEN
        note = text("Seen in the app; this program could not read it back.") if so else wish
        attempt.observe(key, named(WRITABLE[key]), value, verdict, origin, note=note)
        if not so:
            attempt.open_point(wish)


_OPEN = (Verdict.DEFERRED, Origin.BOARD)


def _wish(row: Writable, value: Decimal) -> Text:
    return text(
        "{label}: {value} in the vendor's app, if it shows it.",
        label=row.label,
        value=worded(row, value),
    )


class ByApp:
    """Settings of a step that a person sets in the app; `writer` is the one of the link now."""

    def __init__(self, attempt: Attempt, writer: Writer, why: Mapping[str, Text]) -> None:
        self.writer = writer
        self._attempt = attempt
        self._why = why

    async def run(self, wanted: Mapping[str, Decimal], current: Settings) -> Settings | None:
        """Ask until the board holds what is wanted, some rounds; return what it holds.

        None where a person leaves it. Raises NotAllowed where a value is not for these
        cells or breaks an order.
        """
        before = current
        for _ in range(ROUNDS):
            agreed = self._plan(wanted, current)
            self._settle_earlier(wanted, current)
            if not agreed.changes:
                break
            done, current = await self._round(agreed, current)
            if not done:
                return None
        self._judge_others(wanted, before, current)
        return current

    def _plan(self, wanted: Mapping[str, Decimal], current: Settings) -> Plan:
        windows = CHEMISTRIES[self._attempt.chemistry].windows
        purpose = self._attempt.step.id
        return plan_by_hand(purpose, current, wanted, self.writer.identity, windows)

    async def _round(self, agreed: Plan, current: Settings) -> tuple[bool, Settings]:
        attempt = self._attempt
        attempt.picture(self._changes(agreed))
        numbers = [self._intend(change, agreed.purpose) for change in agreed.changes]
        what = text("In the vendor's app, set what stands above, from the top down.")
        done = await asked_in_app(attempt, what)
        attempt.progress(text("reading back what was set in the app"))
        self.writer = await attempt.bench.writer()
        every = not OPTION.keys().isdisjoint(current.everything)
        found = await self.writer.snapshot(f"set in the app: {agreed.purpose}", every=every)
        attempt.progress(None)
        for number, change in zip(numbers, agreed.changes, strict=True):
            self._settle(number, change.row.key, change.wanted, found)
        attempt.picture(self._changes(agreed, found))
        return done, found

    def _intend(self, change: Change, purpose: str) -> int:
        row, number = change.row, self.writer.number()
        before, wanted = quantity(row, change.before), quantity(row, change.wanted)
        serial = self.writer.identity.serial
        self.writer.recorder.append(
            WriteIntended(number, serial, row.key, before, wanted, purpose, in_app=True)
        )
        return number

    def _settle(self, number: int, key: str, wanted: Decimal, found: Settings) -> None:
        value = quantity(WRITABLE[key], found[key])
        so = found[key] == wanted
        left = text("not set in the vendor's app: the board holds {found}", found=value)
        outcome = Outcome.VERIFIED if so else Outcome.REFUSED
        self.writer.recorder.append(
            WriteSettled(number, outcome, value, SET_BY_HAND if so else left)
        )

    def _settle_earlier(self, wanted: Mapping[str, Decimal], current: Settings) -> None:
        """Settle what an attempt that was left in between had handed over."""
        for number, write in tuple(self.writer.recorder.state.unsettled.items()):
            if write.in_app and write.wanted is not None and write.key in wanted:
                self._settle(number, write.key, write.wanted.value, current)

    def _changes(self, agreed: Plan, found: Settings | None = None) -> Changes:
        return Changes(tuple(self._row(change, found) for change in agreed.changes))

    def _row(self, change: Change, found: Settings | None) -> ChangeRow:
        row, outcome = change.row, None
        if found is not None:
            so = found[row.key] == change.wanted
            outcome = OUTCOME[Outcome.VERIFIED if so else Outcome.REFUSED]
        now, wanted = worded(row, change.before), worded(row, change.wanted)
        return ChangeRow(row.label, now, wanted, self._why[row.key], outcome)

    def _judge_others(
        self, wanted: Mapping[str, Decimal], before: Settings, after: Settings
    ) -> None:
        """Judge whether the person changed more than what was asked for."""
        if after is before:
            return
        then, now = before.everything, after.everything
        changed = [
            WRITABLE[key].label
            for key in sorted(then.keys() & now.keys())
            if key not in wanted and then[key] != now[key]
        ]
        labels = ", ".join(changed)
        self._attempt.observe(
            "changed-besides",
            text("Settings that changed besides"),
            labels or "none",
            Verdict.FAIL if changed else Verdict.PASS,
            Origin.BOARD,
            note=text("Changed besides in the app: {labels}. Set it back there.", labels=labels)
            if changed
            else None,
        )
