"""Make the technician's guide: `python -m tests.guide`.

A page for each step, its text from the checklist, its picture from the program: the
demonstration is walked by keys, and what stands on the screen at the step's last question
is kept. The pictures fetch nothing; a step that asks nothing there has none.
"""

import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from screens.run import RunScreen
from tests.picture import WEB_FONTS
from tests.whole.by_keys import Walk
from wizard.library import whole
from wizard.procedure.checklist import Confirm
from wizard.procedure.loading import parse
from wizard.procedure.step import Step
from wizard.procedure.views import StepView

CHECKLIST = "inverter-bms"
TELLING = {"harness-steps": "wire-9"}  # steps whose last question is not their best picture
GUIDE = Path(__file__).parents[1] / "docs" / "guide"


@dataclass(frozen=True, slots=True)
class Page:
    """A step's page: its number, and what the checklist says of it."""

    number: int
    step: Step

    @property
    def pictured(self) -> bool:
        """Whether there is a picture of it."""
        return (GUIDE / f"{self.name}.svg").exists()

    @property
    def name(self) -> str:
        """The page's file, without its ending."""
        return f"{self.number:02d}-{self.step.id}"


def pages(checklist: str) -> list[Page]:
    """Return the pages of a checklist, in its order."""
    steps = parse(checklist, whole(checklist)).checklist.step
    return [Page(number, step) for number, step in enumerate(steps, 1)]


def written(page: Page, before: Page | None, after: Page | None) -> str:
    """Return a page as Markdown; `before` and `after` are linked."""
    step = page.step
    told = [f"# {page.number}. {step.title}", f"*{_kind_of_gate(page)}*"]
    told += [f"![{step.title}, on the screen]({page.name}.svg)"] if page.pictured else []
    told += [step.why]
    if isinstance(step, Confirm):
        told += ["What has to be so:", _listed(step.statements)]
    if step.mistakes:
        told += ["What usually goes wrong:", _listed(step.mistakes)]
    told += [f"Source: {step.source}"] if step.source else []
    ends = [_link("Before", before), "[All steps](README.md)", _link("Next", after)]
    return "\n\n".join([*told, " · ".join(filter(None, ends))]) + "\n"


def _kind_of_gate(page: Page) -> str:
    gate = "a gate: no way on until it passes" if page.step.gate else "may stay open"
    return f"{page.step.phase}, {gate}"


def _listed(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _link(word: str, page: Page | None) -> str:
    return f"[{word}: {page.step.title}]({page.name}.md)" if page else ""


def contents(all_pages: list[Page]) -> str:
    """Return the first page: the phases and their steps."""
    lines = ["# The technician's guide", OPENING]
    for phase in dict.fromkeys(page.step.phase for page in all_pages):
        of_phase = [page for page in all_pages if page.step.phase == phase]
        rows = [f"{page.number}. [{page.step.title}]({page.name}.md)" for page in of_phase]
        lines += [f"## {phase}", "\n".join(rows)]
    return "\n\n".join(lines) + "\n"


OPENING = (
    "A page for each step of the checklist `inverter-bms`, in the order of the work: what it is"
    " for, what it looks like, what usually goes wrong. The pictures come from the program,"
    " walked on a simulated pack of 16 LiFePO4 cells; `python -m tests.guide` makes all of this"
    " anew. In the program itself F1 says the same at every step."
)


class Photographer:
    """Walks the demonstration, and keeps the screen at the last question of each step."""

    def __init__(self) -> None:
        self._walk = Walk()
        self._kept: dict[str, str] = {}

    async def walk(self) -> dict[str, str]:
        """Return the pictures by the steps' ids."""
        async with self._walk.on_screen() as pilot:
            while True:
                await self._walk.until(
                    pilot, lambda: self._walk.finished() or self._walk.asked() is not None
                )
                asked = self._walk.asked()
                if self._walk.finished() or asked is None:
                    return self._kept
                self._keep(asked.question.key)
                await self._walk.answer(pilot, asked.question)

    def _keep(self, question: str) -> None:
        screen = self._walk.app.screen
        step = screen.seen.view(StepView) if isinstance(screen, RunScreen) else None
        if step is not None and TELLING.get(step.step, question) == question:
            self._kept[step.step] = cleaned(self._walk.app.export_screenshot(title="jk-commission"))


def cleaned(picture: str) -> str:
    """Return a picture that asks no network for its letters."""
    return WEB_FONTS.sub("", picture).replace("Fira Code", "monospace")


def main() -> None:
    """Write every page and picture; what is no step any more goes."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        pictures = asyncio.run(Photographer().walk())
    GUIDE.mkdir(parents=True, exist_ok=True)
    for old in GUIDE.iterdir():
        old.unlink()
    for page in pages(CHECKLIST):
        if page.step.id in pictures:
            (GUIDE / f"{page.name}.svg").write_text(pictures[page.step.id], encoding="utf-8")
    for name, words in texts().items():
        (GUIDE / name).write_text(words, encoding="utf-8")
    sys.stdout.write(f"{len(pictures)} pictures\n")


def texts() -> dict[str, str]:
    """Return what every page of the guide says, by its file."""
    every = pages(CHECKLIST)
    beside = zip(every, [None, *every], [*every[1:], None], strict=False)
    found = {f"{page.name}.md": written(page, before, after) for page, before, after in beside}
    return {"README.md": contents(every)} | found


if __name__ == "__main__":
    main()
