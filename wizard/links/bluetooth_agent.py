"""Answers bluetoothd's questions while one board is being paired (`org.bluez.Agent1`).

Linux only: other systems ask the person themselves. What BlueZ only wants confirmed is
confirmed, for our board and nobody else's; a code is asked of the person.
"""

import asyncio
from collections.abc import Mapping

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from wizard.links.bluetooth_wanted import Ask
from wizard.text import text

PATH = "/jk_commission/agent"
AGENT = "org.bluez.Agent1"
CAN = "KeyboardDisplay"
REJECTED = "org.bluez.Error.Rejected"

AGREED = frozenset({"RequestConfirmation", "RequestAuthorization", "AuthorizeService"})
ASKED: Mapping[str, str] = {"RequestPinCode": "s", "RequestPasskey": "u"}
MOST_PASSKEY = 999_999


class Agent:
    """Speaks for one device on a bus that is connected."""

    def __init__(self, bus: MessageBus, device: str, ask: Ask | None) -> None:
        self.asked = False  # for a code
        self.unanswered = False  # a code was wanted and nobody gave one
        self._bus = bus
        self._device = device
        self._ask = ask
        self._asking: set[asyncio.Task[None]] = set()
        bus.add_message_handler(self._handle)

    @property
    def busy(self) -> bool:
        """Whether a code is being typed, or was given and may still be taken."""
        return bool(self._asking) or (self.asked and not self.unanswered)

    def stop(self) -> None:
        """Answer no more."""
        self._bus.remove_message_handler(self._handle)
        self._cancel()

    def _handle(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != AGENT:
            return False
        member = message.member or ""
        if member in {"Cancel", "Release"}:
            self._cancel()
            return Message.new_method_return(message)
        if not message.body or message.body[0] != self._device:
            return Message.new_error(message, REJECTED, "another device")
        if member in ASKED:
            self._begin(message)
            return True
        if member in AGREED:
            return Message.new_method_return(message)
        return Message.new_error(message, REJECTED, "not shown here")

    def _begin(self, message: Message) -> None:
        task = asyncio.get_running_loop().create_task(self._answer(message))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _answer(self, message: Message) -> None:
        self.asked = True
        self.unanswered = True  # also where nobody types and it is cancelled
        typed = await self._ask(text("The board asks for its pairing code.")) if self._ask else None
        form = ASKED[message.member or ""]
        body = _as_body(form, (typed or "").strip())
        self.unanswered = body is None
        reply = (
            Message.new_error(message, REJECTED, "no code")
            if body is None
            else Message.new_method_return(message, form, body)
        )
        self._bus.send(reply)  # pyright: ignore[reportUnknownMemberType] its future is untyped

    def _cancel(self) -> None:
        for task in self._asking:
            task.cancel()


def _as_body(form: str, typed: str) -> list[str | int] | None:
    """Return a code as D-Bus wants it, None where it is none."""
    if not typed:
        return None
    if form == "s":
        return [typed]
    number = int(typed) if typed.isascii() and typed.isdigit() else MOST_PASSKEY + 1
    return [number] if number <= MOST_PASSKEY else None
