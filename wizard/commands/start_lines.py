"""The first page in plain lines: numbered options, and a line that chooses one.

A line is taken from the descriptor byte by byte: what stands behind it is for the
commissioning that is begun.
"""

import asyncio
import os
import sys
from collections.abc import Callable

from wizard.commands.output import out, say, talk
from wizard.engine.offers import Idle, Offer, Opens, Page, Reads
from wizard.engine.run import Run
from wizard.engine.search import Search
from wizard.errors import CommissionError, WrongUsage
from wizard.procedure.questions import Choice, Option
from wizard.text import Text, text

FIRST = text("What shall be done?")
HOW = text("Type a number. Just Enter goes back.")
NAME_A_LINK = text(
    "Name a link: --link serial:/dev/ttyUSB0?address=1, --link ble:ADDRESS "
    "(`jk-commission scan --bluetooth` lists the boards in range), or --demo"
)

Begin = Callable[[str], Run]
Further = Callable[[str], Page | None]
Typed = Callable[[], str | None]


def typed() -> str | None:
    """Return the next line of standard input; None at its end, and where there is none."""
    raw, byte = b"", b""
    try:
        while (byte := os.read(sys.stdin.fileno(), 1)) not in {b"", b"\n"}:
            raw += byte
    except OSError:
        return None
    return raw.decode("utf-8", "replace").strip() if raw or byte else None


def chosen(
    options: tuple[Option, ...], begin: Begin, further: Further, code: str, read: Typed = typed
) -> Run | None:
    """Ask until something is begun, and return it; None where the first page was left.

    `code` is the language of what is read. Raises WrongUsage where nobody types.
    """
    pages = [Page(title=FIRST, options=options)]
    while pages:
        _tell(pages[-1])
        line = read()
        if line is None:
            raise WrongUsage(NAME_A_LINK)
        if not line:
            pages.pop()
            continue
        try:
            opened = _opened(_option(pages[-1], line), begin, further, code)
        except CommissionError as error:
            talk(error.reason)
            continue
        if isinstance(opened, Run):
            return opened
        pages += [opened] if opened else []
    return None


def _tell(page: Page) -> None:
    told = [_numbered(*each) for each in enumerate(page.options, 1)] or [page.empty]
    for sentence in (page.title, *told, *page.says, HOW):
        out(say(sentence))
    out(">")


def _numbered(number: int, option: Option) -> Text:
    if not isinstance(option, Offer):
        return text("{n} {label}", n=number, label=option.label)
    form = text("{n} ! {label}: {says}") if option.urgent else text("{n} {label}: {says}")
    return text(form.msgid, n=number, label=option.label, says=option.says)


def _option(page: Page, line: str) -> Option:
    """Return the option that a line chooses. Raises BadInput."""
    key = Choice(key="page", prompt=page.title, options=page.options).parse(line)
    return next(option for option in page.options if option.key == key)


def _opened(option: Option, begin: Begin, further: Further, code: str) -> Page | Run | None:
    """Do what an option is for. Raises CommissionError."""
    match option:
        case Opens():
            return option.page()
        case Idle():
            talk(option.says)
        case Reads():
            out(option.lines(code))
        case Search():
            return _found(option)
        case _:
            return further(option.key) or begin(option.key)
    return None


def _found(search: Search) -> Page:
    """Look for boards, and return them as a page."""
    talk(search.what)
    found = asyncio.run(search.work())
    hidden = () if search.hidden is None else (search.hidden,)
    return Page(
        title=search.title,
        options=tuple(each.option for each in found),
        says=hidden,
        empty=search.nothing,
    )
