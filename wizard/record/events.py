"""Everything that can happen in a commissioning: a closed set.

Each event is one JSON object whose `type` names it. Values carry their unit, sentences
are `Text`. Nothing secret is ever part of an event.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from wizard.measurement import Measurement, Verdict
from wizard.protocol.views import Identity
from wizard.quantity import Quantity
from wizard.text import Text
from wizard.units import Unit


class Opened(Struct, frozen=True, tag="opened", tag_field="type"):
    """A session began. `checklist_sha256` is the hash of the file that was used."""

    session: str
    checklist: str
    revision: int
    checklist_sha256: str
    program: str
    link: str
    simulated: bool


class Resumed(Struct, frozen=True, tag="resumed", tag_field="type"):
    """A session was taken up again by a new process."""

    program: str
    link: str


class Readdressed(Struct, frozen=True, tag="readdressed", tag_field="type"):
    """The board was given another address; it is reached by this link from now on."""

    link: str


class Left(Struct, frozen=True, tag="left", tag_field="type"):
    """The session was left before its end; it can be resumed."""

    why: str


class Ended(Struct, frozen=True, tag="ended", tag_field="type"):
    """The last step was done."""


class StepStarted(Struct, frozen=True, tag="step_started", tag_field="type"):
    """An attempt at a step began; attempts count from 1."""

    step: str
    attempt: int


class StepInterrupted(Struct, frozen=True, tag="step_interrupted", tag_field="type"):
    """An attempt ended without a verdict: repeat, back, deadline or quit."""

    step: str
    attempt: int
    why: str


class Answered(Struct, frozen=True, tag="answered", tag_field="type"):
    """A question was answered; `answer` is what was typed."""

    step: str
    attempt: int
    key: str
    answer: str


class Measured(Struct, frozen=True, tag="measured", tag_field="type"):
    """A value was taken and judged."""

    measurement: Measurement


class StepJudged(Struct, frozen=True, tag="step_judged", tag_field="type"):
    """An attempt ended with a verdict; `reason` says why where it did not pass."""

    step: str
    attempt: int
    verdict: Verdict
    reason: Text | None = None


class WentStale(Struct, frozen=True, tag="went_stale", tag_field="type"):
    """A step no longer counts, because one it rests on was taken again otherwise."""

    step: str
    because: str


class IdentityRead(Struct, frozen=True, tag="identity_read", tag_field="type"):
    """The board said who it is, twice alike."""

    identity: Identity


class SettingsRead(Struct, frozen=True, tag="settings_read", tag_field="type"):
    """All settings, read twice alike; `purpose` says when ("first", "final", ...)."""

    purpose: str
    serial: str
    values: Mapping[str, Quantity]


class WriteIntended(Struct, frozen=True, tag="write_intended", tag_field="type"):
    """A setting is about to be written; on disk before its first byte goes out.

    `in_app` says, here and below, that no byte goes out: a person is about to do it in the
    vendor's app.
    """

    write: int
    serial: str
    key: str
    before: Quantity
    wanted: Quantity
    purpose: str
    in_app: bool = False


class ActionIntended(Struct, frozen=True, tag="action_intended", tag_field="type"):
    """An action (a preset) is about to be sent; on disk before its first byte."""

    write: int
    serial: str
    key: str
    in_app: bool = False


class CalibrationIntended(Struct, frozen=True, tag="calibration_intended", tag_field="type"):
    """A measured value is about to be told to the board; on disk before its first byte.

    `before` is what the board showed, `wanted` what the meter says.
    """

    write: int
    serial: str
    key: str
    before: Quantity
    wanted: Quantity
    in_app: bool = False


class Outcome(StrEnum):
    """What became of a write, proved by reading back."""

    VERIFIED = "verified"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class WriteSettled(Struct, frozen=True, tag="write_settled", tag_field="type"):
    """What became of a write; `found` is the value read back, where one was."""

    write: int
    outcome: Outcome
    found: Quantity | None = None
    reason: Text | None = None


class ShiftOpened(Struct, frozen=True, tag="shift_opened", tag_field="type"):
    """Limits are about to be shifted; the originals are what must come back.

    `restore` lists the keys in the order in which they are to be restored.
    """

    shift: int
    serial: str
    originals: Mapping[str, Quantity]
    wanted: Mapping[str, Quantity]
    restore: tuple[str, ...]
    deadline_s: int

    def __post_init__(self) -> None:
        """Refuse what could never be restored. Raises ValueError; a journal is not read then."""
        if not self.originals.keys() >= set(self.restore):
            raise ValueError("a shift without the original of a setting")


class ShiftClosed(Struct, frozen=True, tag="shift_closed", tag_field="type"):
    """All settings were read twice and equal the originals."""

    shift: int
    why: str


class ShiftLeftOpen(Struct, frozen=True, tag="shift_left_open", tag_field="type"):
    """The restore did not succeed while this process lived; `reason` says why."""

    shift: int
    reason: Text


class PackPlan(Struct, frozen=True):
    """A pack of a site: its place from 1, its name, its checklist, its address (0 to 15)."""

    number: int
    name: str
    checklist: str
    address: int


class PackPlanned(Struct, frozen=True, tag="pack_planned", tag_field="type"):
    """A pack of the site was planned; a plan of the same number replaces the one before."""

    plan: PackPlan


class PacksCounted(Struct, frozen=True, tag="packs_counted", tag_field="type"):
    """The plan of the site is complete: it has packs 1 to `packs`, and no others any more."""

    packs: int


class PackBegun(Struct, frozen=True, tag="pack_begun", tag_field="type"):
    """A pack's session, just made or there already, is about to run.

    It has a folder, a journal and a report of its own.
    """

    number: int
    session: str


class PackJudged(Struct, frozen=True, tag="pack_judged", tag_field="type"):
    """A pack's session came to an end or was left; `head` is the hash of its last line.

    `verdict` is that of its report, whose file `report` is, "" where none was written;
    `address` is the last one it is reached at.
    """

    number: int
    verdict: str
    serial: str
    address: int | None
    head: str
    report: str = ""


class PackOf(Struct, frozen=True, tag="pack_of", tag_field="type"):
    """This session is that of a pack of a site, whose session `site` is.

    `facts` are answers that the site's forms had: they are proposed, never taken for given.
    """

    site: str
    plan: PackPlan
    facts: Mapping[str, str]


class TraceLine(Struct, frozen=True):
    """A value that a trace is to be seen against, such as a limit."""

    label: Text
    value: Decimal


class TraceMark(Struct, frozen=True):
    """What happened while a trace was taken, s after it began."""

    at_s: Decimal
    what: Text


class Traced(Struct, frozen=True, tag="traced", tag_field="type"):
    """A quantity as it was read during an attempt: s after it began, and value.

    It is drawn in the report; nothing is judged by it.
    """

    step: str
    attempt: int
    name: str
    title: Text
    unit: Unit
    points: tuple[tuple[Decimal, Decimal], ...]
    lines: tuple[TraceLine, ...] = ()
    marks: tuple[TraceMark, ...] = ()


class OpenPointNoted(Struct, frozen=True, tag="open_point", tag_field="type"):
    """Something is left to do after the commissioning; no deviation, no fail.

    It holds until its step is taken again, or, where it is `lasting`, also then.
    """

    step: str
    what: Text
    lasting: bool = False


class Noted(Struct, frozen=True, tag="noted", tag_field="type"):
    """Something worth knowing happened: a lost link, a long silence, a clock not set."""

    note: Text
    step: str = ""
    details: Mapping[str, str] = field(default_factory=dict[str, str])


Event = (
    Opened
    | Resumed
    | Readdressed
    | Left
    | Ended
    | StepStarted
    | StepInterrupted
    | Answered
    | Measured
    | StepJudged
    | WentStale
    | IdentityRead
    | SettingsRead
    | WriteIntended
    | ActionIntended
    | CalibrationIntended
    | WriteSettled
    | ShiftOpened
    | ShiftClosed
    | ShiftLeftOpen
    | OpenPointNoted
    | Traced
    | PackPlanned
    | PacksCounted
    | PackBegun
    | PackJudged
    | PackOf
    | Noted
)
