"""The seal of a report: a hash in it of all the rest of it.

It shows that nothing was altered by accident or in passing. Whoever forges a report can
seal it anew: against that there are the journal, which holds the same things in another
shape, and the technician's signature.
"""

import hashlib

from msgspec.structs import replace

from wizard.report.document import Document
from wizard.report.json_form import to_json


def seal_of(document: Document) -> str:
    """Return the SHA-256, in hex, of a report's canonical JSON with an empty seal."""
    return hashlib.sha256(to_json(replace(document, seal=""))).hexdigest()


def sealed(document: Document) -> Document:
    """Return a report with its seal in it."""
    return replace(document, seal=seal_of(document))
