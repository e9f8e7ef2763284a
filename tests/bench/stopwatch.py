"""Taking times so that they can be compared: shortest or middle one of several, by turns."""

import resource
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

Work = Callable[[], object]


@dataclass(frozen=True)
class Take:
    """Work that is taken `each` times in a row, for one reading of the clock."""

    work: Work
    each: int = 1

    def seconds(self, clock: Callable[[], float]) -> float:
        """Return what one call took."""
        began = clock()
        for _ in range(self.each):
            self.work()
        return (clock() - began) / self.each


def shortest(one: Take, other: Take, times: int = 7) -> tuple[float, float]:
    """Return the least seconds of the processor of two works that are taken alternately.

    What else runs on the machine only ever adds: the least is what the work itself takes.
    """
    pairs = [(one.seconds(process_time), other.seconds(process_time)) for _ in range(times)]
    return min(took for took, _ in pairs), min(took for _, took in pairs)


def by_turns(work: Work, yardstick: Work, times: int = 15) -> tuple[float, float]:
    """Return the middle seconds of two works that are taken alternately."""
    one, other = Take(work), Take(yardstick)
    pairs = [(one.seconds(perf_counter), other.seconds(perf_counter)) for _ in range(times)]
    return median(took for took, _ in pairs), median(took for _, took in pairs)


def cpu(work: Work, times: int = 3) -> float:
    """Return the least seconds of the processor that one call takes in this process."""
    return min(Take(work).seconds(process_time) for _ in range(times))


@dataclass(frozen=True)
class Process:
    """What a process took: seconds from start to end, and seconds of the processor."""

    seconds: float
    cpu: float


def process(command: Sequence[str], env: Mapping[str, str] | None = None) -> Process:
    """Run a command to its end, which must be a good one."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, env=env, check=True, capture_output=True)
    took, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Process(took, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def middle(command: Sequence[str], env: Mapping[str, str] | None = None, times: int = 5) -> Process:
    """Return the middle of the times that a command takes, and the least of the processor."""
    taken = [process(command, env) for _ in range(times)]
    return Process(median(one.seconds for one in taken), min(one.cpu for one in taken))
