"""`preflight`: what this computer lacks, and the command that mends it.

Exit codes: 0 all is well, 1 something to mind, 3 something stops the work.
"""

import argparse
import json
import textwrap
from collections.abc import Iterator, Sequence

from wizard import paths
from wizard.commands.output import out, say
from wizard.preflight import CHECKS, Finding, Level, all_checks, here
from wizard.text import Text, text, words

EXIT_CODES = {Level.OK: 0, Level.MIND: 1, Level.STOPS: 3}
WORDS: dict[Level, Text] = {
    Level.OK: text("ok"),
    Level.MIND: text("mind"),
    Level.STOPS: text("STOPS"),
}
ENDS: dict[Level, Text] = {
    Level.OK: text("This computer is ready."),
    Level.MIND: text("This computer will do; mind what is said above."),
    Level.STOPS: text("Something above stops the work: mend it first."),
}
WIDTH = 79


def preflight(given: argparse.Namespace) -> int:
    """Look at this computer; say what there is to mend."""
    findings = all_checks(here(paths.data()))
    worst = max(finding.level for finding in findings)
    if given.json:
        out(json.dumps([_json(finding) for finding in findings], indent=2))
        return EXIT_CODES[worst]
    for line in told(findings):
        out(line)
    return EXIT_CODES[worst]


def told(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield findings as lines: how much each matters, what it is of, a sentence, a command.

    A command stands in a line of its own and is never folded, so that it can be copied.
    """
    levels = {level: say(word) for level, word in WORDS.items()}
    first = max(map(len, levels.values()))
    second = max(len(say(CHECKS[each.check].about)) for each in findings)
    for each in findings:
        about = say(CHECKS[each.check].about)
        head = f"{levels[each.level]:<{first}}  {about:<{second}}  "
        behind = " " * len(head)
        yield from textwrap.wrap(
            say(each.says),
            WIDTH,
            initial_indent=head,
            subsequent_indent=behind,
            break_long_words=False,
            break_on_hyphens=False,
        )
        if each.mend:
            yield f"{behind}$ {each.mend}"
    yield say(ENDS[max(each.level for each in findings)])


def _json(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "level": finding.level.name.lower(),
        "says": words(finding.says),
        "mend": finding.mend,
    }
