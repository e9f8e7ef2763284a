"""Reports of a site: of 16 packs, against four times those of 4, and all their forms."""

from pathlib import Path

from tests.bench.row import Row
from tests.bench.stopwatch import Take, cpu, shortest
from tests.bench.walked import of_a_bank
from wizard.assembly import document_of
from wizard.report.document import Document
from wizard.report.rendering import FORMS
from wizard.report.spoken import IN_ENGLISH

FEW, MANY = 4, 16
MOST_S = 2.0
STEADY = 1.1
PRINTED = {name: form for name, form in FORMS.items() if name != "pdf"}


def measure() -> list[Row]:
    """Fold, judge and render the site's session and each pack's."""
    with of_a_bank(FEW) as few, of_a_bank(MANY) as many:
        one, other = shortest(_all_of(many, MANY), _all_of(few, FEW), times=9)
        documents = [document_of(folder) for folder in many.iterdir()]
    return [
        Row("reports of 16 packs", one, other * MANY / FEW, "s", STEADY,
            "site and packs: read, folded, judged; four times the same of 4 packs"),
        Row("rendering of them", cpu(lambda: _render(documents)), MOST_S, "s", 1,
            "all 17 reports in every form but PDF; CPU"),
    ]  # fmt: skip


def _all_of(sessions: Path, packs: int) -> Take:
    folders = sorted(sessions.iterdir())
    if len(folders) != packs + 1:
        raise RuntimeError(f"{len(folders)} sessions instead of {packs + 1}")
    return Take(lambda: [document_of(folder) for folder in folders])


def _render(documents: list[Document]) -> int:
    return sum(
        len(form.of(document, IN_ENGLISH)) for document in documents for form in PRINTED.values()
    )
