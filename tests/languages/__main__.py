"""`python -m tests.languages extract|update|compile|check`: the work on the catalogues."""

import argparse
import sys

from tests.languages.catalogues import (
    CODES,
    TEMPLATE,
    compiled,
    path,
    read,
    template,
    updated,
    written,
)
from tests.languages.checking import findings
from tests.languages.extraction import messages


def extract() -> int:
    """Write the template."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template(messages())))
    return 0


def update() -> int:
    """Write the template, bring every language in step with it, and compile."""
    extract()
    fresh = template(messages())
    for code in CODES:
        file = path(code, "po")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written(updated(code, fresh)))
    return compile_all()


def compile_all() -> int:
    """Compile every language."""
    for code in CODES:
        path(code, "mo").write_bytes(compiled(read(path(code, "po"), code)))
    return 0


def check() -> int:
    """Print what is wrong, a line each; return 1 if anything is."""
    found = list(findings())
    sys.stdout.writelines(f"{each}\n" for each in found)
    return 1 if found else 0


DEEDS = {"extract": extract, "update": update, "compile": compile_all, "check": check}


def main() -> int:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.languages", description=__doc__)
    parser.add_argument("deed", choices=DEEDS, help="update is extract, then all catalogues")
    return DEEDS[parser.parse_args().deed]()


if __name__ == "__main__":
    sys.exit(main())
