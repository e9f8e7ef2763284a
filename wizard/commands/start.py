"""`jk-commission`: the start page, or straight to the link that was named.

What leads through a commissioning is loaded when one is begun: the page stands sooner.
"""

import argparse
from collections.abc import Callable

from wizard.commands.chosen import DEFAULT_CHECKLIST, WITH
from wizard.commands.lines import link_of, taping
from wizard.commands.plainly import (
    is_plain,
    look_of,
    report_language_of,
    tell_what_to_mind,
)
from wizard.commands.resume_page import RESUME
from wizard.engine.offers import Page
from wizard.engine.run import Run
from wizard.errors import WrongUsage
from wizard.links.spec import parse
from wizard.text import text


def wizard(given: argparse.Namespace) -> int:
    """Lead through a commissioning on a screen, or in plain lines."""
    if given.answers is not None:
        raise WrongUsage(text("--answers goes with run or resume"))
    spec = link_of(given)
    if spec is None:
        return _from_start_page(given)
    from wizard.commands.commission import at_link

    return at_link(given, spec, given.checklist or DEFAULT_CHECKLIST)


def _from_start_page(given: argparse.Namespace) -> int:
    plain = is_plain(given)
    look = look_of(given)
    code = given.report_language if plain else report_language_of(given, look)

    def begin(key: str) -> Run:
        from wizard.commands import commission

        if key.startswith(RESUME):
            return commission.taken_up(on, key.removeprefix(RESUME), code)
        link, _, checklist = key.partition(WITH)
        return commission.begun(on, parse(link), checklist or given.checklist, code)

    def further(key: str) -> Page | None:
        if given.checklist or WITH in key or key.startswith(RESUME):
            return None
        from wizard.commands.which_page import which

        return which(key)

    with taping(given) as on:
        if plain:
            return _in_lines(given, begin, further)
        from screens.app import run_app
        from wizard.commands.first_page import first_page, start_options

        ended = run_app(
            start_options(), begin, None, further=further, look=look, first=first_page()
        )
    return 0 if ended is None else ended


def _in_lines(
    given: argparse.Namespace, begin: Callable[[str], Run], further: Callable[[str], Page | None]
) -> int:
    """Ask in plain lines what shall be done, and lead through it; 0 where nothing was begun."""
    from wizard.commands.first_page import start_options
    from wizard.commands.start_lines import chosen

    tell_what_to_mind()
    run = chosen(start_options(), begin, further, given.language)
    if run is None:
        return 0
    from wizard.commands import commission

    return commission.in_lines(given, run)
