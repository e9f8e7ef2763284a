"""The app, or plain lines, in a process of its own; every text that it shows is hostile.

The argument is `screen` or `plain`.
"""

import asyncio
import sys
from decimal import Decimal
from typing import Any

from screens.app import run_app
from tests.hostile.support import ENDLESS, MARKUP, STEERS
from tests.screens.support import Desk, run_of
from wizard.engine import signals
from wizard.measurement import Limit, Verdict
from wizard.operators.plain import run_plain
from wizard.procedure.figures import ChangeRow, Changes, Fact, Facts, Rj45
from wizard.procedure.loading import LONGEST_TEXT
from wizard.procedure.questions import (
    LONGEST_LINE,
    Choice,
    Line,
    Number,
    Option,
    Question,
    Review,
    TypedWord,
)
from wizard.procedure.views import (
    Finished,
    Notice,
    Progress,
    Rail,
    RailEntry,
    Shifted,
    StepView,
    TopLine,
    View,
)
from wizard.quantity import volts
from wizard.text import Text, text

LAST = "the last question"
WORST = "".join((*STEERS, *MARKUP))
MANY = 3  # lines, entries, options


def _all(word: str, n: int) -> tuple[View, ...]:
    """Every view, and in each every text that it has; of a checklist, as long as may be."""
    told, value = text(word[:LONGEST_TEXT]), text("{v}", v=word)
    rows = (Fact(told, value, Verdict.FAIL), Fact(value, told))
    figures = (
        Facts(rows),
        Changes((ChangeRow(word, value, value, value, value),)),
        Rj45(told, (word, "", "A", "B", word, "", "", "GND")),
    )
    return (
        TopLine(word, value, told, simulated=True),
        Rail(
            tuple(
                RailEntry(f"s{each}", told, value, Verdict.PASS if each else None, running=not each)
                for each in range(MANY)
            )
        ),
        StepView(
            f"step-{n}", told, gate=True, why=value, source=word, mistakes=(told, value),
            lines=(told, value, _nested(word)), figures=figures, counted=word[:20],
        ),
        Progress(value, 1, 2),
        Shifted(open=True, originals=((word, volts("3.600")),)),
        Notice(told, grave=True),
    )  # fmt: skip


def _nested(word: str) -> Text:
    return text("{a} {b}", a=text(word[:LONGEST_TEXT]), b=text("{c}", c=word))


def _questions(word: str) -> tuple[Question[Any], ...]:
    told, hint = text(word[:LONGEST_TEXT]), text("{v}", v=word)
    options = tuple(Option(f"o{each}", told) for each in range(MANY))
    limit = Limit("V", Decimal(0), Decimal(9))
    return (
        Choice(key="choice", prompt=told, hint=hint, options=options),
        Line(key="line", prompt=told, hint=hint, proposal=word[:LONGEST_LINE], optional=True),
        TypedWord(key="word", prompt=told, hint=hint, word=word[:40] or "x"),
        Review(key="review", prompt=told, hint=hint),
        Number(
            key="number", prompt=hint, hint=told, unit="V", decimals=3,
            low=limit.low or Decimal(0), high=limit.high or Decimal(9), proposal=word[:30],
        ),
    )  # fmt: skip


WORDS = (WORST, *STEERS, *MARKUP, ENDLESS)


async def procedure(desk: Desk) -> int:
    """Ask every question once with each word, beside every view; keep none open for long."""
    for n, word in enumerate(WORDS):
        desk.show(*_all(word, n))
        for question in _questions(word):
            desk.box.put(n, question)
            desk.box.refused(n, text("{v}", v=word))
            await asyncio.sleep(0.02)  # it is drawn
            desk.box.withdraw(n)
    desk.show(*_all("tame", len(WORDS)))
    proposal = "\u200b\u2028\ufeff\u202e\x9b"
    await desk.ask(Line(key="last", prompt=text(LAST), optional=True, proposal=proposal))
    word = WORST
    desk.show(
        Finished(word, passed=False, reasons=(text(word), text("{v}", v=word)), files=(word,))
    )
    return 1


if __name__ == "__main__":
    signals.__dict__["GRACE_S"] = 60.0
    desk = Desk()
    if sys.argv[1] == "screen":
        sys.exit(run_app((), lambda _key: run_of(procedure, desk), "new"))
    sys.exit(run_plain(run_of(procedure, desk), sys.stdin, sys.stdout))
