"""Two programs never drive one line: each link is held by a lock while it is open.

A line is known by what it really is: a port by its device, whichever of its names was
given, a Bluetooth module by its address.
"""

import hashlib
import os
from pathlib import Path

from platformdirs import user_state_path

from wizard.errors import LinkUnavailable
from wizard.lock import Lock, take

APP = "jk-commission"
OWNER_ONLY = 0o700


def hold_port(path: str) -> Lock:
    """Hold a serial port. Raises LinkUnavailable, naming who has it; ValueError for no path."""
    return _hold(path, f"serial:{os.path.realpath(path)}")


def hold_bluetooth(address: str) -> Lock:
    """Hold a Bluetooth module. Raises LinkUnavailable, naming who has it."""
    return _hold(address, f"bluetooth:{address.casefold()}")


def _hold(name: str, line: str) -> Lock:
    digest = hashlib.sha256(os.fsencode(line)).hexdigest()
    return take(folder() / f"{digest[:32]}.lock", name, LinkUnavailable)


def folder() -> Path:
    """Return where the locks of this user lie: gone with the login, or else kept."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and _is_ours(Path(runtime)):
        return Path(runtime) / APP
    return user_state_path(APP, appauthor=False) / "locks"


def _is_ours(place: Path) -> bool:
    """Whether a folder belongs to this user alone, as the XDG rules want it."""
    try:
        found = place.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and found.st_mode & 0o777 == OWNER_ONLY and place.is_dir()
