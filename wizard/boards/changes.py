"""Changes of settings: planned, ordered, applied, read back, undone.

A plan knows the value before and after each write and is arranged so that no order of
limits is broken between two writes. Each write is on disk as *intended* before its first
byte, and is *verified*, *refused* or *unknown* after its read-back.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards import order
from wizard.boards.believe import twice
from wizard.boards.board import Board
from wizard.boards.refusals import why_refused
from wizard.errors import BoardError, LinkError, LinkLost, NoAnswer, NotAllowed, Refused
from wizard.finish import finish
from wizard.measurement import Limit, Verdict
from wizard.protocol.catalogue import ACTION, SETTING, Evidence, Parameter
from wizard.protocol.views import Identity, Settings
from wizard.quantity import Quantity
from wizard.record.events import (
    ActionIntended,
    Event,
    Outcome,
    SettingsRead,
    WriteIntended,
    WriteSettled,
)
from wizard.record.recorder import Recorder
from wizard.text import Text, text

Record = Callable[[Event], None]

READ_BACKS = 6
SETTLE_S = 0.5  # a board may take a moment between receipt and effect, some 1.5 s


@dataclass(frozen=True, slots=True)
class Change:
    """One setting, before and after, in the unit of its row."""

    row: Parameter
    before: Decimal
    wanted: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes in the order in which they are sent; `purpose` names them in the record."""

    purpose: str
    changes: tuple[Change, ...]

    def undo(self) -> "Plan":
        """Return the plan that takes all of it back, last first."""
        back = tuple(
            Change(change.row, change.wanted, change.before) for change in reversed(self.changes)
        )
        return Plan(f"undo of {self.purpose}", back)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a change; `found` is what was read back.

    `exception` is the number of the board's exception where it answered with one.
    """

    change: Change
    outcome: Outcome
    found: Decimal | None = None
    reason: Text | None = None
    exception: int | None = None


def quantity(row: Parameter, value: Decimal) -> Quantity:
    """Return a setting's value with its unit and the digits that its row has."""
    digits = value.quantize(row.scale)
    return Quantity(digits if digits == value else value, row.unit)


def plan(
    purpose: str,
    current: Settings,
    wanted: Mapping[str, Decimal],
    identity: Identity,
    windows: Mapping[str, Limit],
) -> Plan:
    """Return the plan from what is to what is wanted; what is so already is left out.

    Raises NotAllowed where a setting was not read, a capability bit is clear, a value is
    outside the chemistry's window or cannot be sent, or an order would be broken.
    """
    for key, value in wanted.items():
        _require_read(SETTING[key], current)
        _require_allowed(SETTING[key], value, identity, windows.get(key))
    present = participating(current, identity)
    keys = order.arrange({**present, **_others(current, wanted)}, wanted)
    return Plan(purpose, tuple(Change(SETTING[key], current[key], wanted[key]) for key in keys))


def participating(current: Settings, identity: Identity) -> dict[str, Decimal]:
    """Return the settings that the firmware has: only they take part in an order."""
    return {
        key: value for key, value in current.values.items() if identity.supports(SETTING[key].code)
    }


def _others(current: Settings, wanted: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {key: current[key] for key in wanted}


def _require_read(row: Parameter, current: Settings) -> None:
    if row.key not in current.values:
        raise NotAllowed(text("{label} was not read: it is not written unseen.", label=row.label))


def _require_allowed(
    row: Parameter, value: Decimal, identity: Identity, window: Limit | None
) -> None:
    if not identity.supports(row.code):
        raise NotAllowed(
            text(
                "{label}: firmware {firmware} says that it does not have it.",
                label=row.label,
                firmware=identity.firmware,
            )
        )
    if window is not None and window.judge(value) is Verdict.FAIL:
        raise NotAllowed(
            text(
                "{label} = {value} is outside what these cells bear: {window}.",
                label=row.label,
                value=quantity(row, value),
                window=str(window),
            )
        )
    require_sendable(row, value)


def require_sendable(row: Parameter, value: Decimal) -> None:
    """Raise NotAllowed where no request can carry a value: no evidence, range, scale."""
    if row.evidence is Evidence.NONE:
        raise NotAllowed(text("{label} is not known well enough to be written.", label=row.label))
    try:
        row.raw(value)
    except ValueError as error:
        raise NotAllowed(text("{label}: {why}", label=row.label, why=str(error))) from error


class Writer:
    """Writes to one board, by its serial number, into one record."""

    def __init__(self, board: Board, recorder: Recorder, identity: Identity) -> None:
        self.board = board
        self.identity = identity
        self.recorder = recorder

    async def snapshot(self, purpose: str, record: Record | None = None) -> Settings:
        """Read all settings twice alike and record them."""
        found = await twice(self.board.settings, text("settings"))
        values = {key: quantity(SETTING[key], value) for key, value in found.values.items()}
        (record or self.recorder.append)(SettingsRead(purpose, self.identity.serial, values))
        return found

    async def apply(self, agreed: Plan) -> tuple[Result, ...]:
        """Send a plan; it stops at the first change that is not verified.

        All settings are read twice before the first write and must still be what the
        plan starts from. Raises NotAllowed where they are not, LinkLost and RecordError.
        """
        await self._require_still(agreed)
        return await self.send(agreed)

    async def send(self, agreed: Plan) -> tuple[Result, ...]:
        """Send a plan that was just found to start from what is; `apply` looks first."""
        results: list[Result] = []
        for change in agreed.changes:
            results.append(await finish(self.write(change, agreed.purpose)))
            if results[-1].outcome is not Outcome.VERIFIED:
                break
        return tuple(results)

    async def undo(self, agreed: Plan, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """Take back what `apply` wrote, last first; what was never taken is left out.

        Whether an unproved write was taken is read from the board. Raises as `apply`.
        """
        found = await twice(self.board.settings, text("settings"))
        written = [_there(result, found[result.change.row.key]) for result in results]
        changes = tuple(change for change in written if change.wanted != change.before)
        return await self.apply(Plan(agreed.purpose, changes).undo())

    async def _require_still(self, agreed: Plan) -> None:
        current = await twice(self.board.settings, text("settings"))
        for change in agreed.changes:
            if current[change.row.key] != change.before:
                raise NotAllowed(
                    text(
                        "{label} is no longer {before}: nothing was sent. Take the step again.",
                        label=change.row.label,
                        before=quantity(change.row, change.before),
                    )
                )
        writes = [(change.row.key, change.wanted) for change in agreed.changes]
        order.require(
            {**participating(current, self.identity), **_others(current, dict(writes))}, writes
        )

    async def write(self, change: Change, purpose: str, record: Record | None = None) -> Result:
        """Write one setting and read it back, with the record before and after.

        `record` is the recorder's `append`, or `keep` for a restore, which must not stop
        because a disk is full.
        """
        record = record or self.recorder.append
        number = self._number()
        record(_intended(number, self.identity.serial, change, purpose))
        try:
            result = await self._proved(change)
        except NotAllowed as error:  # before a byte was sent
            record(_settled(number, Result(change, Outcome.REFUSED, None, error.reason)))
            raise
        except (LinkError, BoardError) as error:
            result = Result(change, Outcome.UNKNOWN, None, error.reason)
            record(_settled(number, result))
            if isinstance(error, LinkLost):
                raise
            return result
        record(_settled(number, result))
        return result

    async def explain(self, refused: Result) -> Text:
        """Find out whether a refused write's value or its address was refused.

        The value that the board holds is written to it once more, recorded like any other
        write. Raises what `write` raises.
        """
        row, present = refused.change.row, refused.found
        if refused.exception is None or present is None:
            return refused.reason or text("the read-back differs")
        return await finish(self._explained(Change(row, present, present)))

    async def _explained(self, same: Change) -> Text:
        number = self._number()
        self.recorder.append(_intended(number, self.identity.serial, same, "why it was refused"))
        try:
            reason = await why_refused(self.board, same.row, same.before)
            found = await self.board.read_back(same.row)
        except (LinkError, BoardError) as error:
            lost = Result(same, Outcome.UNKNOWN, None, error.reason)
            self.recorder.append(_settled(number, lost))
            raise
        outcome = Outcome.VERIFIED if found == same.wanted else Outcome.REFUSED
        self.recorder.append(_settled(number, Result(same, outcome, found)))
        return reason

    async def _proved(self, change: Change) -> Result:
        return await self._judged(change, await self._send(change))

    async def _send(self, change: Change) -> Refused | NoAnswer | None:
        try:
            await self.board.write(change.row, change.wanted)
        except (Refused, NoAnswer) as error:
            return error  # the read-back tells whether it was heard, and taken
        return None

    async def _judged(self, change: Change, refusal: Refused | NoAnswer | None) -> Result:
        found = await self.board.read_back(change.row)
        for _ in range(READ_BACKS - 1):
            if found == change.wanted:
                break
            await asyncio.sleep(SETTLE_S)
            found = await self.board.read_back(change.row)
        if found == change.wanted:
            return Result(change, Outcome.VERIFIED, found)
        kept = quantity(change.row, found)
        reason = text("acknowledged, but the board still holds {found}", found=kept)
        exception = refusal.code if isinstance(refusal, Refused) else None
        return Result(
            change, Outcome.REFUSED, found, refusal.reason if refusal else reason, exception
        )

    def _number(self) -> int:
        return max(self.recorder.state.writes, default=0) + 1

    async def act(self, key: str) -> int:
        """Send an action once and return its number; `settle_action` judges it later.

        Silence is no refusal: what the action did is read back by the caller.
        """
        number = self._number()
        self.recorder.append(ActionIntended(number, self.identity.serial, key))
        try:
            await self.board.act(ACTION[key])
        except NoAnswer:
            return number
        except (Refused, NotAllowed) as error:
            self.settle_action(number, Outcome.REFUSED, error.reason)
            raise
        except (LinkError, BoardError) as error:
            self.settle_action(number, Outcome.UNKNOWN, error.reason)
            raise
        return number

    def settle_action(self, number: int, outcome: Outcome, reason: Text | None = None) -> None:
        """Record what became of an action."""
        self.recorder.append(WriteSettled(number, outcome, None, reason))


def _there(result: Result, found: Decimal) -> Change:
    """Return a change as the board shows it; what was verified must still be so."""
    change = result.change
    proved = result.outcome is Outcome.VERIFIED
    return change if proved else Change(change.row, change.before, found)


def _intended(number: int, serial: str, change: Change, purpose: str) -> WriteIntended:
    row = change.row
    before, wanted = quantity(row, change.before), quantity(row, change.wanted)
    return WriteIntended(number, serial, row.key, before, wanted, purpose)


def _settled(number: int, result: Result) -> WriteSettled:
    row, found = result.change.row, result.found
    shown = None if found is None else quantity(row, found)
    return WriteSettled(number, result.outcome, shown, result.reason)
