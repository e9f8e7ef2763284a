"""`jk-commission`, `run` and `resume`: a commissioning with whoever answers."""

import argparse
import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from wizard import assembly, library
from wizard.assembly import Case
from wizard.clock import Clock, JumpClock, SystemClock
from wizard.commands.archive import last_link, newest_open, open_sessions
from wizard.commands.lines import OnTape, taping, typed_code
from wizard.commands.nearby import nearby
from wizard.commands.output import out, talk
from wizard.engine import signals
from wizard.engine.engine import Engine
from wizard.engine.mailbox import Mailbox
from wizard.engine.run import Run
from wizard.errors import BadFile, CommissionError, WrongUsage
from wizard.links.base import Link
from wizard.links.bluetooth_wanted import Ask
from wizard.links.spec import LinkSpec, parse
from wizard.operators.script import Answers, Proposing, Script, from_file
from wizard.procedure.pairing import KEY
from wizard.procedure.questions import Choice, Day, Line, Number, Option, Secret
from wizard.record.state import State
from wizard.text import Text, text

PROPOSED = (Line, Day, Number, Choice)
CANCELLED = 1
DEFAULT_CHECKLIST, ANY = "inverter-bms", "generic"


# ---- the wizard, headless runs, resuming


def wizard(given: argparse.Namespace) -> int:
    """Lead through a commissioning on a screen, or in plain lines."""
    if given.answers is not None:
        raise WrongUsage(text("--answers goes with run or resume"))
    spec = link_of(given)
    clock = SystemClock()
    if spec is not None:
        _require_link(spec)
        with taping(given) as on:
            checklist = given.checklist or DEFAULT_CHECKLIST
            return _front(given, _on(on, assembly.new_case(checklist, spec, clock)), clock)
    return _from_start_page(given, clock)


def run(given: argparse.Namespace) -> int:
    """Commission headless."""
    spec = link_of(given)
    if spec is None:
        raise WrongUsage(text("run needs --link LINK or --demo"))
    if given.answers is None and spec.kind != "demo":
        raise WrongUsage(text("run needs --answers FILE, or --answers demo for a simulated pack"))
    clock = JumpClock() if spec.kind == "demo" else SystemClock()
    typed = _typed(given)
    _require_link(spec, code_of(typed))
    with taping(given) as on:
        case = _on(on, assembly.new_case(given.checklist, spec, clock))
        return _headless(case, typed or assembly.demo_answers(case.line), clock)


def resume(given: argparse.Namespace) -> int:
    """Take up a commissioning that was left."""
    name = given.session or newest_open()
    spec = link_of(given) or parse(last_link(name))
    typed = _typed(given)
    _require_link(spec, code_of(typed))
    with taping(given) as on:
        case = _on(on, assembly.old_case(name, spec))
        if given.answers is None:
            return _front(given, case, SystemClock())
        clock = JumpClock() if spec.kind == "demo" else SystemClock()
        return _headless(case, typed or assembly.demo_answers(case.line), clock)


def _on(tape: OnTape, case: Case) -> Case:
    """Put a case's link on the tape that --record names."""
    return replace(case, line=replace(case.line, link=tape(case.line.link)))


def link_of(given: argparse.Namespace) -> LinkSpec | None:
    """Return the link that --link or --demo and --fault name. Raises WrongUsage."""
    if given.demo and given.link:
        raise WrongUsage(text("--demo is a link of its own: leave out --link"))
    if given.demo:
        return parse("demo:" + (f"?fault={given.fault}" if given.fault else ""))
    if given.fault:
        raise WrongUsage(text("--fault goes with --demo"))
    return parse(given.link) if given.link else None


def _typed(given: argparse.Namespace) -> Answers | None:
    """Return the answers of a file; None where a simulated technician answers."""
    if given.answers in {None, "demo"}:
        return None
    return from_file(Path(given.answers))


def _headless(case: Case, answers: Answers, clock: Clock) -> int:
    script = Script(answers, talk)
    ends: list[assembly.Outcome] = []
    engine = assembly.start(case, script, clock, person=False, done=ends.append)
    script.controls = engine
    signals.install(engine)
    engine.start()
    engine.done.wait()
    code = _code(engine)
    for outcome in ends:
        for file in outcome.files:
            out(str(file))
        for hint in outcome.hints:
            talk(hint)
        out(outcome.document.verdict.value)
    return code


def _code(engine: Engine) -> int:
    engine.join()
    if isinstance(engine.failure, CommissionError):
        raise engine.failure
    if engine.failure is not None:
        raise engine.failure
    return CANCELLED if engine.exit_code is None else engine.exit_code


def code_of(typed: Answers | None) -> Ask:
    """Return who is asked for a pairing code: the file of answers, else whoever types."""

    async def ask(prompt: Text) -> str | None:
        found = typed("", Secret(key=KEY, prompt=prompt)) if typed is not None else None
        return found or await typed_code(prompt)

    return ask


def _require_link(spec: LinkSpec, ask: Ask = typed_code) -> None:
    """Open and close a link, so that its absence is said before anything is begun."""
    if spec.kind == assembly.BLE:
        talk(text("Connecting to {link}", link=str(spec)))
    asyncio.run(_tried(assembly.open_line(spec, ask=ask).link))


async def _tried(link: Link) -> None:
    await link.open(_Nobody())
    await link.close()


class _Nobody:
    def received(self, chunk: bytes) -> None:
        """Drop bytes."""

    def lost(self, reason: Text) -> None:
        """Drop the news."""


# ---- with a person


def _front(given: argparse.Namespace, case: Case, clock: Clock) -> int:
    if given.plain or not _screen_fits():
        from wizard.operators.echo import Echo
        from wizard.operators.plain import run_plain

        run, echo = _run(case, clock), Echo(sys.stdin)
        signals.install(run.engine, echo.leave)
        code = run_plain(run, sys.stdin, sys.stdout, echo)
        return _code(run.engine) if run.engine.failure else code
    from screens.app import run_app

    code = run_app((), lambda _key: _run(case, clock), "here")
    return CANCELLED if code is None else code


def _screen_fits() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _run(case: Case, clock: Clock) -> Run:
    mailbox = Mailbox()
    operator = (
        Proposing(mailbox, assembly.demo_answers(case.line), PROPOSED)
        if case.line.simulation is not None
        else mailbox
    )
    return Run(assembly.start(case, operator, clock, person=True), mailbox)


# ---- the start page

PRACTISE = "demo:"


def _from_start_page(given: argparse.Namespace, clock: Clock) -> int:
    if given.plain or not _screen_fits():
        raise WrongUsage(
            text(
                "Name a link: --link serial:/dev/ttyUSB0?address=1, --link ble:ADDRESS "
                "(`jk-commission scan --bluetooth` lists the boards in range), or --demo"
            )
        )
    from screens.app import run_app

    def begin(key: str) -> Run:
        name = key.removeprefix(_RESUME)
        if key.startswith(_RESUME):
            case = assembly.old_case(name, parse(last_link(name)))
        else:
            link, _, checklist = key.partition(_WITH)
            case = assembly.new_case(checklist or given.checklist, parse(link), clock)
        return _run(_on(on, case), clock)

    def further(key: str) -> tuple[Option, ...]:
        return () if given.checklist or _WITH in key or key.startswith(_RESUME) else which(key)

    with taping(given) as on:
        code = run_app(start_options(), begin, None, further=further)
    return 0 if code is None else code


_RESUME = "resume "
_WITH = "\n"  # between a link and the checklist to take with it


def which(link: str) -> tuple[Option, ...]:
    """Return the checklists that can be taken with a link, the usual one first, `generic` last.

    One that cannot be used is named on standard error and left out.
    """
    found = {name: title for name in library.everything() if (title := _title(name)) is not None}
    order = sorted(found, key=lambda name: (name != DEFAULT_CHECKLIST, name == ANY, name))
    return tuple(Option(f"{link}{_WITH}{name}", found[name]) for name in order)


def _title(name: str) -> Text | None:
    try:
        checklist = library.load(name).checklist
    except BadFile as error:
        talk(error.reason)
        return None
    own = name not in dict(library.shipped())
    return (
        text("{title} ({name})", title=checklist.title, name=name)
        if own
        else text("{title}", title=checklist.title)
    )


def start_options() -> tuple[Option, ...]:
    """Return what can be begun: open commissionings, ports, boards in the air, practice."""
    resumed = tuple(
        Option(
            f"{_RESUME}{name}",
            text("Resume {name}: {left}", name=_told(name, state), left=_left(state)),
        )
        for name, state in open_sessions()[:3]
    )
    ports = tuple(
        Option(f"serial:{port}?address=1", text("New commissioning on {port}", port=port))
        for port in serial_ports()
    )
    return (*resumed, *ports, *nearby(), Option(PRACTISE, text("Practise on a simulated pack")))


def _told(name: str, state: State) -> Text:
    """Return a session's name, of a pack in a site with the site it belongs to."""
    of = state.pack_of
    if of is None:
        return text("{name}", name=name)
    return text("{name} ({pack} of site {site})", name=name, pack=of.plan.name, site=of.site)


def _left(state: State) -> Text:
    return text("LIMITS SHIFTED") if state.open_shifts else text("left in order")


def serial_ports() -> list[str]:
    """Return the serial adapters of this machine, by their lasting names."""
    folder = Path("/dev/serial/by-id")
    return sorted(str(port) for port in folder.glob("*")) if folder.is_dir() else []
