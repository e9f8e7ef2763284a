"""The report document: everything a customer, an insurer and the next technician need.

Frozen values, folded from the record, and the one source of every form of the report.
Times are UTC.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from wizard.measurement import Origin, Verdict
from wizard.record.events import Outcome
from wizard.report.parts import Amount, Bounds, Part, ReportVerdict, Sentence
from wizard.units import Unit

SCHEMA = "jk-commission-report/1"

Utc = Annotated[datetime, Meta(tz=True)]


class Earlier(Part, frozen=True):
    """An earlier reading of the same measurement."""

    attempt: int
    value: Decimal | None
    unit: Unit
    observed: str | Sentence
    printed: str
    verdict: Verdict
    origin: Origin
    at: Utc


class Taken(Part, frozen=True):
    """A measurement that counts. `value` is None where `observed` says it, or nothing.

    `origin` says who gave the value: meter, board, computed or a person. `utc_offset_minutes`
    is the local clock's distance from UTC at `at`.
    """

    id: str
    step: str
    title: Sentence
    value: Decimal | None
    unit: Unit
    observed: str | Sentence
    printed: str
    limit: Bounds | None
    possible: Bounds | None
    source: str
    verdict: Verdict
    origin: Origin
    instrument: str
    person: str
    at: Utc
    utc_offset_minutes: int
    attempt: int
    note: Sentence | None
    earlier: tuple[Earlier, ...]


class StepRow(Part, frozen=True):
    """A step of the checklist, taken or not.

    `measurements` are those of its last attempt; `superseded` are those of earlier
    attempts that the last one did not take again, which count for nothing. `went_on` is
    when the person chose to go on though the last attempt had not passed.
    """

    id: str
    kind: str
    phase: str
    title: str
    source: str
    gate: bool
    attempts: int
    verdict: Verdict
    reason: Sentence | None
    measurements: tuple[Taken, ...]
    superseded: tuple[Taken, ...]
    went_on: Utc | None = None


class Fact(Part, frozen=True):
    """A form answer: its step, its key, what was asked, what was answered."""

    step: str
    key: str
    label: str
    value: str


class BoardIdentity(Part, frozen=True):
    """Who the board said it is."""

    model: str
    hardware: str
    firmware: str
    serial: str
    first_on: str


class Procedure(Part, frozen=True):
    """What was followed, and with which programs over which links, in order of use.

    `based_on` names the checklists that it rests on, with their revisions.
    """

    checklist: str
    revision: int
    sha256: str
    title: str
    manual: str
    programs: tuple[str, ...]
    links: tuple[str, ...]
    based_on: tuple[str, ...] = ()


class InstrumentUse(Part, frozen=True):
    """An instrument as measurements name it, and how many name it.

    `due` is until when it is calibrated, as a form says; `expired` that it was used later.
    """

    name: str
    measurements: int
    due: date | None = None
    expired: bool = False


class Instruments(Part, frozen=True):
    """What the forms say of instruments, and which were used."""

    details: tuple[Fact, ...]
    used: tuple[InstrumentUse, ...]


class SettingRow(Part, frozen=True):
    """A setting with JK's label: first read, after the last preset, wanted, final.

    `wanted` is what this session wrote last, shifts apart.
    """

    key: str
    label: str
    unit: Unit
    first: Decimal | None
    after_preset: Decimal | None
    wanted: Decimal | None
    final: Decimal | None
    verdict: Verdict


class WriteRow(Part, frozen=True):
    """A write or action. `proof` says what proves its outcome; None: nothing does."""

    number: int
    at: Utc | None
    step: str
    serial: str
    key: str
    label: str
    before: Amount | None
    wanted: Amount | None
    purpose: str
    outcome: Outcome | None
    found: Amount | None
    reason: Sentence | None
    proof: Sentence | None


class SetPoint(Part, frozen=True):
    """A setting that a shift moved: its original and its shifted value."""

    key: str
    label: str
    original: Amount
    wanted: Amount | None


class ShiftRow(Part, frozen=True):
    """Limits shifted for a test. `set_by_hand` holds what must come back, if left open."""

    number: int
    opened_at: Utc | None
    closed_at: Utc | None
    step: str
    serial: str
    deadline_s: int
    points: tuple[SetPoint, ...]
    closed: bool
    why: str
    left_open: Sentence | None
    set_by_hand: tuple[SetPoint, ...]


class Incident(Part, frozen=True):
    """Something worth knowing that happened."""

    at: Utc | None
    step: str
    what: Sentence
    details: dict[str, str]


class EventCount(Part, frozen=True):
    """How many events of a type the journal holds."""

    type: str
    count: int


class JournalProof(Part, frozen=True):
    """The journal this report was folded from; `head` is the SHA-256 of its last line."""

    lines: int
    head: str
    torn_bytes: int
    events: tuple[EventCount, ...]


class LogRow(Part, frozen=True):
    """An event of the journal as a sentence; `step` is the one that ran then."""

    number: int
    at: Utc
    step: str
    what: Sentence


class TraceLevel(Part, frozen=True):
    """A value that a trace is to be seen against, such as a limit."""

    label: Sentence
    value: Decimal


class TraceMoment(Part, frozen=True):
    """What happened while a trace was taken, s after it began."""

    at_s: Decimal
    what: Sentence


class TraceRow(Part, frozen=True):
    """A quantity over time during an attempt: s after it began, and value."""

    step: str
    attempt: int
    name: str
    title: Sentence
    unit: Unit
    points: tuple[tuple[Decimal, Decimal], ...]
    lines: tuple[TraceLevel, ...]
    marks: tuple[TraceMoment, ...]


class Attachment(Part, frozen=True):
    """A file that was put into the session's folder; `thumbnail` is a small JPEG in base64.

    The thumbnail is empty where the file is no picture, or could not be made smaller.
    """

    name: str
    size: int
    changed: Utc
    sha256: str
    thumbnail: str = ""


class PackRow(Part, frozen=True):
    """A pack of a site, which was commissioned in a session of its own.

    `planned` is the address of the plan, `address` the one it was found at, None where it
    was not. `head` is the SHA-256 of the last line of its journal when `verdict` was given,
    `report` the file of its own report.
    """

    number: int
    name: str
    checklist: str
    planned: int
    address: int | None
    serial: str
    verdict: ReportVerdict
    session: str
    head: str
    report: str


class Document(Part, frozen=True, tag=SCHEMA, tag_field="schema"):
    """The whole report; `schema` names this shape and its version.

    `packs` are those of a site; `pack_of` is the session of the site that a pack belongs to.
    `seal` is the SHA-256 of the rest. A session that was taken up again has a further
    `revision`, which `supersedes` the one with the seal that it names.
    """

    report_id: str
    verdict: ReportVerdict
    reasons: tuple[Sentence, ...]
    open_points: tuple[Sentence, ...]
    simulated: bool
    session: str
    started: Utc | None
    finished: Utc | None
    site: str
    pack: str
    technician: str
    facts: tuple[Fact, ...]
    board: BoardIdentity | None
    procedure: Procedure
    instruments: Instruments
    steps: tuple[StepRow, ...]
    settings: tuple[SettingRow, ...]
    writes: tuple[WriteRow, ...]
    shifts: tuple[ShiftRow, ...]
    incidents: tuple[Incident, ...]
    journal: JournalProof
    packs: tuple[PackRow, ...] = ()
    pack_of: str = ""
    traces: tuple[TraceRow, ...] = ()
    log: tuple[LogRow, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    revision: int = 1
    supersedes: str = ""
    seal: str = ""
