"""From the bytes of a TOML file to a checklist that is sound, or a sentence why not.

A wrong key is answered with the nearest known one.
"""

import difflib
import hashlib
import re
from dataclasses import dataclass

import msgspec

from wizard.errors import BadFile
from wizard.measurement import Limit
from wizard.procedure.checklist import AnyStep, Checklist, PlugModel
from wizard.procedure.soundness import complaints
from wizard.procedure.step import FieldOption, FormField, Only, Span
from wizard.procedure.wants import Ask, Band, Bands, Cap
from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checklist and the SHA-256 of the bytes it was read from."""

    checklist: Checklist
    sha256: str


def parse(name: str, raw: bytes) -> Loaded:
    """Return the checklist in a TOML file. Raises BadFile naming file, place and remedy."""
    try:
        checklist = msgspec.toml.decode(raw, type=Checklist)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile(_explained(name, str(error), raw)) from error
    except RecursionError as error:
        raise BadFile(text("{file}: brackets in too many brackets", file=name)) from error
    for complaint in complaints(checklist):
        raise BadFile(text("{file}: {what}", file=name, what=complaint))
    return Loaded(checklist, hashlib.sha256(raw).hexdigest())


def _explained(name: str, error: str, raw: bytes) -> Text:
    unknown = re.search(r"(?:unknown field|Invalid (?:enum )?value) [`']([^`']*)[`']", error)
    if unknown and (near := difflib.get_close_matches(unknown[1], sorted(_known_keys()), 1)):
        return text("{file}: {error}. Did you mean `{near}`?", file=name, error=error, near=near[0])
    return text("{file}: {error}", file=name, error=error or repr(raw[:20]))


_PARTS = (FormField, FieldOption, Only, Span, Limit, PlugModel, Ask, Band, Bands, Cap)


def _known_keys() -> set[str]:
    models = (*AnyStep.__args__, Checklist, *_PARTS)
    keys = {field.name for model in models for field in msgspec.structs.fields(model)}
    return keys | {str(model.__struct_config__.tag) for model in AnyStep.__args__}
