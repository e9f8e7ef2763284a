"""The first page in a process of its own, in the theme that is its argument."""

import sys

from screens.app import run_app
from tests.screens import scenes
from tests.screens.support import OPTIONS, Desk, asking, run_of
from wizard.look import look

PROCEDURE = asking(
    scenes.LAMP,
    scenes.top(),
    scenes.rail("Over-voltage"),
    scenes.OVER_VOLTAGE,
    scenes.SHIFTED,
    scenes.NEWS,
)

if __name__ == "__main__":
    theme = sys.argv[1] if len(sys.argv) > 1 else None
    worn = look(theme=theme)
    sys.exit(run_app(OPTIONS, lambda _key: run_of(PROCEDURE, Desk()), None, look=worn))
