"""Plain lines: for any terminal, pipes and screen readers. No cursor control, no colour.

What happened is printed once, in order; the open question comes last.
"""

import codecs
import os
import queue
import threading
from collections.abc import Iterator
from io import UnsupportedOperation
from typing import Any, TextIO

from wizard.engine.mailbox import Asked, Mail
from wizard.engine.run import Run
from wizard.errors import CommissionError
from wizard.operators.echo import Echo
from wizard.operators.plain_words import Teller
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Question, Review, Secret, TypedWord
from wizard.text import ENGLISH, Voice, printable, text

INTERRUPTS: dict[str, Interrupt] = {
    ":back": Interrupt.BACK,
    ":again": Interrupt.REPEAT,
    ":restore": Interrupt.RESTORE,
    ":leave": Interrupt.QUIT,
}
WHY = ":why"
COMMANDS = text(
    "At any prompt: :why tells more, :again repeats the step, :back goes to the one before, "
    ":restore restores shifted limits now, :leave ends; the session can be resumed."
)

TYPED_AHEAD = 64  # lines of a pipe that are read before they are needed
ANEW = (TypedWord, Review, Secret)  # what is never answered by an old answer


def run_plain(
    run: Run, source: TextIO, out: TextIO, echo: Echo | None = None, *, voice: Voice = ENGLISH
) -> int:
    """Run a commissioning to its end over plain lines, in a language; return its exit code.

    On a terminal a password is not echoed. `echo` is that of `source`; a caller who may end
    the process by himself makes it, and calls its `show` then.

    Call it on the main thread. `source` must not have been read from before: lines are
    taken from its descriptor. The end of `source` leaves the session in order. Returns 1
    where the engine failed, after saying why.
    """
    echo = Echo(source) if echo is None else echo
    try:
        return _Conversation(run, source, out, echo, voice).hold()
    finally:
        echo.show()


class _Conversation:
    """The main thread's half: prints what the mailbox holds, hands over what is typed."""

    def __init__(self, run: Run, source: TextIO, out: TextIO, echo: Echo, voice: Voice) -> None:
        self._run = run
        self._source = source
        self._out = out
        self._echo = echo
        self._wake = threading.Event()
        self._typed: queue.Queue[str | None] = queue.Queue(TYPED_AHEAD)
        self._terminal = source.isatty()
        self._teller = Teller(self._print, ascii_only=not _speaks_unicode(out), voice=voice)
        self._asked: Asked | None = None
        self._sent = 0  # the ticket that was answered last; tickets count from 1
        self._gone = False  # nobody reads `out` any more

    def hold(self) -> int:
        """Talk until the engine has ended."""
        engine, mailbox = self._run.engine, self._run.mailbox
        self._teller.say(COMMANDS)
        engine.call_at_end(self._wake.set)
        mailbox.listen(self._wake.set)
        threading.Thread(target=self._read, name="typed lines", daemon=True).start()
        engine.start()
        while not engine.done.is_set():
            self._wake.wait()
            self._wake.clear()
            self._turn()
        mailbox.listen(None)
        engine.join()
        self._turn()
        return self._end(engine.exit_code, engine.failure)

    def _turn(self) -> None:
        mail = self._run.mailbox.take()
        self._withdrawn(mail)
        self._hide(mail)
        self._teller.tell(mail.views)
        self._ask(mail)
        self._take_lines()

    def _end(self, exit_code: int | None, failure: BaseException | None) -> int:
        if failure is not None:
            reason = failure.reason if isinstance(failure, CommissionError) else None
            self._teller.say(reason or text("The program failed: {what}", what=repr(failure)))
        return 1 if exit_code is None else exit_code

    def _withdrawn(self, mail: Mail) -> None:
        before, now = self._asked, mail.asked
        if before is None or (now is not None and now.ticket == before.ticket):
            return
        self._asked = None
        if before.ticket != self._sent:
            self._teller.say(text("(This is no longer asked.)"))

    def _hide(self, mail: Mail) -> None:
        """Switch the echo off before a password is asked for, and on once it was taken."""
        if mail.asked is None or not isinstance(mail.asked.question, Secret):
            self._echo.show()
        elif not self._echo.hide() and self._terminal and self._asked is None:
            self._teller.say(text("This terminal shows what you type."))

    def _ask(self, mail: Mail) -> None:
        before, now = self._asked, mail.asked
        if now is None or now is before:
            return
        self._asked = now
        if now.refusal is not None:
            self._sent = 0
            self._teller.say(now.refusal)
            self._prompt(now.question)
            return
        self._teller.pictures()
        self._teller.question(now.question)
        self._prompt(now.question)

    def _prompt(self, question: Question[Any]) -> None:
        proposal = _proposal(question)
        self._print(f"[{printable(proposal)}] >" if proposal else ">")

    def _take_lines(self) -> None:
        """Take typed lines: those of a pipe wait for a question, those of a person do not.

        What a person typed before the question was seen is no answer to it.
        """
        while self._terminal or self._open is not None:
            try:
                line = self._typed.get_nowait()
            except queue.Empty:
                return
            self._take(line)

    @property
    def _open(self) -> Asked | None:
        waits = self._asked is not None and self._asked.ticket != self._sent
        return self._asked if waits else None

    def _take(self, line: str | None) -> None:
        command = "" if line is None else line.strip().casefold()
        secret = self._open is not None and isinstance(self._open.question, Secret)
        if line is None:
            self._run.engine.interrupt(Interrupt.QUIT)
        elif command in INTERRUPTS:
            self._run.engine.interrupt(INTERRUPTS[command])
        elif command == WHY:
            self._teller.why()
        elif command.startswith(":") and not secret:
            self._teller.say(COMMANDS)
        elif self._open is None:
            self._teller.say(text("(Nothing is asked now; this line was not taken.)"))
        else:
            self._answer(self._open, line)

    def _answer(self, asked: Asked, line: str) -> None:
        self._sent = asked.ticket
        raw = line if line.strip() else _proposal(asked.question)
        if isinstance(asked.question, Secret):
            raw = line.rstrip("\r\n")  # blanks count
        self._run.engine.answer(asked.ticket, raw)

    def _print(self, line: str) -> None:
        if self._gone:
            return
        # A firm's checklist is foreign too; word by word, because `printable` cuts.
        line = " ".join(printable(word) for word in line.split(" "))
        encoding = self._out.encoding or "utf-8"
        try:
            self._out.write(line.encode(encoding, "replace").decode(encoding) + "\n")
            self._out.flush()
        except (OSError, ValueError):
            # Nobody reads: the session is left in order, the record has everything.
            self._gone = True
            self._run.engine.interrupt(Interrupt.QUIT)

    def _read(self) -> None:
        for line in _lines(self._source):
            self._typed.put(line)
            self._wake.set()
        self._typed.put(None)
        self._wake.set()


def _proposal(question: Question[Any]) -> str:
    return "" if isinstance(question, ANEW) else question.proposal


def _speaks_unicode(out: TextIO) -> bool:
    return (out.encoding or "utf-8").casefold().replace("-", "").startswith("utf")


def _lines(source: TextIO) -> Iterator[str]:
    """Yield lines as they come.

    From the descriptor where there is one: a thread that waits inside the stream's own
    buffer would hold its lock while the interpreter shuts down.
    """
    try:
        descriptor = source.fileno()
    except UnsupportedOperation:
        yield from source
        return
    decoder = codecs.getincrementaldecoder(source.encoding or "utf-8")("replace")
    rest = ""
    while chunk := _chunk(descriptor):
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from whole
    if rest:
        yield rest


def _chunk(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""  # the terminal is gone: the end of the input
