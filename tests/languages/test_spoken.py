"""Whole commissionings in a language that does not exist: what is not of it was forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.languages.extraction import messages, needs_words
from tests.languages.pseudo import PSEUDO, pseudo
from tests.whole.by_lines import Talk
from wizard.chemistry import CHEMISTRIES
from wizard.procedure.families import families
from wizard.procedure.inverters import inverters
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCHES
from wizard.protocol.ports import PROTOCOL
from wizard.text import Voice

WORD = re.compile(r"[A-Za-z]{3,}")
KNOWN = frozenset(message.msgid for message in messages())

TYPED = "Demo cellar pack Pack Demo multimeter SIM Technician simulated battery low voltage"
OF_DEMO = "demo packs serial Continued capacity address addr inverter bms"
OF_REPORTS = "jk commission reports json txt html measurements settings pdf csv zip scp"
OF_FOLDERS = "sessions attachments"
OF_BOARDS = "CAN CANH CANL GND MOS BMS SOC III LIFEPO UTP UTPR"
CITED = re.compile(r"\b(?:INV|PB|B2A|P16|DY|Deye)\b.*$|\(.*\b(?:PB|INV|B2A|owners)\b[^)]*\)")
"""Where something stands in a manual is written as the manual's own language has it."""


def foreign() -> frozenset[str]:
    """The words that are names: JK's labels, brands, and what the demonstration types."""
    labels = [row.label for row in (*SETTINGS, *OPTIONS, *SWITCHES)]
    labels += [each.label for each in (*families().values(), *CHEMISTRIES.values())]
    for brand in inverters().values():
        labels += [brand.label, *brand.names, *(each.tried for each in brand.connection)]
    labels += [row.label for row in PROTOCOL.values()]
    return frozenset(
        word for label in (*labels, TYPED, OF_DEMO, OF_REPORTS, OF_FOLDERS, OF_BOARDS)
        for word in WORD.findall(label)
    )  # fmt: skip


def forgotten(printed: str, folder: Path) -> Iterator[str]:
    """Yield the lines with a word that is neither of the language nor a name."""
    names = foreign() | set(WORD.findall(str(folder)))  # its name may be folded
    for line in printed.splitlines():
        told = CITED.sub("", line)
        if str(folder) not in line and not names.issuperset(WORD.findall(told)):
            yield line


@pytest.mark.parametrize(
    ("link", "checklist"),
    [
        ("demo:", "inverter-bms"),
        *(
            pytest.param(link, checklist, marks=pytest.mark.exhaustive)
            for link, checklist in (
                ("demo:?board=b2a", "b2a8s20p"),
                ("demo:", "generic"),
                ("demo:?board=p16", "pack-16kwh"),
                ("demo:?board=dy", "pack-dy-n8s24280a"),
                ("demo:?packs=3", "site"),
            )
        ),
    ],
)
def test_everything_that_is_said_in_plain_lines_can_be_translated_and_is(
    link: str, checklist: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    unknown: set[str] = set()

    def translate(msgid: str) -> str:
        if needs_words(msgid) and msgid not in KNOWN:
            unknown.add(msgid)
        return pseudo(msgid)

    talk = Talk(link, checklist)
    assert talk.hold(Voice(translate, PSEUDO.decimal)) == 0
    assert unknown == set()
    assert list(forgotten(talk.printed, tmp_path)) == []
