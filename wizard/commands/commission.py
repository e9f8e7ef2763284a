"""`jk-commission`, `run` and `resume`: a commissioning with whoever answers."""

import argparse
import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from wizard import assembly, language
from wizard.assembly import Case
from wizard.clock import Clock, JumpClock, SystemClock
from wizard.commands.archive import last_link, newest_open
from wizard.commands.lines import OnTape, link_of, taping, typed_code
from wizard.commands.output import out, talk
from wizard.commands.plainly import is_plain, look_of, report_language_of, tell_what_to_mind
from wizard.engine import signals
from wizard.engine.engine import Engine
from wizard.engine.mailbox import Mailbox
from wizard.engine.run import Run
from wizard.errors import CommissionError, WrongUsage
from wizard.links.base import Link
from wizard.links.bluetooth_wanted import Ask
from wizard.links.spec import LinkSpec, parse
from wizard.operators.script import Answers, Proposing, Script, from_file
from wizard.procedure.pairing import KEY
from wizard.procedure.questions import Choice, Day, Line, Number, Secret
from wizard.text import Text, text

PROPOSED = (Line, Day, Number, Choice)
CANCELLED = 1


# ---- the wizard, headless runs, resuming


def at_link(given: argparse.Namespace, spec: LinkSpec, checklist: str) -> int:
    """Lead through a commissioning at a link, on a screen or in plain lines."""
    clock = SystemClock()
    _require_link(spec)
    with taping(given) as on:
        case = _on(on, assembly.new_case(checklist, spec, clock), given.report_language)
        return _front(given, case, clock)


def begun(on: OnTape, spec: LinkSpec, checklist: str, report_language: str) -> Run:
    """Return a new commissioning that is not started. Raises BadFile, WrongUsage."""
    clock = SystemClock()
    return _run(_on(on, assembly.new_case(checklist, spec, clock), report_language), clock)


def taken_up(on: OnTape, name: str, report_language: str) -> Run:
    """Return one that was left, not started, at the link it used last. Raises BadFile."""
    case = assembly.old_case(name, parse(last_link(name)))
    return _run(_on(on, case, report_language), SystemClock())


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
        case = _on(on, assembly.new_case(given.checklist, spec, clock), given.report_language)
        return _headless(case, typed or assembly.demo_answers(case.line), clock)


def resume(given: argparse.Namespace) -> int:
    """Take up a commissioning that was left."""
    name = given.session or newest_open()
    spec = link_of(given) or parse(last_link(name))
    typed = _typed(given)
    _require_link(spec, code_of(typed))
    with taping(given) as on:
        case = _on(on, assembly.old_case(name, spec), given.report_language)
        if given.answers is None:
            return _front(given, case, SystemClock())
        clock = JumpClock() if spec.kind == "demo" else SystemClock()
        return _headless(case, typed or assembly.demo_answers(case.line), clock)


def _on(tape: OnTape, case: Case, report_language: str) -> Case:
    """Put a case's link on the tape that --record names, its report into a language."""
    line = replace(case.line, link=tape(case.line.link))
    return replace(case, line=line, report_language=report_language)


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
    line = assembly.open_line(spec, ask=ask)
    trouble = line.gap_memory().trouble
    if trouble is not None:
        talk(trouble)
    asyncio.run(_tried(line.link))


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
    if is_plain(given):
        tell_what_to_mind()
        return in_lines(given, _run(case, clock))
    from screens.app import run_app

    look = look_of(given)
    spoken = replace(case, report_language=report_language_of(given, look))
    code = run_app((), lambda _key: _run(spoken, clock), "here", look=look)
    return CANCELLED if code is None else code


def in_lines(given: argparse.Namespace, run: Run) -> int:
    """Lead through a run in plain lines; return its exit code. Raises what failed in it."""
    from wizard.operators.echo import Echo
    from wizard.operators.plain import run_plain

    echo = Echo(sys.stdin)
    signals.install(run.engine, echo.leave)
    spoken = language.voice(given.language)
    code = run_plain(run, sys.stdin, sys.stdout, echo, voice=spoken)
    return _code(run.engine) if run.engine.failure else code


def _run(case: Case, clock: Clock) -> Run:
    mailbox = Mailbox()
    operator = (
        Proposing(mailbox, assembly.demo_answers(case.line), PROPOSED)
        if case.line.simulation is not None
        else mailbox
    )
    return Run(assembly.start(case, operator, clock, person=True), mailbox)
