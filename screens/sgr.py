"""The codes that give characters their colours and weights (SGR of ECMA-48)."""

import re
from functools import lru_cache

ONE = re.compile(r"[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+")
INK = re.compile(r"3[0-7]|38;.*|9[0-7]")
GROUND = re.compile(r"4[0-7]|48;.*|10[0-7]")
ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})  # lines and reverse
NO_INK, NO_GROUND = "39", "49"
PLAIN = "\x1b[m"


@lru_cache(maxsize=1024)
def codes_of(ansi: str) -> str:
    """Return codes without those that a terminal at rest has anyway."""
    return ";".join(code for code in ONE.findall(ansi) if code not in {NO_INK, NO_GROUND})


@lru_cache(maxsize=1024)
def on_a_blank(codes: str) -> str:
    """Return those codes that are seen where there is no character."""
    parts = ONE.findall(codes)
    if "7" in parts:
        return codes
    return ";".join(code for code in parts if code in ON_BLANKS or GROUND.fullmatch(code))


@lru_cache(maxsize=4096)
def change(before: str, now: str) -> str:
    """Return what to write so that characters have other codes from here on."""
    if before == now:
        return ""
    if not now:
        return PLAIN
    had, have = _parts(before), _parts(now)
    if had[2] - have[2]:
        return f"\x1b[;{now}m"
    new = [code for code in ONE.findall(now) if code in have[2] - had[2]]
    ink = [have[0] or NO_INK] if have[0] != had[0] else []
    ground = [have[1] or NO_GROUND] if have[1] != had[1] else []
    return f"\x1b[{';'.join([*new, *ink, *ground])}m"


def _parts(codes: str) -> tuple[str, str, frozenset[str]]:
    """Return ink, ground and all else."""
    parts = ONE.findall(codes)
    ink = next((code for code in parts if INK.fullmatch(code)), "")
    ground = next((code for code in parts if GROUND.fullmatch(code)), "")
    return ink, ground, frozenset(parts) - {ink, ground}
