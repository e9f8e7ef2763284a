"""The report as JSON: the master form, in which every other form has its figures.

Keys stand in the order of the types, free mappings sorted; decimals are numbers that keep
their digits. What could steer a terminal or turn the reading direction is escaped.
"""

import msgspec

from wizard.report.document import Document
from wizard.text import escaped

_ENCODER = msgspec.json.Encoder(decimal_format="number", order="deterministic")
_DECODER = msgspec.json.Decoder(Document)


def to_json(document: Document) -> bytes:
    """Return the canonical JSON of a report: UTF-8, indented by two, a newline at the end."""
    indented = msgspec.json.format(_ENCODER.encode(document), indent=2).decode()
    return (escaped(indented) + "\n").encode()


def to_line(document: Document) -> bytes:
    """Return the same JSON in one line, with a newline at its end."""
    return (escaped(_ENCODER.encode(document).decode()) + "\n").encode()


def from_json(raw: bytes) -> Document:
    """Return the report in a JSON file. Raises msgspec.DecodeError where it is none."""
    return _DECODER.decode(raw)
