"""The sessions of a site's packs: made, run and read in their own folders.

One link is open at a time: a pack's session opens the site's link and closes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wizard import filing, library, paths
from wizard.boards.far_end import FarEnd
from wizard.clock import Clock
from wizard.errors import BadFile, RecordError
from wizard.links.spec import LinkSpec, parse
from wizard.procedure import loading
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import Checklist, DipAddress
from wizard.procedure.desk import Desk
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.packs import PackPlan, PackRecord
from wizard.procedure.session import Session
from wizard.procedure.site_steps import SitePlan
from wizard.record import events, journal
from wizard.record.journal import History
from wizard.record.recorder import Recorder
from wizard.record.state import State, fold
from wizard.report.document import Document
from wizard.text import text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sessions of packs are given: the site's link, where reports are made.

    `far_end` opens a link over the site's adapter, `judge` makes the report of a session's
    folder, `write` also saves it. Both raise BadFile.
    """

    program: str
    spec: LinkSpec
    simulated: bool
    far_end: Callable[[LinkSpec], FarEnd]
    judge: Callable[[Path], Document]
    write: Callable[[Path], object]


def of_site(checklist: Checklist) -> bool:
    """Whether a checklist is that of a site: its steps open the sessions of packs."""
    return any(isinstance(step, SitePlan) for step in checklist.step)


class SitePacks:
    """The `Packs` of a site whose session is `site`; they ask at the site's desk."""

    def __init__(self, site: str, around: Surroundings, desk: Desk, clock: Clock) -> None:
        self._site = site
        self._around = around
        self._desk = desk
        self._clock = clock
        self._running: Session | None = None
        self._records: dict[str, PackRecord] = {}

    def checklists(self) -> Mapping[str, str]:
        """Return names and titles of the checklists by which a pack can be commissioned."""
        found: dict[str, str] = {}
        for name in sorted(library.everything()):
            try:
                loaded = library.load(name).checklist
            except BadFile:
                continue  # `checklists list` says what is wrong with it
            if not of_site(loaded):
                found[name] = loaded.title
        return found

    def begin(self, plan: PackPlan, facts: Mapping[str, str]) -> str:
        """Make a pack's session; return its name. Raises BadFile, RecordError."""
        raw = library.whole(plan.checklist)
        loaded = loading.parse(plan.checklist, raw)
        folder = paths.new_session(self._clock.utc())
        paths.save(folder / paths.CHECKLIST, raw)
        recorder = Recorder(folder / paths.JOURNAL, self._clock)
        try:
            recorder.append(self._opened(folder.name, loaded))
            recorder.append(events.PackOf(self._site, plan, {**facts, "pack": plan.name}))
        finally:
            recorder.close()
        return folder.name

    def _opened(self, session: str, loaded: loading.Loaded) -> events.Opened:
        return events.Opened(
            session=session,
            checklist=loaded.checklist.id,
            revision=loaded.checklist.revision,
            checklist_sha256=loaded.sha256,
            program=self._around.program,
            link=str(self._around.spec),
            simulated=self._around.simulated,
        )

    async def run(self, session: str, plan: PackPlan, others: Mapping[str, str]) -> bool:
        """Run a session until it ends or is left; write its report. Raises BadFile, RecordError."""
        folder = paths.session(session)
        checklist = loading.parse(session, library.read(folder / paths.CHECKLIST)).checklist
        recorder = self._recorder(folder)
        try:
            spec = self._spec(recorder.state)
            self._take_up(recorder, checklist, plan, spec)
            bench = Bench(self._around.far_end(spec), recorder, folder, others=others)
            self._running = Session(checklist, self._desk, recorder, bench)
            ended = await self._running.run()
        finally:
            self._running = None
            recorder.close()
        self._write(folder)
        return ended

    def _recorder(self, folder: Path) -> Recorder:
        """Open a pack's journal. Raises BadFile where it cannot be, also where it is in use."""
        try:
            return Recorder(folder / paths.JOURNAL, self._clock)
        except RecordError as error:
            raise BadFile(error.reason) from error

    def _spec(self, state: State) -> LinkSpec:
        """Return the site's link, to the address at which the pack was reached last."""
        site = self._around.spec
        used = [spec for link in state.links if (spec := parse(link)).kind == site.kind]
        return parse(site.written_for((used or [site])[-1].address))

    def _take_up(
        self, recorder: Recorder, checklist: Checklist, plan: PackPlan, spec: LinkSpec
    ) -> None:
        """Record that the session goes on; a new plan moves its board to another address."""
        state = recorder.state
        if state.steps:
            recorder.append(events.Resumed(self._around.program, str(spec)))
        known = state.pack_of or events.PackOf(self._site, plan, {})
        if state.pack_of is None or known.plan != plan:
            facts = {**known.facts, "pack": plan.name}
            recorder.append(events.PackOf(self._site, plan, facts))
        for step in checklist.step:
            judged = isinstance(step, DipAddress) and state.step(step.id).verdict is not None
            if judged and address(state, checklist) != plan.address:
                recorder.append(events.WentStale(step.id, "site-plan"))

    def _write(self, folder: Path) -> None:
        try:
            self._around.write(folder)
        except BadFile as error:
            raise RecordError(
                text("The report of {session} cannot be written: {why}", session=folder.name,
                     why=error.reason)
            ) from error  # fmt: skip

    def interrupt(self, why: Interrupt) -> bool:
        """Interrupt the session that runs; return False where none does."""
        if self._running is None:
            return False
        self._running.interrupt(why)
        return True

    def note(self, typed: str) -> bool:
        """Record a note in the session that runs; return False where none does."""
        if self._running is None:
            return False
        self._running.note(typed)
        return True

    def record(self, session: str) -> PackRecord:
        """Return what a session's journal holds now. Raises BadFile.

        It is judged anew only where the journal went on since it was asked for last.
        """
        folder = paths.session(session)
        try:
            history = journal.read(folder / paths.JOURNAL)
            known = self._records.get(session)
            if known is None or known.head != history.head:
                known = self._records[session] = self._judged(folder, history)
        except OSError as error:
            why = error.strerror or str(error)
            raise BadFile(text("{session}: {why}", session=session, why=why)) from error
        return replace(known, report=filing.made_of(session, history.head))

    def _judged(self, folder: Path, history: History) -> PackRecord:
        """Raise BadFile, OSError."""
        name = folder.name
        checklist = loading.parse(name, library.read(folder / paths.CHECKLIST)).checklist
        verdict = self._around.judge(folder).verdict.value
        state = fold(history.events)
        where = address(state, checklist)
        return PackRecord(name, state, checklist, verdict, history.head, where)


def address(state: State, checklist: Checklist) -> int | None:
    """Return a pack's address: that of its switches where they were verified, or its link's."""
    for step in checklist.step:
        if isinstance(step, DipAddress):
            so_far = state.step(step.id)
            passed = so_far.verdict is not None and so_far.verdict.passes
            typed = so_far.proposals.get("address", "")
            return int(typed) if passed and typed.isdecimal() else None
    return parse(state.links[-1]).address if state.links else None
