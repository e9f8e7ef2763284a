"""From the bytes of a TOML file to a checklist that is sound, or a sentence why not.

A wrong key is answered with the nearest known one.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

import msgspec

from wizard.errors import BadFile
from wizard.measurement import Limit
from wizard.procedure.checklist import AnyStep, Checklist, Practice
from wizard.procedure.soundness import complaints
from wizard.procedure.step import FieldOption, FormField, Only, PlugModel, Span
from wizard.procedure.wants import Ask, Band, Bands, Cap
from wizard.text import Text, text

LONGEST_TEXT = 2000  # characters of one sentence or word of a checklist
SHOWN = 40  # characters of one that is longer
MOST_DIGITS = 12  # of a figure, before or behind its point


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checklist and the SHA-256 of the bytes it was read from."""

    checklist: Checklist
    sha256: str


def parse(name: str, raw: bytes) -> Loaded:
    """Return the checklist in a TOML file. Raises BadFile naming file, place and remedy."""
    try:
        checklist = msgspec.toml.decode(raw, type=Checklist)
    except ValueError as error:  # of its shape, its encoding, or a number of endless digits
        raise BadFile(_explained(name, str(error), raw)) from error
    except RecursionError as error:
        raise BadFile(text("{file}: brackets in too many brackets", file=name)) from error
    for part in _parts(msgspec.to_builtins(checklist, builtin_types=(Decimal,))):
        if _endless(part):
            raise BadFile(_too_long(name, part))
    for complaint in complaints(checklist):
        raise BadFile(text("{file}: {what}", file=name, what=complaint))
    return Loaded(checklist, hashlib.sha256(raw).hexdigest())


def _endless(part: str | Decimal) -> bool:
    """Whether nobody could read it, while screens would draw it again and again."""
    if isinstance(part, Decimal):
        return part.is_finite() and abs(part.adjusted()) > MOST_DIGITS
    return len(part) > LONGEST_TEXT


def _too_long(name: str, part: str | Decimal) -> Text:
    if isinstance(part, Decimal):
        return text(
            "{file}: no limit or figure is as large or small as {n}", file=name, n=str(part)
        )
    return text(
        "{file}: `{what}` is longer than {most} characters",
        file=name,
        what=part[:SHOWN],
        most=LONGEST_TEXT,
    )


def _parts(tree: object) -> Iterator[str | Decimal]:
    """Yield all texts and figures of a checklist."""
    if isinstance(tree, str | Decimal):
        yield tree
    elif isinstance(tree, Mapping):
        for each in cast("Mapping[str, object]", tree).values():
            yield from _parts(each)
    elif isinstance(tree, Sequence):
        for each in cast("Sequence[object]", tree):
            yield from _parts(each)


def _explained(name: str, error: str, raw: bytes) -> Text:
    error = _with_its_step(error, raw)
    unknown = re.search(r"(?:unknown field|Invalid (?:enum )?value) [`']([^`']*)[`']", error)
    if unknown and (near := difflib.get_close_matches(unknown[1], sorted(_known_keys()), 1)):
        return text("{file}: {error}. Did you mean `{near}`?", file=name, error=error, near=near[0])
    return text("{file}: {error}", file=name, error=error or repr(raw[:20]))


def _with_its_step(error: str, raw: bytes) -> str:
    """Return an error with the id of the step that it counts to, where there is one."""
    place = re.search(r"\$\.step\[(\d+)\]", error)
    if place is None:
        return error
    steps = msgspec.toml.decode(raw)["step"]
    found = steps[int(place[1])] if int(place[1]) < len(steps) else None
    name = cast("Mapping[str, object]", found).get("id") if isinstance(found, dict) else None
    return f"{error} (step `{name}`)" if name else error


_MODELS = (FormField, FieldOption, Only, Span, Limit, PlugModel, Ask, Band, Bands, Cap, Practice)


def _known_keys() -> set[str]:
    models = (*AnyStep.__args__, Checklist, *_MODELS)
    keys = {field.name for model in models for field in msgspec.structs.fields(model)}
    return keys | {str(model.__struct_config__.tag) for model in AnyStep.__args__}
