"""A signal that the system hands to another thread ends the program all the same.

Where a line drops while nobody reads, the main thread waits for a writer that is gone: no
handler of Python's ever runs there.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKED = """
import signal, sys, threading
from tests.engine.test_engine import engine_of, until_told
from wizard.engine import signals

engine, heard = engine_of(until_told)
signals.install(engine)
engine.start()
number = int(sys.argv[1])
threading.Timer(0.1, lambda: signal.pthread_kill(threading.get_ident(), number)).start()
engine.call_at_end(lambda: print(heard.calls, flush=True))
threading.Semaphore(0).acquire()
"""


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_main_thread_that_never_wakes_keeps_nothing_open(name: str) -> None:
    number = signal.Signals[name]
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, str(int(number))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 128 + number
    assert done.stdout == "[(<Interrupt.QUIT: 5>,)]\n"
