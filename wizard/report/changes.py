"""Writes and shifts of a report, and what proves that a setting is what it should be."""

from wizard.protocol.catalogue import ACTION, CALIBRATION, WRITABLE
from wizard.record import events
from wizard.record.events import Outcome
from wizard.record.state import ShiftState, State, WriteState
from wizard.report.document import SetPoint, ShiftRow, WriteRow
from wizard.report.parts import Amount, amount, said
from wizard.report.purposes import purpose_words
from wizard.report.timeline import Moment
from wizard.text import Text, text

INTENDED = events.WriteIntended | events.ActionIntended | events.CalibrationIntended


def label(key: str) -> str:
    """Return JK's own label of whatever can be told; the key where it has none."""
    row = WRITABLE.get(key) or ACTION.get(key) or CALIBRATION.get(key)
    return row.label if row else key


def writes(state: State, passed: list[Moment]) -> tuple[WriteRow, ...]:
    """Return all writes, actions and calibrations in order, each with what proves it."""
    proofs = _proofs(state, passed)
    when = {moment.event.write: moment for moment in passed if isinstance(moment.event, INTENDED)}
    return tuple(
        _write(number, write, when.get(number), proofs.get(number))
        for number, write in state.writes.items()
    )


def _write(number: int, write: WriteState, when: Moment | None, proof: Text | None) -> WriteRow:
    return WriteRow(
        number=number,
        at=when.at if when else None,
        step=when.step if when else "",
        serial=write.serial,
        key=write.key,
        label=label(write.key),
        before=amount(write.before),
        wanted=amount(write.wanted),
        purpose=write.purpose,
        outcome=write.outcome,
        found=amount(write.found),
        reason=said(write.reason) if write.reason else None,
        proof=said(proof) if proof else None,
    )


def _proofs(state: State, passed: list[Moment]) -> dict[int, Text]:
    """Return the first proof of each write that has one.

    A write is proved by its own read-back, or later: by a verified write of the same
    setting, by a read-out (twice alike) that shows the wanted value, or, where limits
    were shifted, by the verified restore of all of them. What a calibration did, no
    setting shows: a later verified one of the same quantity leaves it in no doubt.
    """
    read_back = text("read back")
    proofs = {n: read_back for n, w in state.writes.items() if w.outcome is Outcome.VERIFIED}
    sent: dict[int, int | None] = {}
    shift: int | None = None
    for moment in passed:
        match moment.event:
            case events.ShiftOpened(shift=shift):
                pass
            case (
                events.WriteIntended(write=number)
                | events.ActionIntended(write=number)
                | events.CalibrationIntended(write=number)
            ):
                sent[number] = shift
            case _:
                for number, within in sent.items():
                    if number not in proofs and (proof := _proof(state, number, within, moment)):
                        proofs[number] = proof
        if isinstance(moment.event, events.ShiftClosed):
            shift = None
    return proofs


def _proof(state: State, number: int, within: int | None, moment: Moment) -> Text | None:
    write = state.writes[number]
    match moment.event:
        case events.WriteSettled(write=other, outcome=Outcome.VERIFIED):
            settled = state.writes.get(other)  # none where its intent found no room on disk
            same = settled and (settled.serial, settled.key) == (write.serial, write.key)
            return text("write {n}", n=other) if same else None
        case events.ShiftClosed(shift=shift):
            return text("restore of shift {n}", n=shift) if shift == within else None
        case events.SettingsRead(serial=write.serial, values=values, purpose=purpose):
            told = write.wanted is not None and not write.is_calibration
            shows = told and values.get(write.key) == write.wanted
            read = text("settings read ({purpose})", purpose=purpose_words(purpose))
            return read if shows else None
        case _:
            return None


def shifts(state: State, passed: list[Moment]) -> tuple[ShiftRow, ...]:
    """Return all shifts in order."""
    return tuple(_shift(shift, passed) for shift in state.shifts.values())


def _shift(shift: ShiftState, passed: list[Moment]) -> ShiftRow:
    opened, closed = shift.opened, None
    points = tuple(_point(opened, key) for key in opened.restore or opened.originals)
    start = next((m for m in passed if m.event == opened), None)
    for moment in passed:
        if isinstance(moment.event, events.ShiftClosed) and moment.event.shift == opened.shift:
            closed = moment
    return ShiftRow(
        number=opened.shift,
        opened_at=start.at if start else None,
        closed_at=closed.at if closed else None,
        step=start.step if start else "",
        serial=opened.serial,
        deadline_s=opened.deadline_s,
        points=points,
        closed=shift.closed,
        why=_why(closed),
        left_open=said(shift.left_open) if shift.left_open else None,
        set_by_hand=() if shift.closed else points,
    )


def _why(closed: Moment | None) -> str:
    return closed.event.why if closed and isinstance(closed.event, events.ShiftClosed) else ""


def _point(opened: events.ShiftOpened, key: str) -> SetPoint:
    original = opened.originals[key]
    return SetPoint(
        key=key,
        label=label(key),
        original=Amount(original.value, original.unit, str(original)),
        wanted=amount(opened.wanted.get(key)),
    )
