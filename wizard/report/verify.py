"""Checking a report or a bundle: what does not fit is named, to the file and the field.

A seal and a chain show what was altered by accident or in passing. A bundle says all
things twice, in the report and in the journal that it was folded from, so both would have
to be forged to agree. Who vouches for it, the signature says.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from wizard.errors import BadFile, CommissionError
from wizard.procedure.loading import parse
from wizard.record import journal
from wizard.record.journal import History
from wizard.record.state import fold
from wizard.report import bundle
from wizard.report.build import build
from wizard.report.differences import differences
from wizard.report.document import Document
from wizard.report.json_form import from_json, to_json
from wizard.report.problem import Problem
from wizard.report.rejudge import rejudged
from wizard.report.seal import seal_of
from wizard.text import Text, text

REPORT, JOURNAL, CHECKLIST = "report", "journal.jsonl", "checklist.toml"
BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
OWN = frozenset({"seal", "revision", "supersedes", "attachments"})
"""Fields that are not in the journal, and are checked in another way."""


@dataclass(slots=True)
class Verified:
    """What was looked at, in words, and what does not fit; nothing of that is good news."""

    document: Document | None = None
    looked_at: list[Text] = field(default_factory=list[Text])
    problems: list[Problem] = field(default_factory=list[Problem])

    def wrong(self, place: str, what: Text) -> None:
        """Name something that does not fit."""
        self.problems.append(Problem(place, what))


def verify_report(raw: bytes, name: str, beside: Mapping[str, bytes] | None = None) -> Verified:
    """Check a report's JSON by itself: its shape, its seal, each of its verdicts.

    `beside` holds journal and checklist of its session, where they are at hand. A journal
    that went on since then is looked at as far as the report knew it.
    """
    done = Verified()
    document = _document(raw, name, done)
    if document is not None:
        _of_itself(raw, name, document, done)
        if beside:
            known = _as_far(beside.get(JOURNAL, b""), document.journal.lines)
            _of_journal(document, {**beside, JOURNAL: known}, done)
    return done


def _as_far(raw: bytes, lines: int) -> bytes:
    rows = raw.split(b"\n")
    return raw if len(rows) <= lines + 1 else b"\n".join([*rows[:lines], b""])


def _document(raw: bytes, name: str, done: Verified) -> Document | None:
    try:
        done.document = from_json(raw)
    except BROKEN as error:
        done.wrong(name, text("is no report of this program ({why})", why=str(error)))
    return done.document


def _of_itself(raw: bytes, name: str, document: Document, done: Verified) -> None:
    if to_json(document) != raw:
        done.wrong(name, text("is not written as this program writes it: it was altered"))
    if seal_of(document) != document.seal:
        done.wrong("seal", text("does not fit: something in the report was altered"))
    done.problems += rejudged(document)
    done.looked_at.append(
        text("{file}: seal, {n} steps and their limits", file=name, n=len(document.steps))
    )


def verify_bundle(raw: bytes, name: str) -> Verified:
    """Check a bundle: each file by its hash, the report by itself and by its journal."""
    done = Verified()
    try:
        files = bundle.unpack(raw, name)
    except BadFile as error:
        done.wrong(name, error.reason)
        return done
    _of_manifest(files, done)
    if bundle.pack({each: files[each] for each in files if each != bundle.MANIFEST}) != raw:
        done.wrong(name, text("is not packed as this program packs: it was altered"))
    report = f"{REPORT}.json"
    if report not in files:
        done.wrong(name, text("holds no report"))
        return done
    document = _document(files[report], report, done)
    if document is not None:
        _of_itself(files[report], report, document, done)
        _of_attachments(document, files, done)
        _of_journal(document, files, done)
    return done


def _of_manifest(files: Mapping[str, bytes], done: Verified) -> None:
    listed = dict(_listed(files.get(bundle.MANIFEST, b""), done))
    there = {each for each in files if each != bundle.MANIFEST}
    for missing in sorted(listed.keys() - there):
        done.wrong(missing, text("is in the manifest and not in the bundle"))
    for extra in sorted(there - listed.keys()):
        done.wrong(extra, text("is in the bundle and not in the manifest"))
    for each in sorted(there & listed.keys()):
        if hashlib.sha256(files[each]).hexdigest() != listed[each]:
            done.wrong(each, text("was altered: its hash is not that of the manifest"))
    done.looked_at.append(text("{file}: {n} files", file=bundle.MANIFEST, n=len(listed)))


def _listed(raw: bytes, done: Verified) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(raw.decode(errors="replace").splitlines(), 1):
        digest, _, name = row.partition("  ")
        if name:
            yield name, digest
        else:
            done.wrong(bundle.MANIFEST, text("line {n} is no hash and name", n=number))


def _of_attachments(document: Document, files: Mapping[str, bytes], done: Verified) -> None:
    for one in document.attachments:
        content = files.get(f"{bundle.ATTACHMENTS}/{one.name}")
        place = f"attachments[{one.name}]"
        if content is None:
            done.wrong(place, text("is named in the report and not in the bundle"))
        elif hashlib.sha256(content).hexdigest() != one.sha256:
            done.wrong(place, text("is another file than the report names"))


def _of_journal(document: Document, files: Mapping[str, bytes], done: Verified) -> None:
    """Fold the journal once more and compare what comes out with the report."""
    raw, checklist = files.get(JOURNAL), files.get(CHECKLIST)
    if raw is None or checklist is None:
        done.wrong(JOURNAL, text("journal or checklist are not in the bundle"))
        return
    try:
        history = journal.decoded(raw, JOURNAL)
        again = _again(document, history, checklist)
    except CommissionError as error:
        done.wrong(JOURNAL, error.reason)
        return
    if hashlib.sha256(checklist).hexdigest() != document.procedure.sha256:
        done.wrong(CHECKLIST, text("is not the checklist that was followed"))
    for each in differences(document, again):
        if each.place.partition("[")[0].partition(".")[0] not in OWN:
            done.wrong(
                each.place,
                text("is {said} in the report, {held} by the journal",
                     said=each.one, held=each.other),
            )  # fmt: skip
    done.looked_at.append(
        text("{file}: {n} lines in one chain, folded once more", file=JOURNAL, n=len(history.lines))
    )


def _again(document: Document, history: History, checklist: bytes) -> Document:
    followed = parse(CHECKLIST, checklist).checklist
    return build(fold(history.events), followed, history, document.report_id)
