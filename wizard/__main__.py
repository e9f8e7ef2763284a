"""`python -m wizard` is `jk-commission`; naming the version loads nothing else."""

import os
import sys

from wizard import __version__


def entry() -> None:
    """Run the program and leave with its exit code. What it writes is for its owner only."""
    os.umask(0o077)
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"jk-commission {__version__}\n")
        return
    from wizard.cli import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    entry()
