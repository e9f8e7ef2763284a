"""What must hold at the end of a commissioning that was killed and taken up again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.crash.life import JOURNAL, Life
from tests.procedure.support import SHIPPED
from wizard.errors import BadFile
from wizard.protocol.catalogue import ACTION, CALIBRATION, PARAMETER, WRITABLE
from wizard.protocol.layout import Table
from wizard.quantity import Quantity
from wizard.record import events, journal
from wizard.record.state import State, WriteState, fold
from wizard.report.build import build
from wizard.simulator.create import Simulation

ONCE = {row.address: row.key for row in (*ACTION.values(), *CALIBRATION.values())}
"""What is told once and read back by nothing, by its address."""


@dataclass(frozen=True)
class Held:
    """What a board holds that was never disturbed: both tables, and its calibration."""

    settings: bytes
    info: bytes
    gauge: tuple[str, ...]


def held(simulation: Simulation) -> Held:
    """Return what a board holds now."""
    store, gauge = simulation.board.store, simulation.board.senses.gauge
    factors = (gauge.voltage, gauge.charge, gauge.discharge)
    rounded = tuple(f"{factor:.3f}" for factor in factors)  # a meter's last digit may differ
    return Held(bytes(store.settings.data), bytes(store.info.data), rounded)


@dataclass(frozen=True)
class Killed:
    """What one life left on disk: whole lines, and what they come to."""

    raw: bytes
    state: State

    @property
    def open(self) -> dict[int, WriteState]:
        """Writes of settings whose outcome was not known: reading shows what became of them."""
        unsettled = self.state.unsettled.items()
        return {number: write for number, write in unsettled if write.key in WRITABLE}


def killed(folder: Path) -> Killed:
    """Read what is on disk."""
    history = journal.read(folder / JOURNAL)
    return Killed((folder / JOURNAL).read_bytes()[: history.good_bytes], fold(history.events))


def findings(left: Killed, life: Life, wanted: Held) -> list[str]:
    """Return what is wrong after the last life of a commissioning; nothing is best."""
    try:
        history = journal.read(life.folder / JOURNAL)
    except BadFile as error:
        return [f"the chain is broken: {error.reason}"]
    raw = (life.folder / JOURNAL).read_bytes()
    state = fold(history.events)
    since = history.events[len(left.raw.splitlines()) :]
    return [
        *_lost(left, raw, state),
        *_unsafe(life.simulation, state, since, left),
        *_unread(left.open, since),
        *_unfinished(life, state, history),
        *_otherwise(held(life.simulation), wanted),
    ]


def _lost(left: Killed, raw: bytes, state: State) -> Iterator[str]:
    if not raw.startswith(left.raw):
        yield "lines that were on disk are gone"
    for step, then in left.state.steps.items():
        now = state.step(step)
        if then.verdict is not None and then.verdict.passes and now.attempts != then.attempts:
            yield f"{step} had passed and was taken again"
    kept = {(each.step, each.id, each.attempt) for each in state.measurements}
    for each in left.state.measurements:
        if (each.step, each.id, each.attempt) not in kept:
            yield f"{each.step}.{each.id} was measured and is gone"


def _unsafe(
    simulation: Simulation, state: State, since: tuple[events.Event, ...], left: Killed
) -> Iterator[str]:
    for violation in simulation.board.violations:
        yield f"an order was broken: {violation}"
    if state.open_shifts:
        yield "limits are still shifted by the record"
    if state.unsettled:
        yield f"unknown: {[write.key for write in state.unsettled.values()]}"
    if left.state.open_shifts:
        kinds = [type(event) for event in since]
        begun = kinds.index(events.StepStarted) if events.StepStarted in kinds else len(kinds)
        if events.ShiftClosed not in kinds[:begun]:
            yield "a step began before limits were restored"
    asked = [write.address for write in simulation.board.writes]
    for address, key in ONCE.items():
        if asked.count(address) > 1:
            yield f"{key} was sent {asked.count(address)} times"


def _unread(unsettled: dict[int, WriteState], since: tuple[events.Event, ...]) -> Iterator[str]:
    """What became of each open write was found by reading, before anything else was begun."""
    kinds = [type(event) for event in since]
    begun = kinds.index(events.StepStarted) if events.StepStarted in kinds else len(kinds)
    read: dict[str, Quantity] = {}
    left = dict(unsettled)
    for event in since[:begun]:
        match event:
            case events.SettingsRead():
                read.update(event.values)
            case events.WriteSettled() if event.write in left:
                yield from _misjudged(left.pop(event.write), event, read)
            case _:
                pass
    for write in left.values():
        yield f"a step began before it was read what became of {write.key}"


def _misjudged(
    write: WriteState, settled: events.WriteSettled, read: dict[str, Quantity]
) -> Iterator[str]:
    shown = read.get(write.key)
    if shown is None or settled.found != shown:
        yield f"{write.key} was settled as {settled.found}, read was {shown}"
    if (settled.outcome is events.Outcome.VERIFIED) is not (shown == write.wanted):
        yield f"{write.key} is {settled.outcome}, wanted {write.wanted}, read {shown}"


def _unfinished(life: Life, state: State, history: journal.History) -> Iterator[str]:
    document = build(state, SHIPPED, history, "report-1")
    if not life.ended or document.verdict.exit_code:
        said = "; ".join(reason.words for reason in document.reasons)
        yield f"it ended as {document.verdict.value}: {said[:600]} (told: {life.told[-2:]})"


def _otherwise(found: Held, wanted: Held) -> Iterator[str]:
    if found.settings != wanted.settings:
        yield f"other settings: {_differing(found.settings, wanted.settings, Table.SETTINGS)}"
    if found.info != wanted.info:
        yield f"other options: {_differing(found.info, wanted.info, Table.INFO)}"
    if found.gauge != wanted.gauge:
        yield f"calibrated to {found.gauge}, not {wanted.gauge}"


def _differing(found: bytes, wanted: bytes, table: Table) -> list[str]:
    """Return the settings whose bytes differ, or the offset where no setting lies there."""
    rows = (row for row in PARAMETER.values() if row.place.table is table)
    named = {at: row.key for row in rows for at in range(row.place.offset, row.place.offset + 4)}
    pairs = enumerate(zip(found, wanted, strict=True))
    return sorted({named.get(at, f"offset {at}") for at, (one, other) in pairs if one != other})
