"""What a line of characters may hold: nothing that steers a terminal, and what it can show."""

from dataclasses import dataclass

from wizard.measurement import Verdict
from wizard.text import Text, printable, words

VERDICT_WORD = {
    Verdict.PASS: "PASS",
    Verdict.MARGINAL: "MARGINAL",
    Verdict.FAIL: "FAIL",
    Verdict.NOT_TAKEN: "NO VALUE",
    Verdict.NOT_BELIEVABLE: "DOUBTFUL",
    Verdict.DEFERRED: "DEFERRED",
    Verdict.NOT_APPLICABLE: "N/A",
    Verdict.STALE: "STALE",
}
WORD_WIDTH = max(map(len, VERDICT_WORD.values()))

SIGNS = ("·-", "…~", "■#", "▣@", "□.", "█#", "░.", "•*", "│|", "┤|", "├|", "┬+", "┴+")
LINES = ("─-", "━=", "◂<", "▸>", "\N{MINUS SIGN}-", "\N{EN DASH}-", "\N{MULTIPLICATION SIGN}x")
CORNERS = ("┌+", "┐+", "└+", "┘+", "┼+", "●o", "○o")
IN_ASCII = str.maketrans(
    {pair[0]: pair[1] for pair in SIGNS + LINES + CORNERS}
    | {"°": "deg ", "µ": "u", "Ω": "Ohm", "≤": "<=", "≥": ">=", "→": "->"}
)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes lines of a width, in ASCII where the terminal has nothing else."""

    width: int
    ascii_only: bool = False

    def say(self, sentence: Text | str) -> str:
        """Return a sentence, or a string from outside, in the characters allowed."""
        return self.chars(words(sentence) if isinstance(sentence, Text) else sentence)

    def chars(self, line: str) -> str:
        """Return a line without control characters, in ASCII where asked for."""
        clean = printable(line)
        if not self.ascii_only:
            return clean
        return clean.translate(IN_ASCII).encode("ascii", "replace").decode("ascii")

    def cut(self, line: str, width: int | None = None) -> str:
        """Return a line cut to a width, with a mark where something is missing."""
        most = self.width if width is None else width
        if len(line) <= most:
            return line
        return (line[: max(most - 1, 0)] + self.chars("…"))[:most]
