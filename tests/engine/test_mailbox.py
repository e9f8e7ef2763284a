"""The mailbox: the newest of each kind, one wake-up under way, whoever reads it or not."""

import threading
from decimal import Decimal

from wizard.engine.mailbox import Asked, Mailbox
from wizard.procedure.questions import Line, Number
from wizard.procedure.views import Notice, Operator, Progress
from wizard.text import text

SITE = Line(key="site", prompt=text("Site"))
CELL = Number(
    key="cell", prompt=text("Cell"), unit="V", decimals=3, low=Decimal(0), high=Decimal(5)
)


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


def listening() -> tuple[Mailbox, Bell]:
    box, bell = Mailbox(), Bell()
    box.listen(bell)
    box.take()
    bell.rung = 0
    return box, bell


def test_twenty_thousand_views_from_another_thread_are_one_wake_up() -> None:
    box, bell = listening()

    def show() -> None:
        for second in range(20_000):
            box.show(Progress(text("waiting"), second))

    thread = threading.Thread(target=show)
    thread.start()
    thread.join()
    assert bell.rung == 1
    assert box.take().views == {Progress: Progress(text("waiting"), 19_999)}


def test_after_taking_the_next_change_wakes_again() -> None:
    box, bell = listening()
    box.show(Notice(text("one")))
    box.take()
    box.show(Notice(text("two")))
    assert bell.rung == 2


def test_views_of_different_kinds_stand_beside_each_other() -> None:
    box, _ = listening()
    box.show(Notice(text("lost")))
    box.show(Progress(text("waiting")))
    assert set(box.take().views) == {Notice, Progress}


def test_the_open_question_stays_until_its_own_ticket_is_withdrawn() -> None:
    box, _ = listening()
    box.put(1, SITE)
    box.put(2, CELL)
    box.withdraw(1)
    assert box.take().asked == Asked(2, CELL)
    box.withdraw(2)
    assert box.take().asked is None


def test_a_refusal_stands_with_its_question_and_not_with_the_next() -> None:
    box, _ = listening()
    box.put(1, CELL)
    box.refused(1, text("Type a number."))
    assert box.take().asked == Asked(1, CELL, text("Type a number."))
    box.put(2, SITE)
    box.refused(1, text("too late"))
    assert box.take().asked == Asked(2, SITE)


def test_who_listens_late_is_woken_for_what_waits() -> None:
    box, bell = Mailbox(), Bell()
    box.show(Notice(text("one")))
    box.listen(bell)
    assert bell.rung == 1


def test_who_stops_listening_is_not_woken() -> None:
    box, bell = listening()
    box.listen(None)
    box.show(Notice(text("one")))
    assert bell.rung == 0


def test_a_mailbox_is_an_operator_and_what_was_taken_is_not_changed_later() -> None:
    box: Operator = Mailbox()
    assert isinstance(box, Mailbox)
    mail = box.take()
    box.show(Notice(text("one")))
    assert mail.views == {}
