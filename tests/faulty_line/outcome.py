"""How a whole commissioning on a faulty line ended, and whether it may end so.

    python -m tests.faulty_line.outcome [--seeds N]

prints the table of docs/promises.md.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.crash.judged import ONCE, Held, held
from tests.crash.life import JOURNAL, Life
from tests.faulty_line.lines import KINDS, on_a_line
from tests.procedure.support import SHIPPED
from wizard.record import journal
from wizard.record.state import State
from wizard.report.build import build
from wizard.simulator.create import Simulation, create

PERCENTS = (0, 1, 5, 10)
PASS = "PASS"  # noqa: S105  a verdict


@dataclass(frozen=True)
class Outcome:
    """The report's verdict, what must never be, and how many steps were taken again.

    `short` are the steps that came to something else than a pass.
    """

    verdict: str
    wrong: tuple[str, ...]
    again: int
    short: tuple[str, ...]


def outcome(folder: Path, kind: str, percent: int, seed: int) -> Outcome:
    """Commission a pack in order on a faulty line; steps that fail are tried again."""
    life = Life(folder, on_a_line(kind, percent, seed))
    state = life.live()
    document = build(state, SHIPPED, journal.read(folder / JOURNAL), "report-1")
    passed = life.ended and document.verdict.exit_code == 0
    wrong = (*_never(life.simulation, state), *(_not_passed(life.simulation) if passed else ()))
    again = sum(times for key, times in life.asked.items() if key.endswith(".not-passed"))
    short = tuple(step.id for step in document.steps if not step.verdict.passes)
    return Outcome(PASS if passed else document.verdict.value, wrong, again, short)


def _never(simulation: Simulation, state: State) -> Iterator[str]:
    """Tell what must not be, however it ended."""
    board = simulation.board
    if state.open_shifts:
        yield "limits are still shifted"
    if board.violations:
        yield f"an order was broken: {board.violations}"
    asked = [write.address for write in board.writes]
    yield from (f"{key} was sent twice" for at, key in ONCE.items() if asked.count(at) > 1)
    unknown = {write.key for write in state.unsettled.values()}
    for key, found in state.last_settings.items():
        if key in board.all_settings() and key not in unknown and key != "device_address":
            held_now = board.setting(key)
            if held_now != found.value:
                yield f"{key} is {held_now} and was recorded as {found.value}"


def _not_passed(simulation: Simulation) -> Iterator[str]:
    """Tell what a PASS must not leave behind."""
    if held(simulation) != _undisturbed():
        yield "PASS with other settings than on a quiet line"


@cache
def _undisturbed() -> Held:
    with tempfile.TemporaryDirectory() as folder:
        simulation = create()
        Life(Path(folder), simulation).live()
        return held(simulation)


def _row(kind: str, percent: int, seeds: range) -> str:
    with tempfile.TemporaryDirectory() as folder:
        found = [outcome(Path(folder) / str(seed), kind, percent, seed) for seed in seeds]
    ends = Counter(each.verdict for each in found)
    passed = ends.pop(PASS, 0)
    wrong = sum(bool(each.wrong) for each in found)
    again = sum(each.again for each in found)
    others = ", ".join(f"{n} {verdict}" for verdict, n in sorted(ends.items())) or "0"
    return f"| {kind} | {percent} % | {passed} | {others} | {wrong} | {again} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    seeds = range(parser.parse_args().seeds)
    print("| harm | rate | PASS | other ends | wrong | steps taken again |")  # noqa: T201  its purpose
    print("|---|---|---|---|---|---|")  # noqa: T201
    for kind in KINDS:
        for percent in PERCENTS:
            print(_row(kind, percent, seeds), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
