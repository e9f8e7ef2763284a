"""Bringing up the connection to one board: find it, connect, pair where it wants that.

bleak retries little: what radio often does (a connection that fails, a device that the
system forgot when the scan ended) is tried again here, each time with a new scan. bleak
also calls back "disconnected" while it connects, so such calls count only afterwards.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakError

from wizard.errors import LinkLost, LinkUnavailable
from wizard.links import bluetooth_words as say
from wizard.links.bluetooth_gatt import Ways, ways
from wizard.links.bluetooth_scan import Found, find
from wizard.links.bluetooth_system import system
from wizard.links.bluetooth_wanted import Pairing, Patience, Wanted
from wizard.text import Text

if TYPE_CHECKING:
    from wizard.links.bluetooth_agent import Agent
    from wizard.links.bluetooth_bluez import BlueZ

Result = TypeVar("Result")
Deliver = Callable[[bytes], None]
FAILURES = (BleakError, OSError, EOFError, LinkLost)
"""What bleak and the bus under it raise; a time-out is an OSError."""


class Gone:
    """When and why a connection ended; the first reason after it was `up` counts."""

    def __init__(self) -> None:
        self.reason: asyncio.Future[Text] = asyncio.get_running_loop().create_future()
        self.up = False

    def say(self, reason: Text) -> None:
        """End it."""
        if self.up and not self.reason.done():
            self.reason.set_result(reason)

    async def unless(self, seconds: float, work: Coroutine[Any, Any, Result]) -> Result:
        """Return what work returns. Raises LinkLost at the end, TimeoutError, its errors."""
        task = asyncio.ensure_future(work)
        try:
            async with asyncio.timeout(seconds):
                await asyncio.wait({task, self.reason}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise LinkLost(self.reason.result())
        finally:
            task.cancel()


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection that is up: what to write to, and when it is gone."""

    wanted: Wanted
    client: BleakClient
    ways: Ways[BleakGATTCharacteristic]
    gone: Gone

    async def write(self, piece: bytes) -> None:
        """Write a piece. Raises LinkLost, also where it does not go out in time."""
        work = self.client.write_gatt_char(self.ways.write, piece, self.ways.response)
        try:
            await self.gone.unless(self.wanted.patience.write, work)
        except FAILURES as error:
            raise LinkLost(self._unsent(error)) from error

    def _unsent(self, error: Exception) -> Text:
        if isinstance(error, LinkLost):
            return error.reason
        return say.of_computer(error) or say.not_sent(self.wanted.board, say.why(error))


async def connect(wanted: Wanted, held: AsyncExitStack, deliver: Deliver) -> Connected:
    """Connect and listen; `held` is what ends it. Raises LinkUnavailable."""
    try:
        beside = await held.enter_async_context(system(wanted.board, wanted.adapter))
        if beside is not None:
            await beside.free(wanted.address)
        return await _Attempts(wanted, beside, held, deliver).made()
    except FAILURES as error:
        raise LinkUnavailable(say.of_computer(error) or say.not_looked(say.why(error))) from error


class _Attempts:
    """Tries to connect, a bounded number of times; pairs at most once."""

    def __init__(
        self, wanted: Wanted, beside: "BlueZ | None", held: AsyncExitStack, deliver: Deliver
    ) -> None:
        self._wanted = wanted
        self._beside = beside
        self._held = held
        self._deliver = deliver
        self._pair = wanted.pairing is Pairing.FIRST
        self._code_wanted = False

    async def made(self) -> Connected:
        """Return the connection. Raises LinkUnavailable."""
        left = self._wanted.patience.attempts
        while True:
            left -= 1
            found = await self._found()
            try:
                async with AsyncExitStack() as held:
                    up = await self._attempt(found, held)
                    self._held.push_async_exit(held.pop_all())
                    return up
            except FAILURES as error:
                if not self._may_go_on(error, left):
                    raise LinkUnavailable(self._why(found, error)) from error
            await asyncio.sleep(self._wanted.patience.pause)

    async def _found(self) -> Found:
        wanted = self._wanted
        wanted.tell(say.LOOKING)
        found = await find(wanted.address, wanted.patience.find, wanted.adapter)
        if found is None:
            raise LinkUnavailable(say.not_seen(wanted.board))
        return found

    async def _attempt(self, found: Found, held: AsyncExitStack) -> Connected:
        wanted, gone = self._wanted, Gone()
        wanted.tell(say.PAIRING if self._pair else say.CONNECTING)
        client = BleakClient(
            found.device,
            lambda _: gone.say(say.ended(wanted.board)),
            timeout=self._connect_s,
            pair=self._pair,
        )
        held.push_async_callback(_released, client, wanted.patience.release)
        async with self._agent(found) as agent:
            async with asyncio.timeout(self._connect_s + wanted.patience.release):
                await client.connect()
            gone.up = True
            self._watch(found, gone)
            both = ways(client.services.characteristics.values())
            if both is None:
                raise LinkUnavailable(say.no_board(wanted.board, wanted.address))
            await self._listen(client.start_notify(both.listen, self._heard), gone, agent)
        return Connected(wanted, client, both, gone)

    @property
    def _connect_s(self) -> float:
        patience = self._wanted.patience
        return patience.pair if self._pair else patience.connect

    @asynccontextmanager
    async def _agent(self, found: Found) -> AsyncGenerator["Agent | None"]:
        if self._beside is None or self._wanted.pairing is Pairing.NEVER:
            yield None
            return
        async with self._beside.agent(found.device.details["path"], self._wanted.ask) as agent:
            try:
                yield agent
            finally:
                self._code_wanted = agent.unanswered

    def _watch(self, found: Found, gone: Gone) -> None:
        if self._beside is not None:
            self._beside.watch(found.device.details["path"], gone.say)

    def _heard(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        self._deliver(bytes(data))

    async def _listen(
        self, work: Coroutine[Any, Any, None], gone: Gone, agent: "Agent | None"
    ) -> None:
        """Listen. bluetoothd pairs by itself where the board wants that first.

        Where that fails it says nothing at all: what our agent was asked is what is known.
        """
        wanted = self._wanted
        try:
            await _begun(work, gone, wanted.patience, agent)
        except FAILURES as error:
            if say.of_computer(error):
                raise
            if agent is not None and agent.asked:
                raise LinkUnavailable(self._unpaired(agent)) from error
            if isinstance(error, LinkLost) or say.is_unpaired(error):
                raise
            reason = say.refused_to_speak(wanted.board, wanted.address, say.why(error))
            raise LinkUnavailable(reason) from error

    def _unpaired(self, agent: "Agent") -> Text:
        wanted = self._wanted
        if agent.unanswered:
            return say.code_wanted(wanted.board)
        return say.not_paired(wanted.board, wanted.address, say.WRONG_CODE)

    def _may_go_on(self, error: Exception, left: int) -> bool:
        """Whether it is worth another attempt: pairing is one, and then the last."""
        if say.of_computer(error) is not None:
            return False
        if not say.is_unpaired(error):
            return left > 0
        pair, self._pair = not self._pair and self._wanted.pairing is not Pairing.NEVER, True
        return pair

    def _why(self, found: Found, error: Exception) -> Text:
        wanted = self._wanted
        if self._code_wanted:
            return say.code_wanted(wanted.board)
        if say.is_unpaired(error):
            return say.not_paired(wanted.board, wanted.address, say.why(error))
        not_connected = say.not_connected(wanted.board, found.rssi, say.why(error))
        return say.of_computer(error) or not_connected


async def _begun(
    work: Coroutine[Any, Any, None], gone: Gone, patience: Patience, agent: "Agent | None"
) -> None:
    """Wait for work; where a person is asked for a pairing code it may take longer.

    Raises LinkLost at the end, TimeoutError, its errors.
    """
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    end = loop.time() + patience.pair
    try:
        while True:
            try:
                return await gone.unless(patience.listen, _waited(task))
            except TimeoutError:
                if agent is None or not agent.busy or loop.time() > end:
                    raise
    finally:
        task.cancel()


async def _waited(task: "asyncio.Task[None]") -> None:
    await asyncio.shield(task)


async def _released(client: BleakClient, seconds: float) -> None:
    """Disconnect, whatever state it is in; a board that is gone already is free too."""
    with suppress(Exception):
        async with asyncio.timeout(seconds):
            await client.disconnect()
