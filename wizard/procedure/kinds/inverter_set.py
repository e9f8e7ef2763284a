"""What is set at the inverter itself, by the data of its brand, in that order."""

from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.inverter_steps import InverterSet
from wizard.procedure.inverters import LOOK_IT_UP
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.inverter_chosen import chosen
from wizard.text import Text, text


async def run(attempt: Attempt, step: InverterSet) -> Judgement:
    """Have each of the brand's settings confirmed in its order, then what holds for all."""
    inverter = chosen(attempt)
    brand = inverter.brand
    settings = brand.set_up(inverter.bus) if brand is not None else ()
    for note in brand.notes if brand is not None else ():
        attempt.line(_of(inverter.said, text(note)))
    if not settings:
        attempt.line(_of(inverter.said, LOOK_IT_UP))
    told = (_of(inverter.said, text(each)) for each in settings)
    await confirm(attempt, (*told, *map(text, step.statements)))
    return attempt.judgement()


def _of(brand: str, what: Text) -> Text:
    return text("{brand}: {what}", brand=brand, what=what)
