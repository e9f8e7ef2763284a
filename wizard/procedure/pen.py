"""What a line of characters may hold: nothing that steers a terminal, and what it can show."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from wizard.measurement import Verdict
from wizard.text import ENGLISH, Text, Voice, harmless, printable, text, words

VERDICT_WORD = {
    Verdict.PASS: text("PASS"),
    Verdict.MARGINAL: text("MARGINAL"),
    Verdict.FAIL: text("FAIL"),
    Verdict.NOT_TAKEN: text("NO VALUE"),
    Verdict.NOT_BELIEVABLE: text("DOUBTFUL"),
    Verdict.DEFERRED: text("DEFERRED"),
    Verdict.NOT_APPLICABLE: text("N/A"),
    Verdict.STALE: text("STALE"),
}

SIGNS = ("·-", "…~", "■#", "▣@", "□.", "█#", "░.", "•*", "│|", "┤|", "├|", "┬+", "┴+")
LINES = ("─-", "━=", "◂<", "▸>", "\N{MINUS SIGN}-", "\N{EN DASH}-", "\N{MULTIPLICATION SIGN}x")
CORNERS = ("┌+", "┐+", "└+", "┘+", "┼+", "●o", "○o")
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b"
IN_ASCII = str.maketrans(
    {pair[0]: pair[1] for pair in SIGNS + LINES + CORNERS}
    | {"°": "deg ", "µ": "u", "Ω": "Ohm", "≤": "<=", "≥": ">=", "→": "->"}
    | {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss"}
    | dict.fromkeys("„“”»«", '"')
    | dict.fromkeys(SINGLE_QUOTES, "'")
)


def in_ascii(line: str) -> str:
    """Return a line in ASCII: signs by what is like them, letters without their accents."""
    plain = unicodedata.normalize("NFD", line.translate(IN_ASCII))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode("ascii")


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes lines of a width in a language, in ASCII where the terminal has nothing else."""

    width: int
    ascii_only: bool = False
    voice: Voice = ENGLISH

    def say(self, sentence: Text | str) -> str:
        """Return a sentence, or a string from outside, in the characters allowed."""
        if isinstance(sentence, Text):
            return self.chars(words(sentence, self.voice))
        return self.chars(printable(sentence))

    def verdict(self, verdict: Verdict) -> str:
        """Return the word of a verdict."""
        return self.say(VERDICT_WORD[verdict])

    def verdict_width(self) -> int:
        """Return how wide a column of verdicts is."""
        return max(map(len, map(self.verdict, VERDICT_WORD)))

    def number(self, value: float | Decimal, digits: int, width: int = 0) -> str:
        """Return a number with so many digits behind its mark, at the right of a width."""
        return f"{self.voice.number(f'{value:.{digits}f}'):>{width}}"

    def chars(self, line: str) -> str:
        """Return a line without control characters, in ASCII where asked for.

        Letters lose their accents there rather than being lost.
        """
        clean = harmless(line)
        return in_ascii(clean) if self.ascii_only else clean

    def cut(self, line: str, width: int | None = None) -> str:
        """Return a line cut to a width, with a mark where something is missing."""
        most = self.width if width is None else width
        if len(line) <= most:
            return line
        return (line[: max(most - 1, 0)] + self.chars("…"))[:most]
