"""How views and questions read as plain lines: each thing once, when it is new."""

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from wizard.measurement import Verdict
from wizard.operators.figure_words import Told, plug_notes, steady_line, steady_stage, told
from wizard.procedure.drawing import draw
from wizard.procedure.figures import Figure, Staircase, Steady
from wizard.procedure.questions import (
    Acknowledge,
    Choice,
    Day,
    Number,
    Question,
    Review,
    Secret,
    TypedWord,
)
from wizard.procedure.views import (
    Finished,
    Notice,
    Progress,
    Rail,
    Shifted,
    StepView,
    TopLine,
    View,
)
from wizard.text import Text, printable, text, words

WIDTH = 78
NOT_KNOWN = " Just Enter if it is not known."
NEWEST_STAIRS = 6  # of a staircase that grows by one line a question, the last few

HOW: dict[type[Question[Any]], str] = {
    Acknowledge: "Enter if it is so, n if it is not.",
    Review: "Enter sends it, n sends nothing.",
    TypedWord: "Type {word}, or just Enter to leave it.",
    Number: "A number in {unit}.",
    Day: "A date as YYYY-MM-DD, or just Enter.",
    Secret: "What you type is neither shown nor kept.{empty}",
}


class Teller:
    """Says what is new in the views; `put` prints a line."""

    def __init__(self, put: Callable[[str], None], *, ascii_only: bool) -> None:
        self._put = put
        self._ascii = ascii_only
        self._last: dict[type[View], View] = {}
        self._step: StepView | None = None
        self._drawn: tuple[Figure, ...] = ()
        self._verdicts: dict[str, Verdict | None] = {}
        self._waiting: Text | None = None
        self._stage: tuple[object, ...] = ()  # of the current that was seen last
        self._current: Steady | None = None  # as it was printed last

    def say(self, sentence: Text) -> None:
        """Print a sentence, broken at blanks where it is long."""
        for line in textwrap.wrap(words(sentence), WIDTH) or [""]:
            self._put(line)

    def tell(self, views: Mapping[type[View], View]) -> None:
        """Print what changed, the running step's news before its verdict."""
        new = {kind: view for kind, view in views.items() if view != self._last.get(kind)}
        self._last.update(new)
        step = new.pop(StepView, None)
        goes_on = (
            isinstance(step, StepView) and self._step is not None and (step.step == self._step.step)
        )
        first, then = (step, None) if goes_on else (None, step)
        for view in (new.get(TopLine), first):
            self._tell(view)
        if any(view is not None for view in (then, new.get(Finished))):
            self.pictures()
        for view in (
            new.get(Rail),
            then,
            new.get(Shifted),
            new.get(Notice),
            new.get(Progress),
            new.get(Finished),
        ):
            self._tell(view)

    def _tell(self, view: View | None) -> None:
        match view:
            case None:
                pass
            case TopLine():
                self._top(view)
            case Rail():
                self._rail(view)
            case StepView():
                self._step_view(view)
            case Shifted():
                self._shifted(view)
            case Notice():
                self._put(f"{'!! ' if view.grave else ''}{words(view.what)}")
            case Progress():
                self._progress(view)
            case Finished():
                self._finished(view)

    def _top(self, view: TopLine) -> None:
        parts = [printable(view.site), words(view.board), words(view.link)]
        parts += ["SIMULATED PACK"] if view.simulated else []
        self._put(" | ".join(part for part in parts if part))

    def _rail(self, view: Rail) -> None:
        for entry in view.entries:
            if entry.verdict is not None and entry.verdict is not self._verdicts.get(entry.id):
                self._put(f"{words(entry.title)}: {entry.verdict.upper()}")
            self._verdicts[entry.id] = entry.verdict

    def _step_view(self, view: StepView) -> None:
        told = self._step.lines if self._step and self._step.step == view.step else None
        if told is None or view.lines[: len(told)] != told:
            # Another step, or this one begun again: what it shows starts anew.
            told = ()
            gate = " (gate: no way on until it passes)" if view.gate else ""
            self._put("")
            self._put(f"== {words(view.title)}{gate}")
        for line in view.lines[len(told) :]:
            self.say(line)
        self._step = view
        self._live(view)

    def _live(self, view: StepView) -> None:
        """Print a current that is watched, each time something about it is new."""
        for steady in (each for each in view.figures if isinstance(each, Steady)):
            stage = (view.step, *steady_stage(steady))
            if stage != self._stage:
                self.say(steady_line(steady))
                self._current = steady
            self._stage = stage

    def pictures(self) -> None:
        """Print the step's figures, if they changed since they were printed."""
        if self._step is None or self._step.figures == self._drawn:
            return
        self._drawn = self._step.figures
        for figure in self._drawn:
            self._picture(figure)

    def _picture(self, figure: Figure) -> None:
        if figure == self._current:
            return
        if isinstance(figure, Told):
            for sentence in told(figure):
                self.say(sentence)
            return
        rows = NEWEST_STAIRS if isinstance(figure, Staircase) else None
        for line in draw(figure, WIDTH, ascii_only=self._ascii, rows=rows):
            self._put(line)
        for note in plug_notes(figure):
            self.say(note)

    def why(self) -> None:
        """Print why the running step is there, what goes wrong in it, and its source."""
        if self._step is None:
            return
        self.say(self._step.why)
        for mistake in self._step.mistakes:
            self._put(f"- {words(mistake)}")
        self._put(printable(self._step.source))

    def _shifted(self, view: Shifted) -> None:
        if not view.open:
            self.say(text("Limits are not shifted."))
            return
        self.say(text("LIMITS ARE SHIFTED. The originals are:"))
        for label, value in view.originals:
            self._put(f"  {printable(label)} = {printable(value)}")

    def _progress(self, view: Progress) -> None:
        if view.what is not None and view.what != self._waiting:
            self.say(view.what)
        self._waiting = view.what

    def _finished(self, view: Finished) -> None:
        self._put("")
        self._put(f"== {printable(view.verdict)}")
        for reason in view.reasons:
            self._put(f"- {words(reason)}")
        for file in view.files:
            self._put(printable(file))
        for hint in view.hints:
            self._put(words(hint))

    def question(self, question: Question[Any]) -> None:
        """Print what is asked, what is expected and how to answer."""
        self._put("")
        self.say(question.prompt)
        if question.hint is not None:
            self.say(question.hint)
        if isinstance(question, Choice):
            for number, option in enumerate(question.options, 1):
                self._put(f"  {number}  {words(option.label)}")
        if how := HOW.get(type(question)):
            unit = getattr(question, "unit", "") or "digits"
            empty = NOT_KNOWN if getattr(question, "optional", False) else ""
            self._put(how.format(word=getattr(question, "word", ""), unit=unit, empty=empty))
