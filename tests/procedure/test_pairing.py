"""A pairing code is asked for between the questions of a step, never on top of one."""

import asyncio
from decimal import Decimal

from wizard.clock import JumpClock
from wizard.engine.mailbox import Mailbox
from wizard.procedure.pairing import Caller, SharedDesk
from wizard.procedure.questions import Number, Secret
from wizard.procedure.views import Progress
from wizard.text import text

CELL = Number(
    key="cell", prompt=text("Cell?"), unit="V", decimals=3, low=Decimal(0), high=Decimal(5)
)
WANTED = text("The board asks for its pairing code.")


def shared(box: Mailbox) -> SharedDesk:
    return SharedDesk(box, JumpClock(), person=True)


def asked(box: Mailbox) -> str:
    mail = box.take().asked
    return mail.question.key if mail else ""


async def test_a_code_is_asked_for_unseen_and_enter_gives_none() -> None:
    box = Mailbox()
    caller, desk = Caller(), shared(box)
    caller.desk = desk
    for ticket, (given, code) in enumerate([(" 123456", "123456"), ("", None)], 1):
        asking = asyncio.ensure_future(caller.ask(WANTED))
        await asyncio.sleep(0)
        mail = box.take().asked
        assert mail is not None
        assert isinstance(mail.question, Secret)
        desk.answer(ticket, given)
        assert await asking == code


async def test_before_there_is_a_desk_nobody_answers() -> None:
    assert await Caller().ask(WANTED) is None


async def test_while_a_step_asks_no_code_is_asked_for_and_its_question_stays() -> None:
    box = Mailbox()
    desk = shared(box)
    asking = asyncio.ensure_future(desk.ask(CELL))
    await asyncio.sleep(0)
    assert await desk.code(WANTED) is None
    assert asked(box) == "cell"
    desk.answer(1, "3.3")
    assert await asking == ("3.3", Decimal("3.3"))


async def test_a_step_that_asks_while_a_code_is_typed_asks_after_it() -> None:
    box = Mailbox()
    desk = shared(box)
    code = asyncio.ensure_future(desk.code(WANTED))
    await asyncio.sleep(0)
    asking = asyncio.ensure_future(desk.ask(CELL))
    await asyncio.sleep(0)
    assert asked(box) == "pairing-code"
    desk.answer(1, "123456")
    assert await code == "123456"
    await asyncio.sleep(0)
    assert asked(box) == "cell"
    desk.answer(2, "3.3")
    assert await asking == ("3.3", Decimal("3.3"))


def waited_for(box: Mailbox) -> str:
    progress = box.take().views[Progress]
    return str(progress.what) if isinstance(progress, Progress) else ""


async def test_what_a_link_is_busy_with_stands_in_for_what_the_step_waits_for() -> None:
    box, caller = Mailbox(), Caller()
    caller.tell(text("looking for the board"))
    caller.desk = shared(box)
    caller.desk.show(Progress(text("reading who the board is")))
    assert waited_for(box) == "reading who the board is"
    caller.tell(text("looking for the board"))
    assert waited_for(box) == "looking for the board"
    caller.tell(None)
    assert waited_for(box) == "reading who the board is"
