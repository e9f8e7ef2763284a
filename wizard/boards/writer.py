"""Plans sent, proved and taken back, each write with its record.

Each write is on disk as *intended* before its first byte, and is *verified*, *refused* or
*unknown* after its read-back.
"""

import asyncio
from collections.abc import Callable

from wizard.boards import order
from wizard.boards.believe import twice
from wizard.boards.changes import Change, Plan, participating, quantity
from wizard.boards.refusals import why_refused
from wizard.boards.results import Result, intended, settled
from wizard.boards.teller import Teller
from wizard.errors import BoardError, LinkError, LinkLost, NoAnswer, NotAllowed, Refused
from wizard.finish import finish
from wizard.protocol.catalogue import OPTION, WRITABLE
from wizard.protocol.views import Settings
from wizard.record.events import Event, Outcome, SettingsRead
from wizard.text import Text, text

Record = Callable[[Event], None]

READ_BACKS = 6
SETTLE_S = 0.5  # a board may take a moment between receipt and effect, some 1.5 s


class Writer(Teller):
    """Writes to one board, by its serial number, into one record."""

    async def snapshot(
        self, purpose: str, record: Record | None = None, *, every: bool = False
    ) -> Settings:
        """Read all settings and switches twice alike and record them.

        With `every`, what of the information table can be set is read as well: that takes
        more than twice as long.
        """
        found = await self._read(every=every)
        values = {key: quantity(WRITABLE[key], value) for key, value in found.everything.items()}
        (record or self.recorder.append)(SettingsRead(purpose, self.identity.serial, values))
        return found

    async def _read(self, *, every: bool) -> Settings:
        read = self.board.every_setting if every else self.board.settings
        return await twice(read, text("settings"))

    async def _read_for(self, agreed: Plan) -> Settings:
        """Read what holds the keys of a plan; the information table only for options."""
        return await self._read(every=any(change.row.key in OPTION for change in agreed.changes))

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
        found = await self._read_for(agreed)
        written = [result.there(found[result.change.row.key]) for result in results]
        changes = tuple(change for change in written if change.wanted != change.before)
        return await self.apply(Plan(agreed.purpose, changes).undo())

    async def _require_still(self, agreed: Plan) -> None:
        current = await self._read_for(agreed)
        present = current.everything
        for change in agreed.changes:
            if present.get(change.row.key) != change.before:
                raise NotAllowed(
                    text(
                        "{label} is no longer {before}: nothing was sent. Take the step again.",
                        label=change.row.label,
                        before=quantity(change.row, change.before),
                    )
                )
        writes = [(change.row.key, change.wanted) for change in agreed.changes]
        others = {key: present[key] for key, _ in writes}
        order.require({**participating(current, self.identity), **others}, writes)

    async def write(self, change: Change, purpose: str, record: Record | None = None) -> Result:
        """Write one setting, option or switch and read it back, with the record before and after.

        `record` is the recorder's `append`, or `keep` for a restore, which must not stop
        because a disk is full.
        """
        record = record or self.recorder.append
        number = self.number()
        record(intended(number, self.identity.serial, change, purpose))
        try:
            result = await self._proved(change)
        except NotAllowed as error:  # before a byte was sent
            record(settled(number, Result(change, Outcome.REFUSED, None, error.reason)))
            raise
        except (LinkError, BoardError) as error:
            result = Result(change, Outcome.UNKNOWN, None, error.reason)
            record(settled(number, result))
            if isinstance(error, LinkLost):
                raise
            return result
        record(settled(number, result))
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
        number = self.number()
        self.recorder.append(intended(number, self.identity.serial, same, "why it was refused"))
        try:
            reason = await why_refused(self.board, same.row, same.before)
            found = await self.board.read_back(same.row)
        except (LinkError, BoardError) as error:
            lost = Result(same, Outcome.UNKNOWN, None, error.reason)
            self.recorder.append(settled(number, lost))
            raise
        outcome = Outcome.VERIFIED if found == same.wanted else Outcome.REFUSED
        self.recorder.append(settled(number, Result(same, outcome, found)))
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
