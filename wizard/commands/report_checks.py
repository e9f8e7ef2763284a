"""`report verify` and `report sign`."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from wizard import filed, filing, paths
from wizard.commands.output import out, say
from wizard.errors import BadFile, WrongUsage
from wizard.report import bundle
from wizard.report.json_form import from_json
from wizard.report.signature import ENDING, check, sign
from wizard.report.verify import (
    CHECKLIST,
    JOURNAL,
    REPORT,
    Verified,
    verify_bundle,
    verify_report,
)
from wizard.text import Text, text

DOES_NOT_FIT = 1
SIGNED = f"{REPORT}.json"


def verify(given: argparse.Namespace) -> int:
    """Check a report or a bundle; print what was looked at and what does not fit."""
    file = Path(given.file)
    raw = read(file)
    packed = file.suffix == filing.PACKED
    done = verify_bundle(raw, file.name) if packed else verify_report(raw, file.name, _beside(raw))
    _signed(file, raw, given.allowed_signers, done)
    for what in done.looked_at:
        out(say(what))
    for problem in done.problems:
        out(say(text("DOES NOT FIT: {place}: {what}", place=problem.place, what=problem.what)))
    out(say(_summary(done)))
    return DOES_NOT_FIT if done.problems else 0


def read(file: Path) -> bytes:
    """Return the bytes of a file. Raises BadFile."""
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else ""
        raise BadFile(text("{file}: {why}", file=str(file), why=why or str(error))) from error


def _summary(done: Verified) -> Text:
    if done.problems:
        return text("{n} things do not fit. Do not rely on this report.", n=len(done.problems))
    document = done.document
    verdict = document.verdict if document else ""
    return text("All of it fits. The report's verdict: {verdict}", verdict=verdict)


def _beside(raw: bytes) -> dict[str, bytes]:
    """Return journal and checklist of a report's session, where they are on this machine."""
    try:
        folder = paths.session(from_json(raw).session)
        return {
            JOURNAL: (folder / paths.JOURNAL).read_bytes(),
            CHECKLIST: (folder / paths.CHECKLIST).read_bytes(),
        }
    except (BadFile, OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}


# ---- signatures


def _signed(file: Path, raw: bytes, allowed: str | None, done: Verified) -> None:
    """Check the signature beside a report or in a bundle. That there is none is said."""
    with TemporaryDirectory() as folder:
        found = _signature(file, raw, Path(folder))
        if found is None:
            done.looked_at.append(text("signature: none"))
            if allowed:
                done.wrong(file.name, text("is not signed"))
            return
        content, signature = found
        try:
            who = check(content, signature, Path(allowed) if allowed else None)
        except BadFile as error:
            done.wrong(signature.name, error.reason)
            return
    done.looked_at.append(
        text("signature: {signer} by key {key}", signer=who.signer, key=who.key)
        if who.signer
        else text(
            "signature: by key {key}; whose it is, --allowed-signers FILE would say", key=who.key
        )
    )


def _signature(file: Path, raw: bytes, folder: Path) -> tuple[bytes, Path] | None:
    """Return what was signed and the signature's file; of a bundle, taken out of it."""
    if file.suffix != filing.PACKED:
        beside = file.with_name(file.name + ENDING)
        return (raw, beside) if beside.exists() else None
    try:
        files = bundle.unpack(raw, file.name)
    except BadFile:
        return None  # which was said already
    if f"{SIGNED}{ENDING}" not in files or SIGNED not in files:
        return None
    signature = folder / f"{SIGNED}{ENDING}"
    signature.write_bytes(files[signature.name])
    return files[SIGNED], signature


def signed(given: argparse.Namespace) -> int:
    """Sign a report with an SSH key; where its bundle lies beside it, put the signature in."""
    file = Path(given.file)
    if file.suffix != ".json":
        raise WrongUsage(text("{file}: the JSON of a report is what is signed", file=given.file))
    filed.opened(file)
    signature = sign(file, Path(given.key).expanduser())
    out(str(signature))
    packed = file.with_suffix(filing.PACKED)
    if packed.exists():
        out(str(_packed_anew(packed, file, signature)))
    return 0


def _packed_anew(packed: Path, file: Path, signature: Path) -> Path:
    """Pack a bundle again, with a signature that came later. Raises BadFile."""
    files = bundle.unpack(read(packed), packed.name)
    if files.pop(SIGNED, b"") != (raw := read(file)):
        raise BadFile(
            text("{bundle} holds another report than {file}", bundle=packed.name, file=file.name)
        )
    files.pop(bundle.MANIFEST, None)
    content = {**files, SIGNED: raw, f"{SIGNED}{ENDING}": read(signature)}
    return paths.save(packed, bundle.pack(content))
