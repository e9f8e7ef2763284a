"""A technician outside the virtual machine, at a simulated pack, asked by a program inside."""

import asyncio

import msgspec

from tests.qemu.machine import Streams
from tests.qemu.voices import Asked, Ended, Voice
from wizard.operators.script import Answers


class Technician:
    """Answers one commissioning's questions; `begun` is set with the first of them."""

    def __init__(self, answers: Answers) -> None:
        self.begun = asyncio.Event()
        self._answers = answers

    async def attend(self, voice: Streams, start: asyncio.Event) -> Ended:
        """Let it begin with `start`, and answer until it ends."""
        heard, said = voice
        while line := await heard.readline():
            match msgspec.json.decode(line, type=Voice):
                case Ended() as ended:
                    return ended
                case Asked() as asked:
                    self.begun.set()
                    typed = self._answers(asked.step, asked.question)
                    said.write(msgspec.json.encode(typed) + b"\n")
                case _:
                    await start.wait()
                    said.write(b"\n")
        raise EOFError("the machine ended while it commissioned")
