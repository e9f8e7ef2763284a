"""The program with a simulated board whose passwords are marked.

With `fail` before the program's arguments, it breaks while a typed password is in its hands.
"""

import sys
from typing import NoReturn

from tests.hostile.support import hostile
from wizard import assembly
from wizard.__main__ import entry
from wizard.links.spec import LinkSpec
from wizard.procedure.kinds import passwords
from wizard.simulator.create import Simulation

CONNECTION, SETTINGS, TYPED = "Wq7connMARK", "Zx9settMARK", "Ty5typedMARK"
BROKEN = "broken with a password in hand"


def simulate(_spec: LinkSpec) -> Simulation:
    """Build a simulation with marked passwords."""
    return hostile({"password": CONNECTION, "setting_password": SETTINGS})


def _broken(told: object, typed: str) -> NoReturn:
    raise RuntimeError(BROKEN, type(told), len(typed))


if __name__ == "__main__":
    assembly.__dict__["simulate"] = simulate
    if sys.argv[1] == "fail":
        passwords.__dict__["_known"] = _broken
    sys.argv[1:2] = []
    entry()
