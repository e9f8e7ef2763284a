"""Walks one commissioning and kills the program at many places on the way.

    python -m tests.crash.walk FOLDER [--fault NAME] [--fresh S] [--share S] [--seed N] ...

The process forks at a place: in the copy, the program stands still for ever from there on,
as a killed one does (no `finally`, no farewell), and another life of it resumes from what
is on disk, at the pack as it stands. The walk itself goes on to the next place. So every
place of a commissioning is reached once, and a case costs what is left to do.

One line of JSON for each case goes to standard output: where it was killed, what is wrong.
"""

import argparse
import json
import os
import shutil
import sys
import threading
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.crash.judged import Held, findings, held, killed
from tests.crash.life import JOURNAL, Life, Point
from wizard.record import events
from wizard.simulator.create import Simulation, create

TORN = APPENDED = "after append"
TELLS = {events.WriteIntended, events.ActionIntended, events.CalibrationIntended}
OPENS, SETTLES = {kind.__name__ for kind in TELLS}, events.WriteSettled.__name__
NEXT_DEATH = 60  # places into a second life within which it may be killed again
LONGEST = 3000  # characters of a line, so that lines of several processes do not mix


@dataclass(frozen=True)
class Plan:
    """Where to kill, how often, and how often again.

    `fresh` is the share of the places where disk or board are not as at the place before,
    `open` that of the places where a write has no outcome yet, `share` that of all others:
    there another life finds what it found at the place before. `torn` is the
    share of the lines just written that are also found cut at some byte, `again` the share
    of second lives that are killed too. `part` and `of` divide the places between
    processes. `steps` keeps to the places within some steps.
    """

    folder: Path
    fault: str | None
    fresh: float
    open: float
    share: float
    torn: float
    again: float
    seed: int
    part: int
    of: int
    steps: frozenset[str]


class Sample:
    """Takes a share of what comes: as many of few as of many, at places that chance moves."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._due = chance.random()

    def takes(self, share: float) -> bool:
        """Whether the next one is taken."""
        self._due += share * self._chance.uniform(0.5, 1.5)
        taken = share >= 1 or self._due >= 1
        self._due -= taken and self._due >= 1
        return taken


class Walk:
    """One commissioning with its deaths."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._chance = Random(plan.seed)  # noqa: S311  a sample, no secret
        self._places, self._cuts = Sample(self._chance), Sample(self._chance)
        self._simulation = create(plan.fault)
        self._wanted = _undisturbed(plan)
        self._life = Life(plan.folder / "first", self._simulation, self._at)
        self._found: tuple[object, ...] = ()
        self._open = False

    def go(self) -> None:
        """Walk from the first place to the last."""
        self._life.live()
        _say({"places": self._life.points, "ended": self._life.ended})

    def _at(self, point: Point) -> None:
        if point.when == APPENDED and point.what in {*OPENS, SETTLES}:
            self._open = point.what in OPENS
        share = self._share()
        if self._elsewhere(point) or not self._within():
            return
        if self._places.takes(share):
            self._kill(self._life, point, self._chance.randrange(1 << 30), again=True)
        if point.when == TORN and self._cuts.takes(self._plan.torn):
            cut = replace(point, when="torn")
            self._kill(self._life, cut, self._chance.randrange(1 << 30), again=True)

    def _share(self) -> float:
        """Return the share of such places at which the program is killed."""
        before, self._found = self._found, self._findable()
        usual = self._plan.share if before == self._found else self._plan.fresh
        return max(usual, self._plan.open) if self._open else usual

    def _findable(self) -> tuple[object, ...]:
        """Return what another life would find that can differ between two places."""
        simulation = self._simulation
        board, pack = simulation.board, simulation.pack
        lines = (self._life.folder / JOURNAL).stat().st_size
        return lines, len(board.writes), board.awake, pack.current, simulation.line.port

    def _elsewhere(self, point: Point) -> bool:
        """Whether another process looks at a place; before and after go together."""
        return (point.number - 1) // 2 % self._plan.of != self._plan.part

    def _within(self) -> bool:
        steps = self._plan.steps
        return not steps or (self._life.step in steps)

    def _kill(self, life: Life, point: Point, seed: int, *, again: bool) -> None:
        """Fork; the copy carries a case out while this process waits for it."""
        folder = self._plan.folder / f"{point.number}-{point.when.replace(' ', '-')}-{seed}"
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            if status:
                _say({"place": str(point), "findings": [f"the case ended with {status}"]})
            return
        case = threading.Thread(
            target=self._carried_out,
            args=(life, folder, point, Random(seed), again),  # noqa: S311
        )
        case.start()
        case.join()
        os._exit(0)

    def _carried_out(
        self,
        life: Life,
        folder: Path,
        point: Point,
        chance: Random,
        again: bool,  # noqa: FBT001
    ) -> None:
        try:
            told = self._resumed(life, folder, point, chance, again=again)
        except BaseException:  # noqa: BLE001  whatever ends a case is its finding
            told = {"findings": [traceback.format_exc()]}
        if not told["findings"]:
            shutil.rmtree(folder, ignore_errors=True)
        _say({"place": str(point), "step": life.step, **told})
        sys.stdout.flush()

    def _resumed(
        self, life: Life, folder: Path, point: Point, chance: Random, *, again: bool
    ) -> dict[str, object]:
        """Take it up again; return what is wrong, what was asked, how many writes were open."""
        shutil.copytree(life.folder, folder)
        if point.when == "torn":
            _cut(folder / JOURNAL, chance)
        left = killed(folder)
        self._simulation.line.unplugged()  # the port of a dead process is closed
        second = Life(folder, self._simulation)
        if again and chance.random() < self._plan.again:
            at = chance.randrange(1, NEXT_DEATH)

            def die_again(place: Point) -> None:
                if place.number == at:
                    dying = replace(place, when=f"{place.when} (again, after {point})")
                    self._kill(second, dying, chance.randrange(1 << 30), again=False)

            second.at = die_again
        second.live()
        asked = {key: n for key, n in second.asked.items() if key.split(".")[1] in _ASIDE}
        wrong = findings(left, second, self._wanted)
        return {"findings": wrong, "asked": asked, "open": len(left.open)}


_ASIDE = {"recovery", "unexplained", "not-passed", "preset-again"}


def _undisturbed(plan: Plan) -> Held:
    """Return what a board holds after a commissioning that nothing disturbed."""
    simulation: Simulation = create(plan.fault)
    life = Life(plan.folder / "undisturbed", simulation)
    life.live()
    return held(simulation)


def _cut(path: Path, chance: Random) -> None:
    """Cut the last line of a journal somewhere, as a power cut might."""
    raw = path.read_bytes()
    begin = raw.rindex(b"\n", 0, -1) + 1 if raw.count(b"\n") > 1 else 0
    os.truncate(path, chance.randrange(begin, len(raw)))


def _say(found: dict[str, object]) -> None:
    line = json.dumps(found)
    if len(line) > LONGEST:
        line = json.dumps({"place": found.get("place"), "findings": [line[:LONGEST]]})
    os.write(sys.stdout.fileno(), line.encode() + b"\n")


def _plan(arguments: list[str]) -> Plan:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fault")
    for name in ("fresh", "open", "share", "torn", "again"):
        parser.add_argument(f"--{name}", type=float, default=0.0)
    for name, usual in (("seed", 0), ("part", 0), ("of", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--step", action="append", default=[])
    found = vars(parser.parse_args(arguments))
    return Plan(steps=frozenset(found.pop("step")), **found)


if __name__ == "__main__":
    Walk(_plan(sys.argv[1:])).go()
