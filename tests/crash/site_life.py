"""A commissioning of a site in a process of its own that dies, as a killed one does.

    python -m tests.crash.site_life shifted        dies while limits of pack 1 are shifted
    python -m tests.crash.site_life before EVENT   dies before the first such event is on disk

Where everything lies is said by the environment, as for the program itself.
"""

import os
import sys

from tests.procedure.support_site import STEPS, BankSite
from wizard import paths
from wizard.record import events
from wizard.record.recorder import Recorder
from wizard.simulator.bank import Bank, bank_of

TESTED = ("pack-limits", *STEPS, "protection-over-voltage")
HAND_CHECK = "protection-over-voltage.hand-check"
KILLED = 9


def remembered() -> Bank:
    """Return the bank as any process finds it."""
    bank = bank_of(2)
    bank.keep(paths.private(paths.data()) / "bank.json")
    return bank


def _die() -> str:
    os._exit(KILLED)


def _die_before(name: str) -> None:
    usual = Recorder.append

    def append(self: Recorder, event: events.Event) -> None:
        if type(event).__name__ == name:
            _die()
        usual(self, event)

    Recorder.append = append


if __name__ == "__main__":
    if sys.argv[1] == "shifted":
        BankSite(remembered(), steps=TESTED).run({HAND_CHECK: _die})
    else:
        _die_before(sys.argv[2])
        BankSite(remembered()).run()
