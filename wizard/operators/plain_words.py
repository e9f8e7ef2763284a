"""How views and questions read as plain lines: each thing once, when it is new."""

import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from wizard.measurement import LOUD, Verdict
from wizard.operators.figure_words import Told, plug_notes, steady_line, steady_stage, told
from wizard.procedure.drawing import draw
from wizard.procedure.figures import Figure, Staircase, Steady
from wizard.procedure.pen import Pen
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
    Live,
    Notice,
    Progress,
    Rail,
    Shifted,
    StepView,
    TopLine,
    View,
)
from wizard.text import ENGLISH, Text, Voice, listed, printable, text

WIDTH = 78
NEWEST_STAIRS = 6  # of a staircase that grows by one line a question, the last few


HOW: dict[type[Question[Any]], Text] = {
    Acknowledge: text("Enter if it is so, n if it is not."),
    Review: text("Enter sends it, n sends nothing."),
    Day: text("A date as YYYY-MM-DD, or just Enter."),
    Secret: text("What you type is neither shown nor kept."),
}


class Teller:
    """Says what is new in the views, in a language; `put` prints a line."""

    def __init__(
        self, put: Callable[[str], None], *, ascii_only: bool, voice: Voice = ENGLISH
    ) -> None:
        self._put = put
        self._pen = Pen(WIDTH, ascii_only, voice)
        self._last: dict[type[View], View] = {}
        self._step: StepView | None = None
        self._drawn: tuple[Figure, ...] = ()
        self._verdicts: dict[str, Verdict | None] = {}
        self._waiting: Text | None = None
        self._stage: tuple[object, ...] = ()  # of the current that was seen last
        self._current: Steady | None = None  # as it was printed last

    def say(self, sentence: Text) -> None:
        """Print a sentence, broken at blanks where it is long."""
        for line in textwrap.wrap(self._pen.say(sentence), WIDTH) or [""]:
            self._put(line)

    def _line(self, sentence: Text) -> None:
        """Print a sentence as one line, however long it is."""
        self._put(self._pen.say(sentence))

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
                self._line(text("!! {what}", what=view.what) if view.grave else view.what)
            case Progress():
                self._progress(view)
            case Finished():
                self._finished(view)
            case Live():
                pass  # what a step found of it is printed with the step

    def _top(self, view: TopLine) -> None:
        parts = [view.site, self._pen.say(view.board), self._pen.say(view.link)]
        parts += [self._pen.say(text("SIMULATED PACK"))] if view.simulated else []
        self._line(listed((part for part in parts if part), " | "))

    def _rail(self, view: Rail) -> None:
        for entry in view.entries:
            if entry.verdict is not None and entry.verdict is not self._verdicts.get(entry.id):
                came_to = text("{title}: {verdict}", title=entry.title, verdict=LOUD[entry.verdict])
                self._line(came_to)
            self._verdicts[entry.id] = entry.verdict

    def _step_view(self, view: StepView) -> None:
        told = self._step.lines if self._step and self._step.step == view.step else None
        if told is None or view.lines[: len(told)] != told:
            # Another step, or this one begun again: what it shows starts anew.
            told = ()
            gated = text("{title} (gate: no way on until it passes)", title=view.title)
            self._put("")
            self._line(text("== {title}", title=gated if view.gate else view.title))
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
        ascii_only, voice = self._pen.ascii_only, self._pen.voice
        for line in draw(figure, WIDTH, ascii_only=ascii_only, rows=rows, voice=voice):
            self._put(line)
        for note in plug_notes(figure):
            self.say(note)

    def why(self) -> None:
        """Print why the running step is there, what goes wrong in it, and its source."""
        if self._step is None:
            return
        self.say(self._step.why)
        for mistake in self._step.mistakes:
            self._line(text("- {what}", what=mistake))
        self._put(self._pen.say(self._step.source))

    def _shifted(self, view: Shifted) -> None:
        if not view.open:
            self.say(text("Limits are not shifted."))
            return
        self.say(text("LIMITS ARE SHIFTED. The originals are:"))
        for label, value in view.originals:
            self._put(f"  {self._pen.say(text('{label} = {value}', label=label, value=value))}")

    def _progress(self, view: Progress) -> None:
        if view.what is not None and view.what != self._waiting:
            self.say(view.what)
        self._waiting = view.what

    def _finished(self, view: Finished) -> None:
        self._put("")
        self._line(text("== {verdict}", verdict=text(view.verdict)))
        for reason in view.reasons:
            self._line(text("- {what}", what=reason))
        for file in view.files:
            self._put(printable(file))
        for hint in view.hints:
            self._line(hint)

    def question(self, question: Question[Any]) -> None:
        """Print what is asked, what is expected and how to answer."""
        self._put("")
        self.say(question.prompt)
        if question.hint is not None:
            self.say(question.hint)
        if isinstance(question, Choice):
            for number, option in enumerate(question.options, 1):
                self._line(text("  {n}  {label}", n=number, label=option.label))
        for sentence in _how(question):
            self._line(sentence)


def _how(question: Question[Any]) -> list[Text]:
    """Return how a question is answered."""
    match question:
        case TypedWord(word=word):
            return [text("Type {word}, or just Enter to leave it.", word=word)]
        case Number(unit=unit):
            return [text("A number in {unit}.", unit=unit or text("digits"))]
        case Secret(optional=True):
            return [listed((HOW[Secret], text("Just Enter if it is not known.")), " ")]
        case _:
            return [HOW[type(question)]] if type(question) in HOW else []
