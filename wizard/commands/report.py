"""`report`: checking, signing, rendering, comparing and carrying reports away."""

import argparse
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from wizard import assembly, carrying, filed, filing, paths
from wizard.assembly import open_line
from wizard.boards.believe import twice
from wizard.boards.board import Board
from wizard.commands.lines import run, typed_code
from wizard.commands.output import out, talk
from wizard.commands.report_checks import signed, verify
from wizard.commands.reports import issued
from wizard.errors import WrongUsage
from wizard.links.spec import parse
from wizard.protocol.views import Identity, Settings
from wizard.report import qr
from wizard.report.changes import label
from wizard.report.differences import ABSENT, Difference, differences
from wizard.report.document import Document
from wizard.report.rendering import FORMS
from wizard.report.spoken import speech
from wizard.text import text

DIFFERENT = 1
RENDERED: Mapping[str, tuple[str, ...]] = {
    "html": ("html",),
    "text": ("text",),
    "csv": ("measurements", "settings"),
    "pdf": ("pdf",),
}
"""What `--form` names, and which files it makes."""


def report(given: argparse.Namespace) -> int:
    """Do what the second word says."""
    return ACTIONS[given.action](given)


def _found(name: str) -> Document:
    """Return the report in a file, or the issued one of a name. Raises BadFile."""
    file = Path(name)
    return filed.opened(file) if file.suffix or file.exists() else issued(name)


# ---- other forms


def _render(given: argparse.Namespace) -> int:
    """Write another form of a report beside its JSON, or where --out says."""
    found = filed.opened(Path(given.file))
    for name in RENDERED[given.form]:
        form = FORMS[name]
        ending = form.named(given.report_language)
        target = _target(Path(given.file), ending, given.out)
        paths.save(target, form.of(found, speech(given.report_language)))
        out(str(target))
    return 0


def _target(source: Path, ending: str, wanted: str | None) -> Path:
    beside = source.with_name(source.stem + ending)
    if wanted is None:
        return beside
    place = Path(wanted)
    if place.is_dir():
        return place / beside.name
    if ending.endswith(".csv"):
        raise WrongUsage(text("{out}: CSV is two files; name a folder that is there", out=wanted))
    return place


def _qr(given: argparse.Namespace) -> int:
    """Print the QR code of a report."""
    found = _found(given.file)
    if not given.ascii:
        out("\n".join(qr.in_half_blocks(qr.content(found))))
        return 0
    try:
        out("\n".join(qr.in_characters(qr.short_content(found))))
    except ValueError as error:
        raise WrongUsage(
            text("{report}: its name is too long for a code in plain characters",
                 report=found.report_id)
        ) from error  # fmt: skip
    return 0


def _copy(given: argparse.Namespace) -> int:
    """Copy all of a report, of a site its packs' too, to a stick; print what lies there then."""
    found = issued(given.name)
    packs = (filed.read(Path(pack.report).stem) for pack in found.packs if pack.report)
    files = [file for one in (found, *packs) for file in filing.files(one)]
    for target in carrying.copy(files, Path(given.folder)):
        out(str(target))
    talk(text("{n} files were copied, read again and are the same.", n=len(files)))
    return 0


def _issue(given: argparse.Namespace) -> int:
    """Issue a session's report again, a further revision where anything was added; print it."""
    for file in assembly.report(paths.session(given.name), given.report_language).files:
        out(str(file))
    return 0


# ---- what is different


def _diff(given: argparse.Namespace) -> int:
    """Print where two reports differ, or a report and its board now, one place a line."""
    if (given.other is None) == (given.link is None):
        raise WrongUsage(text("diff needs a second report, or --link LINK to the board"))
    one = _found(given.file)
    found = list(_of_board(one, given.link) if given.link else _of_reports(one, given.other))
    for each in found:
        name = _label(each.place)
        out(f"{each.place}\t{each.one}\t{each.other}" + (f"\t{name}" if name else ""))
    talk(text("{n} differences", n=len(found)))
    return DIFFERENT if found else 0


def _label(place: str) -> str:
    """Return JK's name of a setting that differs, as the vendor's app shows it."""
    key = place.removeprefix("settings[").partition("]")[0]
    known = label(key) if place.startswith("settings[") else key
    return "" if known == key else known


def _of_reports(one: Document, other: str) -> Iterator[Difference]:
    return differences(one, _found(other))


def _of_board(document: Document, link: str) -> Iterator[Difference]:
    """Yield where a board differs from what a report left it as."""
    identity, now = _now(link)
    known = document.board
    for name in ("model", "hardware", "firmware", "serial"):
        was, is_ = getattr(known, name, ABSENT), getattr(identity, name)
        if was != is_:
            yield Difference(f"board.{name}", was, is_)
    final = {row.key: row.final for row in document.settings if row.final is not None}
    for key in dict.fromkeys([*final, *now.everything]):
        if final.get(key) != now.everything.get(key):
            yield Difference(
                f"settings[{key}]", _shown(final.get(key)), _shown(now.everything.get(key))
            )


def _shown(value: Decimal | None) -> str:
    return ABSENT if value is None else f"{value:f}"


def _now(link: str) -> tuple[Identity, Settings]:
    """Return who a board is and all that can be set in it, each read twice alike."""
    spec = parse(link)
    board = open_line(spec, ask=typed_code).far_end().board()

    async def work() -> tuple[Identity, Settings]:
        try:
            return await _read(board)
        finally:
            await board.close()

    return run(spec, work)


async def _read(board: Board) -> tuple[Identity, Settings]:
    identity = await twice(board.identity, text("identity"))
    return identity, await twice(board.every_setting, text("settings"))


ACTIONS = {
    "verify": verify,
    "sign": signed,
    "render": _render,
    "qr": _qr,
    "diff": _diff,
    "copy": _copy,
    "issue": _issue,
}
