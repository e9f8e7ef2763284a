"""Puts the parts together: link, bus, board, record, session, engine, report."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from wizard import __version__, library, paths
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.clock import Clock
from wizard.engine.engine import Engine
from wizard.errors import WrongUsage
from wizard.links.base import Link
from wizard.links.bluetooth import BluetoothLink
from wizard.links.bluetooth_wanted import Ask
from wizard.links.memory import MemoryLink
from wizard.links.serial_port import SerialLink
from wizard.links.spec import LinkSpec
from wizard.operators import demo
from wizard.operators.script import Answers
from wizard.procedure.bench import Bench
from wizard.procedure.loading import Loaded, parse
from wizard.procedure.pairing import Caller, SharedDesk
from wizard.procedure.session import Session
from wizard.procedure.views import Finished, Operator
from wizard.record import events, journal
from wizard.record.recorder import Recorder
from wizard.record.state import fold
from wizard.report.build import build
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import to_json
from wizard.report.text_form import to_text
from wizard.simulator.create import Simulation, create
from wizard.simulator.faults import KNOWN
from wizard.simulator.pack import RESTING, Chemistry
from wizard.text import text

PROGRAM = f"jk-commission {__version__}"
BLE = "ble"
DEMO_MEMORY = "simulated-board.json"
INPUTS = range(2, 33)  # cells that a board's table has room for
TELLING_CELLS = {"wrong-cell-count": "15"}
"""Cells of the pack where a fault shows: with 16 the count is right without a write."""

CHEMISTRY_KEYS: Mapping[str, Chemistry] = {key: key for key in RESTING}


@dataclass(frozen=True, slots=True)
class Line:
    """A link that can be opened, and what is simulated at its end, if anything is.

    `caller` is whom the link asks for a pairing code while a commissioning is under way.
    """

    spec: LinkSpec
    link: Link
    simulation: Simulation | None
    caller: Caller = field(default_factory=Caller)

    def far_end(self) -> FarEnd:
        """Return what is at the far end of the line."""
        spec = self.spec
        if spec.kind == BLE:
            return BluetoothFarEnd(self.link)
        return Rs485FarEnd(self.link, spec.address, spec.written_for, spec.read)


def simulate(spec: LinkSpec) -> Simulation:
    """Build the simulation that a `demo:` link names. Raises WrongUsage."""
    options = spec.options
    cells = options.get("cells", TELLING_CELLS.get(options.get("fault", ""), "16"))
    if not cells.isascii() or not cells.isdigit():
        raise WrongUsage(text("cells={cells}: must be a number", cells=cells))
    return simulated(
        options.get("fault"),
        int(cells),
        options.get("chemistry", "lifepo4"),
        options.get("capacity", "280"),
        (1,),
    )


def simulated(
    fault: str | None, cells: int, chemistry: str, capacity: str, units: Sequence[int]
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
        return create(fault, cells=cells, chemistry=known, capacity=Decimal(capacity), units=units)
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
            spec.place, adapter=spec.adapter, pairing=spec.pairing, ask=ask or caller.ask
        )
        return Line(spec, link, None, caller)
    simulation = simulate(spec)
    if memory is not None:
        simulation.keep(memory)
    return Line(spec, MemoryLink(str(spec), simulation.line), simulation)


def demo_answers(line: Line) -> Answers:
    """Return what a technician would type: at the simulated pack, or one like it."""
    simulation = line.simulation or create()
    return demo.answers(simulation)


@dataclass(frozen=True, slots=True)
class Case:
    """A commissioning on disk: its folder, its checklist, its line."""

    folder: Path
    loaded: Loaded
    line: Line
    resumed: bool


def new_case(checklist: str, spec: LinkSpec, clock: Clock) -> Case:
    """Begin a commissioning; its checklist is kept beside its journal. Raises BadFile."""
    raw = library.raw(checklist)
    loaded = parse(checklist, raw)
    folder = paths.new_session(clock.utc())
    paths.save(folder / paths.CHECKLIST, raw)
    return Case(folder, loaded, open_line(spec, folder / DEMO_MEMORY), resumed=False)


def old_case(name: str, spec: LinkSpec) -> Case:
    """Take up a commissioning with the checklist it began with. Raises BadFile."""
    folder = paths.session(name)
    loaded = parse(name, library.read(folder / paths.CHECKLIST))
    return Case(folder, loaded, open_line(spec, folder / DEMO_MEMORY), resumed=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the report and where it lies."""

    document: Document
    files: tuple[Path, ...]

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
    bench = Bench(case.line.far_end(), recorder, case.folder)
    desk = case.line.caller.desk = SharedDesk(operator, clock, person=person)
    session = Session(case.loaded.checklist, desk, recorder, bench)

    async def work() -> int:
        try:
            await session.run()
        finally:
            recorder.close()
        with clock.held() if person else nullcontext():
            outcome = report(case.folder)
        operator.show(finished(outcome))
        done(outcome)
        return outcome.exit_code

    return Engine(work, session, clock)


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


def report(folder: Path) -> Outcome:
    """Make the report of a session from its journal and save it. Raises BadFile."""
    document = document_of(folder)
    place, name = paths.reports(), folder.name
    files = (
        paths.save(place / f"{name}.json", to_json(document)),
        paths.save(place / f"{name}.txt", to_text(document).encode()),
        paths.save(place / f"{name}.html", to_html(document).encode()),
    )
    return Outcome(document, files)


def document_of(folder: Path) -> Document:
    """Return the report document of a session's folder. Raises BadFile."""
    history = journal.read(folder / paths.JOURNAL)
    loaded = parse(folder.name, (folder / paths.CHECKLIST).read_bytes())
    return build(fold(history.events), loaded.checklist, history, folder.name)


def finished(outcome: Outcome) -> Finished:
    """Return the end as a view."""
    document = outcome.document
    return Finished(
        verdict=document.verdict.value,
        passed=outcome.exit_code == 0,
        reasons=(
            *(reason.text for reason in document.reasons),
            *(text("open: {what}", what=point.text) for point in document.open_points),
        ),
        files=tuple(str(file) for file in outcome.files),
    )
