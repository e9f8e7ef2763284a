"""What is wrong with the catalogues, one line for each finding."""

import unicodedata
from collections.abc import Iterator

from babel.messages.catalog import Catalog

from tests.languages.catalogues import CODES, TEMPLATE, compiled, path, read, template, written
from tests.languages.extraction import messages
from wizard.text import PLACE, STEERING


def findings() -> Iterator[str]:
    """Yield what is wrong with the template and with each language."""
    fresh = template(messages())
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != written(fresh):
        yield f"{TEMPLATE.name}: not what an extraction gives: python -m tests.languages update"
    for code in CODES:
        yield from of_language(code, fresh)


def of_language(code: str, fresh: Catalog) -> Iterator[str]:
    """Yield what is wrong with a language: sentence by sentence, then its compiled form."""
    held = read(path(code, "po"), code)
    wanted = dict.fromkeys(message.id for message in fresh if isinstance(message.id, str))
    del wanted[""]
    for message in held:
        if message.id and message.id not in wanted:
            yield f"{code}: stale: {message.id!r}"
    for msgid in wanted:
        known = held.get(msgid)
        if known is None or not isinstance(known.string, str) or not known.string:
            yield f"{code}: untranslated: {msgid!r}"
        elif known.fuzzy:
            yield f"{code}: fuzzy: {msgid!r}"
        else:
            yield from (f"{code}: {what}: {msgid!r}" for what in wrong(msgid, known.string))
    mo = path(code, "mo")
    if not mo.exists() or mo.read_bytes() != compiled(held):
        yield f"{code}: {mo.name}: not what the .po compiles to: python -m tests.languages compile"


def wrong(msgid: str, string: str) -> Iterator[str]:
    """Yield what is wrong with a translation."""
    if set(PLACE.findall(msgid)) != set(PLACE.findall(string)):
        yield "other placeholders"
    if _ends(msgid) != _ends(string):
        yield "other blanks at an end"
    if any(unicodedata.category(char) in STEERING for char in string):
        yield "a control character"


def _ends(line: str) -> tuple[int, int]:
    return len(line) - len(line.lstrip()), len(line) - len(line.rstrip())
