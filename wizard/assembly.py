"""Puts the parts together: link, bus, board, record, session, engine, report."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from wizard import __version__, carrying, filing, library, paths, practice
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.boards.gap_memory import Forgetful, GapFile, GapMemory
from wizard.boards.legacy_far_end import LegacyFarEnd
from wizard.boards.way import Way
from wizard.clock import Clock
from wizard.engine.engine import Engine
from wizard.errors import BadFile, WrongUsage
from wizard.links.base import Link
from wizard.links.bluetooth import BluetoothLink
from wizard.links.bluetooth_wanted import Ask
from wizard.links.memory import MemoryLink
from wizard.links.serial_port import SerialLink, adapter_name
from wizard.links.spec import LinkSpec
from wizard.operators import demo, demo_site
from wizard.operators.script import Answers
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import Practice
from wizard.procedure.desk import Desk
from wizard.procedure.loading import Loaded, parse
from wizard.procedure.pairing import Caller, SharedDesk
from wizard.procedure.session import Session
from wizard.procedure.views import Finished, Operator
from wizard.record import events, journal
from wizard.record.recorder import Recorder
from wizard.record.state import fold
from wizard.report.build import build
from wizard.report.document import Document
from wizard.simulator.bank import Bank, bank_of
from wizard.simulator.bank_faults import BANK_FAULTS, SOUND, BankFault
from wizard.simulator.bluetooth_create import face
from wizard.simulator.create import Simulation, create
from wizard.simulator.fault import NONE, Fault
from wizard.simulator.faults import KNOWN
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.makes import MAKES, PB, Make
from wizard.simulator.pack import RESTING, Chemistry
from wizard.site import SitePacks, Surroundings, of_site
from wizard.text import Text, text

PROGRAM = f"jk-commission {__version__}"
BLE, DEMO, UART = "ble", "demo", "uart"
WAYS: Mapping[str, Way] = {BLE: "bluetooth", UART: "uart"}
"""By which way boards are spoken to at links that are not of wires which boards share."""

DEMO_MEMORY = "simulated-board.json"
INPUTS = range(2, 33)  # cells that a board's table has room for
ONE_LESS = frozenset({"wrong-cell-count"})
"""Faults that show in a pack with a cell less: with all of them nothing has to be written."""

CHEMISTRY_KEYS: Mapping[str, Chemistry] = {key: key for key in RESTING}


@dataclass(frozen=True, slots=True)
class Line:
    """A link that can be opened, and what is simulated at its end, if anything is.

    `caller` is whom the link asks for a pairing code while a commissioning is under way.
    A simulated site has a `bank`; its `simulation` is then the first pack.
    """

    spec: LinkSpec
    link: Link
    simulation: Simulation | None
    caller: Caller = field(default_factory=Caller)
    bank: Bank | None = None

    @property
    def way(self) -> Way:
        """By which way a board is spoken to there."""
        if self.simulation is not None:
            return self.simulation.make.speaks
        return WAYS.get(self.spec.kind, "rs485")

    @property
    def fault(self) -> Fault | BankFault:
        """What is wrong with what is simulated there."""
        if self.simulation is None:
            return NONE
        cells = self.simulation.pack.cells
        name = practice.revealed(self.spec, cells).options.get("fault", "")
        return BANK_FAULTS.get(name) or KNOWN.get(name) or NONE

    def keep(self, path: Path) -> None:
        """Let what is simulated outlive the process in a file. Raises BadFile."""
        if self.bank is not None:
            self.bank.keep(path)
        elif self.simulation is not None:
            self.simulation.keep(path)

    def far_end(self) -> FarEnd:
        """Return what is at the far end of the line."""
        spec = self.spec
        if self.way == "bluetooth":
            return BluetoothFarEnd(self.link)
        if self.way == "uart":
            return LegacyFarEnd(self.link)
        memory = self.gap_memory()
        return Rs485FarEnd(self.link, spec.address, spec.written_for, spec.read, memory)

    def gap_memory(self) -> GapMemory:
        """Return what keeps the gap that boards at a real adapter were found to need."""
        if self.spec.kind != "serial":
            return Forgetful()
        line = f"{adapter_name(self.spec.place)} {self.spec.baud}"
        return GapFile(paths.gaps(), line)


def simulate(spec: LinkSpec) -> Simulation:
    """Build the simulation that a `demo:` link names. Raises WrongUsage."""
    options = spec.options
    if options.get("fault") in BANK_FAULTS:
        raise WrongUsage(
            text(
                "The fault {fault} is one of several packs: write demo:?packs=3&fault={fault}",
                fault=options["fault"],
            )
        )
    make = MAKES.get(options.get("board", "pb"))
    if make is None:
        raise WrongUsage(text("board must be one of {known}", known=", ".join(MAKES)))
    usual = make.cells - (options.get("fault") in ONE_LESS)
    cells = options.get("cells", str(usual))
    if not cells.isascii() or not cells.isdigit():
        raise WrongUsage(text("cells={cells}: must be a number", cells=cells))
    return simulated(
        practice.revealed(spec, int(cells)).options.get("fault"),
        int(cells),
        options.get("chemistry", "lifepo4"),
        options.get("capacity", "280"),
        (1,),
        make,
    )


def matching(spec: LinkSpec, practice: Practice) -> LinkSpec:
    """Return a link whose simulated pack is the one that a checklist is practised on.

    Where the link names another board, or hardware, it stays as it is; what else it says
    of the pack counts.
    """
    if spec.kind != DEMO or spec.options.get("board", practice.board) != practice.board:
        return spec
    make = MAKES.get(practice.board)
    usual = Practice(cells=make.cells) if make else Practice()
    names = ("board", "cells", "chemistry", "capacity", "packs")
    pairs = ((name, getattr(practice, name), getattr(usual, name)) for name in names)
    added = {name: str(value) for name, value, plain in pairs if value != plain}
    return replace(spec, options={**added, **spec.options})


def simulated(  # noqa: PLR0913  each is one property of the pack
    fault: str | None,
    cells: int,
    chemistry: str,
    capacity: str,
    units: Sequence[int],
    make: Make = PB,
) -> Simulation:
    """Build a simulation from what a person typed. Raises WrongUsage."""
    known = CHEMISTRY_KEYS.get(chemistry)
    if fault is not None and fault not in KNOWN:
        raise WrongUsage(
            text(
                "There is no fault `{fault}`. Known are: {known}.",
                fault=fault,
                known=", ".join(KNOWN),
            )
        )
    if cells not in INPUTS:
        raise WrongUsage(
            text(
                "A simulated pack has {least} to {most} cells, not {cells}.",
                least=INPUTS[0],
                most=INPUTS[-1],
                cells=cells,
            )
        )
    if known is None:
        raise WrongUsage(text("chemistry must be one of {known}", known=", ".join(RESTING)))
    try:
        return create(
            fault,
            cells=cells,
            chemistry=known,
            capacity=Decimal(capacity),
            units=units,
            make=make,
        )
    except (ValueError, InvalidOperation) as error:
        raise WrongUsage(text("This pack cannot be simulated: {why}", why=str(error))) from error


def open_line(spec: LinkSpec, memory: Path | None = None, ask: Ask | None = None) -> Line:
    """Return the line of a link; a simulated board remembers its settings in `memory`.

    `ask` is asked for a pairing code; without it the line's caller is.
    """
    if spec.kind == "serial":
        return Line(spec, SerialLink(spec.place, spec.baud), None)
    if spec.kind == BLE:
        caller = Caller()
        link = BluetoothLink(
            spec.place,
            adapter=spec.adapter,
            pairing=spec.pairing,
            ask=ask or caller.ask,
            tell=caller.tell,
        )
        return Line(spec, link, None, caller)
    if spec.kind == UART:
        return Line(spec, SerialLink(spec.place, kind=UART), None)
    if spec.packs > 1:
        return _bank_line(spec, memory)
    return _pack_line(spec, memory)


def _pack_line(spec: LinkSpec, memory: Path | None) -> Line:
    """Return the line to a simulated pack, spoken to as boards of its make are."""
    simulation = simulate(spec)
    if memory is not None:
        simulation.keep(memory)
    if simulation.make.speaks == "bluetooth":
        peer = face(simulation)
        radio = MemoryLink(str(spec), peer)
        peer.gone = radio.pull
        return Line(spec, radio, simulation)
    if simulation.make.speaks == "uart":
        cable = MemoryLink(str(spec), LegacyFace(simulation.board))
        return Line(spec, cable, simulation)
    return Line(spec, MemoryLink(str(spec), simulation.line), simulation)


def _bank_line(spec: LinkSpec, memory: Path | None) -> Line:
    bank = banked(spec)
    line = Line(spec, MemoryLink(str(spec), bank.line), bank.pack(1), bank=bank)
    if memory is not None:
        line.keep(memory)
    return line


def banked(spec: LinkSpec) -> Bank:
    """Build the bank that a `demo:` link with packs names. Raises WrongUsage.

    Its fault is one of a bank, or one of a pack, which the second one has.
    """
    joint = BANK_FAULTS.get(spec.options.get("fault", ""))
    of_bank = {"packs"} if joint is None else {"packs", "fault"}
    of_pack = {key: value for key, value in spec.options.items() if key not in of_bank}
    sample = simulate(replace(spec, options=of_pack))
    return bank_of(
        spec.packs,
        joint or SOUND,
        sample.fault,
        cells=sample.pack.cells,
        chemistry=sample.pack.chemistry,
        capacity=sample.pack.capacity,
        make=sample.make,
    )


def demo_answers(line: Line) -> Answers:
    """Return what a technician would type: at the simulated packs, or at one pack like it."""
    if line.bank is not None:
        return demo_site.answers(line.bank)
    simulation = line.simulation or create()
    return demo.answers(simulation)


@dataclass(frozen=True, slots=True)
class Case:
    """A commissioning on disk: its folder, its checklist, its line, its report's language."""

    folder: Path
    loaded: Loaded
    line: Line
    resumed: bool
    report_language: str = "en"


def new_case(checklist: str, spec: LinkSpec, clock: Clock) -> Case:
    """Begin a commissioning; its checklist is kept beside its journal. Raises BadFile."""
    raw = library.whole(checklist)
    loaded = parse(checklist, raw)
    spec = matching(spec, loaded.checklist.practice)
    line = open_line(spec)  # nothing is left behind of a link that cannot be
    folder = paths.new_session(clock.utc())
    paths.save(folder / paths.CHECKLIST, raw)
    line.keep(folder / DEMO_MEMORY)
    return Case(folder, loaded, line, resumed=False)


def old_case(name: str, spec: LinkSpec) -> Case:
    """Take up a commissioning with the checklist it began with. Raises BadFile."""
    folder = paths.session(name)
    loaded = parse(name, library.read(folder / paths.CHECKLIST))
    return Case(folder, loaded, open_line(spec, _remembered(folder)), resumed=True)


def _remembered(folder: Path) -> Path:
    """Return where simulated boards are remembered: those of a site's packs by the site."""
    of = fold(journal.read(folder / paths.JOURNAL).events).pack_of
    try:
        return (folder if of is None else paths.session(of.site)) / DEMO_MEMORY
    except BadFile:
        return folder / DEMO_MEMORY


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the report, where it lies, and in words which form it has not."""

    document: Document
    files: tuple[Path, ...]
    missing: tuple[Text, ...] = ()

    @property
    def hints(self) -> tuple[Text, ...]:
        """How it gets out of the machine, where photographs go, and what it still lacks."""
        name = self.document.report_id
        photographs = text(
            "Photographs go into {folder}, then into a further revision: "
            "jk-commission report issue {name}",
            folder=str(paths.sessions() / name / paths.ATTACHMENTS),
            name=name,
        )
        fetch = text("Fetch all of it: {line}", line=carrying.scp(self.files[-1], os.environ))
        return (*self.missing, photographs, fetch)

    @property
    def exit_code(self) -> int:
        """0 for PASS, 1 for any other verdict."""
        return self.document.verdict.exit_code


def start(
    case: Case,
    operator: Operator,
    clock: Clock,
    *,
    person: bool,
    done: Callable[[Outcome], None] = lambda _: None,
) -> Engine:
    """Return an engine for a case, not started. `person` says that a person answers.

    Raises RecordError where the record cannot be kept or another process keeps it.
    """
    recorder = Recorder(case.folder / paths.JOURNAL, clock)
    recorder.append(_beginning(case))
    desk = case.line.caller.desk = SharedDesk(operator, clock, person=person)
    packs = _packs(case, desk, clock) if of_site(case.loaded.checklist) else None
    bench = Bench(case.line.far_end(), recorder, case.folder, packs)
    session = Session(case.loaded.checklist, desk, recorder, bench)

    async def work() -> int:
        try:
            await session.run()
        finally:
            recorder.close()
        with clock.held() if person else nullcontext():
            outcome = report(case.folder, case.report_language)
        practised = practice.told(case.line.fault, recorder.state, case.loaded.checklist)
        operator.show(finished(outcome, practised))
        done(outcome)
        return outcome.exit_code

    return Engine(work, session, clock)


def _packs(case: Case, desk: Desk, clock: Clock) -> SitePacks:
    """Return the packs of a site, all of them at its link."""
    line = case.line
    around = Surroundings(
        program=PROGRAM,
        spec=line.spec,
        simulated=line.simulation is not None,
        far_end=lambda spec: replace(line, spec=spec).far_end(),
        judge=document_of,
        write=lambda folder: report(folder, case.report_language),
    )
    return SitePacks(case.folder.name, around, desk, clock)


def _beginning(case: Case) -> events.Opened | events.Resumed:
    link = str(case.line.spec)
    if case.resumed:
        return events.Resumed(PROGRAM, link)
    return events.Opened(
        session=case.folder.name,
        checklist=case.loaded.checklist.id,
        revision=case.loaded.checklist.revision,
        checklist_sha256=case.loaded.sha256,
        program=PROGRAM,
        link=link,
        simulated=case.line.simulation is not None,
    )


def report(folder: Path, code: str = "en") -> Outcome:
    """Issue the report of a session from its journal, in a language. Raises BadFile."""
    issued = filing.issue(document_of(folder), folder, code)
    return Outcome(issued.document, issued.files, issued.missing)


def document_of(folder: Path) -> Document:
    """Return the report document of a session's folder. Raises BadFile."""
    history = journal.read(folder / paths.JOURNAL)
    loaded = parse(folder.name, (folder / paths.CHECKLIST).read_bytes())
    return build(fold(history.events), loaded.checklist, history, folder.name)


def finished(outcome: Outcome, practised: tuple[Text, ...] = ()) -> Finished:
    """Return the end as a view, with what was practised on."""
    document = outcome.document
    return Finished(
        verdict=document.verdict.value,
        passed=outcome.exit_code == 0,
        reasons=(
            *(reason.text for reason in document.reasons),
            *(text("open: {what}", what=point.text) for point in document.open_points),
        ),
        files=tuple(str(file) for file in outcome.files),
        hints=(*practised, *outcome.hints),
    )
