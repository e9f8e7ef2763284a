"""Why a step is done, what goes wrong in it, what to do then, and where the manual says so."""

import re

from textual.content import Content

from screens.keys import KEYS
from screens.paint import QUIET, STRONG, paint, wrapped
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.procedure.views import StepView
from wizard.text import Text, listed, text

MANUALS: dict[str, Text] = {
    "INV": text("INV: manual of the JK Inverter BMS, by the lines of its English text"),
    "PL": text("PL: its Polish edition"),
    "B2A": text("B2A: manual of the JK-B1A8S20P and JK-B2A8S20P"),
    "PB": text("PB: manual of the JK-PB boards"),
    "P16": text("P16: manual of the 16 kWh pack"),
    "DY": text("DY: specification of the pack DY-N8S24280A"),
    "DE": text("DE: German guide to the parameters of the JK-B2A8S20P"),
}
MEND = text("Mend it, then take the step again (F5). Nothing goes on before it has passed.")
MEND_OR_GO_ON = text("Mend it, then take the step again (F5), or go on: the report names it.")


def help_lines(step: StepView, pen: Pen) -> list[Content]:
    """Return the reasons of a step, its usual mistakes, what to do, and the source."""
    mistakes = [line for mistake in step.mistakes for line in wrapped(say(mistake), pen, mark="- ")]
    return [
        *wrapped(say(step.why), pen),
        *_headed(text("What goes wrong here:"), mistakes),
        *_headed(text("What to do then:"), wrapped(say(_cure(step)), pen)),
        *_source(step.source, pen),
        *_headed(text("All keys:"), wrapped(say(_keys()), pen)),
    ]


def _keys() -> Text:
    """Return the keys of the run screen: in some languages its last line has not room for all."""
    named = [text("{key} {action}", key=key.name, action=key.label) for key in KEYS]
    return listed([*named, text("PgUp and PgDn move lines, Ctrl+L draws the screen anew")])


def _cure(step: StepView) -> Text:
    return MEND if step.gate else MEND_OR_GO_ON


def _headed(heading: Text, lines: list[Content]) -> list[Content]:
    return [Content(), paint(say(heading), STRONG), *lines] if lines else []


def _source(source: str, pen: Pen) -> list[Content]:
    """Return the source, and which manuals its letters stand for."""
    if not source:
        return []
    named = [told for name, told in MANUALS.items() if re.search(rf"\b{name}\b", source)]
    told = [line for each in named for line in wrapped(say(each), pen, QUIET)]
    return [Content(), *wrapped(say(text("Source: {source}", source=source)), pen, QUIET), *told]
