"""A site of simulated packs, headless, in virtual time, each pack by a short checklist."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import msgspec

from tests.procedure.support import Given, Person, nothing, only
from wizard import library, paths
from wizard.assembly import document_of, report
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.clock import JumpClock
from wizard.links.memory import MemoryLink
from wizard.links.spec import LinkSpec, parse
from wizard.operators import demo
from wizard.operators.script import Answers
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import Checklist
from wizard.procedure.desk import Desk
from wizard.procedure.loading import parse as checklist_of
from wizard.procedure.questions import Question
from wizard.procedure.session import Session
from wizard.procedure.toml_text import toml
from wizard.procedure.views import View
from wizard.record import events
from wizard.record.recorder import Recorder
from wizard.record.state import PackState, State
from wizard.report.document import Document
from wizard.simulator.bank import Bank, bank_of
from wizard.site import SitePacks, Surroundings
from wizard.text import Text

SITE = "2026-01-01-001"
SHORT = "short"
LINK = parse("demo:")
STEPS = ("connect", "chemistry-preset", "inverter", "final-audit", "inverter-joined", "dip")


def keep(checklist: Checklist) -> None:
    """Let a checklist be one of the user's own, under the name of packs' checklist here."""
    named = msgspec.structs.replace(checklist, id=SHORT, title="A short one")
    tree = msgspec.to_builtins(named, builtin_types=(Decimal,))
    paths.save(paths.own_checklists() / f"{SHORT}.toml", toml(_bare(tree)).encode())


def _bare(tree: Any) -> Any:  # noqa: ANN401  a tree of plain values
    """Return a tree without keys that hold nothing: TOML has no word for it."""
    if isinstance(tree, dict):
        table = cast("dict[str, Any]", tree)
        return {key: _bare(value) for key, value in table.items() if value is not None}
    if isinstance(tree, list | tuple):
        return [_bare(each) for each in cast("list[Any]", tree)]
    return tree


@dataclass
class BankSite:
    """A bank of packs with one folder for the site; runs of the site's session over it.

    `given` of a run is typed instead of what the simulated technician would; a key may be
    named `pack-2:step.key` where only that pack is meant.
    """

    bank: Bank = field(default_factory=lambda: bank_of(2))
    steps: tuple[str, ...] = STEPS
    told: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.folder = paths.private(paths.sessions() / SITE)
        self.raw = site_raw()
        self.link = MemoryLink("demo:", self.bank.line)
        paths.save(self.folder / paths.CHECKLIST, self.raw)
        keep(only(*self.steps))
        self.session: Session | None = None

    def run(self, given: Given | None = None, when: Callable[[View], None] = nothing) -> "SiteRan":
        """Run the site's session once, new or resumed, to its end or until it is left."""
        clock = JumpClock()
        recorder = Recorder(self.folder / paths.JOURNAL, clock)
        recorder.append(self._beginning(recorder.state))
        person = Person(self._answers(given or {}), self._tell, when)
        desk = Desk(person, clock, person=False)
        packs = SitePacks(SITE, self._around(), desk, clock)
        bench = Bench(self._far_end(LINK), recorder, self.folder, packs)
        self.session = Session(checklist_of("site", self.raw).checklist, desk, recorder, bench)
        person.script.controls = self.session
        try:
            with asyncio.Runner(loop_factory=clock.new_loop) as runner:
                ended = runner.run(self.session.run())
        finally:
            recorder.close()
        return SiteRan(ended, recorder.state, person, report(self.folder).document)

    def run_pack(self, number: int, session: str) -> bool:
        """Resume the session of one pack by itself; return whether it reached its end."""
        self.bank.plug_only(number)
        clock, folder = JumpClock(), paths.session(session)
        recorder = Recorder(folder / paths.JOURNAL, clock)
        recorder.append(events.Resumed("test", "demo:"))
        person = Person(self._answers({}), self._tell, nothing)
        bench = Bench(self._far_end(LINK), recorder, folder)
        loaded = checklist_of(session, library.read(folder / paths.CHECKLIST))
        alone = Session(loaded.checklist, Desk(person, clock, person=False), recorder, bench)
        person.script.controls = alone
        try:
            with asyncio.Runner(loop_factory=clock.new_loop) as runner:
                return runner.run(alone.run())
        finally:
            recorder.close()

    def _far_end(self, spec: LinkSpec) -> FarEnd:
        return Rs485FarEnd(self.link, spec.address, spec.written_for)

    def _around(self) -> Surroundings:
        return Surroundings("test", LINK, True, self._far_end, document_of, report)

    def _tell(self, sentence: Text) -> None:
        self.told.append(str(sentence))

    def _beginning(self, state: State) -> events.Event:
        if state.opened is not None:
            return events.Resumed("test", "demo:")
        loaded = checklist_of("site", self.raw)
        return events.Opened(SITE, "site", 1, loaded.sha256, "test", "demo:", True)

    def _answers(self, given: Given) -> Answers:
        usual = {n: demo.answers(self.bank.pack(n)) for n in self.bank.stations}
        left = {
            key: list(found)
            for key, found in given.items()
            if not callable(found) and not isinstance(found, str)
        }

        def answer(step: str, question: Question[Any]) -> str | None:
            pack = self.bank.plugged[0]
            key = question.key.partition("-try-")[0]
            for name in (f"pack-{pack}:{key}", f"{step}.{key}", key):
                found = given.get(name)
                if left.get(name):
                    return left[name].pop(0)
                if callable(found):
                    return found()
                if isinstance(found, str):
                    return found
            return self._of_site(step, question) or usual[pack](step, question)

        return answer

    def _of_site(self, step: str, question: Question[Any]) -> str | None:
        """What is typed at the site's own questions; the pack that is asked for is joined."""
        if step == "site-packs" and question.key.startswith("statement-"):
            self.bank.plug_only(int(question.key.split("-")[1]))
            return "y"
        if question.key == "packs":
            return str(len(self.bank.stations))
        if step in {"site-plan", "dip"} or question.key == "pack":
            return SHORT if question.key.startswith("checklist") else question.proposal
        return None


def site_raw() -> bytes:
    """The shipped checklist of a site up to its packs."""
    checklist = msgspec.toml.decode(library.raw("site"), type=Checklist)
    own = ("particulars", "site-plan", "site-packs")
    kept = msgspec.structs.replace(
        checklist, step=tuple(step for step in checklist.step if step.id in own)
    )
    return toml(_bare(msgspec.to_builtins(kept, builtin_types=(Decimal,)))).encode()


@dataclass(frozen=True)
class SiteRan:
    """How a run of a site went."""

    ended: bool
    state: State
    person: Person
    document: Document

    def pack(self, number: int) -> PackState:
        return self.state.packs[number]

    def verdict(self, step: str) -> str:
        verdict = self.state.step(step).verdict
        return "open" if verdict is None else verdict.value

    def reason(self, step: str) -> str:
        return str(self.state.step(step).reason or "")

    def asked(self, start: str) -> list[str]:
        """The keys that were asked and begin so."""
        return [key for key in self.person.keys if key.startswith(start)]
