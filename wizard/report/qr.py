"""The report's QR code: its number, verdict and seal, for a phone that checks a paper.

For a terminal of 80 by 24 in two ways: two rows of modules in a line of half blocks, or, in
plain characters, a smaller code with the first digits of the seal only.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from wizard.report.document import Document
from wizard.report.parts import ReportVerdict

QUIET = 2  # light modules around; the standard asks for 4, telephones are content with 2
SHORT_QUIET = 1
SHORT_VERSION = 1  # 21 modules: with two characters each it fits 24 lines
SHORT_DIGITS = 8
LETTERS = {
    ReportVerdict.PASS: "P",
    ReportVerdict.DEVIATIONS: "D",
    ReportVerdict.INCOMPLETE: "I",
    ReportVerdict.FAIL: "F",
}
HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""By whether the upper and the lower module are dark: the light ones are drawn."""
WHOLE = {True: "  ", False: "##"}

Modules = Sequence[Sequence[bool]]


def content(document: Document) -> str:
    """Return what the code says, in the few characters that codes pack densely."""
    number = f"{document.report_id}-R{document.revision}"
    return f"JK-COMMISSION {number} {document.verdict} {document.seal}".upper()


def short_content(document: Document) -> str:
    """Return the same in 25 characters at most: number, a letter, the seal's first digits."""
    number = f"{document.report_id.replace('-', '')}R{document.revision}"
    return f"{number} {LETTERS[document.verdict]} {document.seal[:SHORT_DIGITS]}".upper()


@lru_cache(maxsize=4)  # several forms of a report show the same
def modules(said: str, quiet: int = QUIET, version: int | None = None) -> Modules:
    """Return the code's modules with a margin, dark ones True.

    Raises ValueError where they do not fit into `version`.
    """
    import segno

    code = segno.make_qr(said, error="l", version=version, boost_error=False)
    return tuple(tuple(map(bool, row)) for row in code.matrix_iter(border=quiet))


def in_half_blocks(said: str) -> list[str]:
    """Return a code in lines for a dark terminal, two rows of modules in each."""
    rows = modules(said)
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=[True] * len(rows))
    return ["".join(HALVES[pair] for pair in zip(*both, strict=True)) for both in pairs]


def in_characters(said: str) -> list[str]:
    """Return a small code in plain characters. Raises ValueError where it says too much."""
    rows = modules(said, SHORT_QUIET, SHORT_VERSION)
    return ["".join(WHOLE[module] for module in row) for row in rows]
