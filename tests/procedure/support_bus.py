"""The steps that join a site's packs, over a bank whose packs were commissioned before."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tests.procedure.support import SHIPPED, Given, Person, Ran, nothing
from wizard import library
from wizard.boards.changes import quantity
from wizard.boards.far_end import FarEnd, Rs485FarEnd
from wizard.clock import JumpClock
from wizard.links.memory import MemoryLink
from wizard.measurement import Measurement, Origin, Verdict
from wizard.operators import demo_site
from wizard.operators.script import Answers
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import Checklist
from wizard.procedure.desk import Desk
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.kinds.inverter_brand import BRAND
from wizard.procedure.kinds.inverter_chosen import NUMBER
from wizard.procedure.packs import PackPlan, PackRecord
from wizard.procedure.questions import Question
from wizard.procedure.session import Session
from wizard.procedure.views import StepView, View
from wizard.protocol.catalogue import WRITABLE
from wizard.protocol.views import Identity, Settings
from wizard.record import events
from wizard.record.recorder import Recorder
from wizard.record.state import State
from wizard.simulator.bank import Bank, bank_of
from wizard.simulator.bank_faults import BANK_FAULTS
from wizard.text import text

SITE = library.load("site").checklist
WAITS = {
    b"hold = { s = 600,": b"hold = { s = 60,",
    b"patience = { s = 5400,": b"patience = { s = 90,",
    b"within = { s = 300,": b"within = { s = 60,",
}


def hurried() -> bytes:
    """The shipped checklist with shorter waits where packs and inverter are only watched."""
    raw = library.raw("site")
    for wait, less in WAITS.items():
        assert raw.count(wait) == 1
        raw = raw.replace(wait, less)
    return raw


def bus(*ids: str) -> Checklist:
    """Some of the site's steps behind its packs, which rest on nothing else."""
    return msgspec.structs.replace(
        SITE,
        step=tuple(
            msgspec.structs.replace(step, needs=tuple(need for need in step.needs if need in ids))
            for step in SITE.step
            if step.id in ids
        ),
    )


def bank(fault: str | None = None, packs: int = 3) -> Bank:
    return bank_of(packs, BANK_FAULTS[fault]) if fault else bank_of(packs)


class Commissioned:
    """The packs of a bank as their sessions would have left them: read, then addressed."""

    def __init__(self, bank: Bank, link: MemoryLink) -> None:
        self.states: dict[str, State] = {}
        self.plans: dict[int, PackPlan] = {}
        for number in bank.stations:
            address = number % len(bank.stations)
            bank.plug_only(number)
            identity, settings = _read(link)
            self.states[f"pack-{number}"] = _state(bank, number, identity, settings)
            self.plans[number] = PackPlan(number, f"Pack {number}", SHIPPED.id, address)
            bank.turn_switches(number, address)

    def checklists(self) -> Mapping[str, str]:
        return {SHIPPED.id: SHIPPED.title}

    def begin(self, plan: PackPlan, facts: Mapping[str, str]) -> str:
        raise NotImplementedError

    async def run(self, session: str, plan: PackPlan, others: Mapping[str, str]) -> bool:
        raise NotImplementedError

    def interrupt(self, why: Interrupt) -> bool:
        raise NotImplementedError

    def note(self, typed: str) -> bool:
        raise NotImplementedError

    def record(self, session: str) -> PackRecord:
        address = self.plans[int(session.removeprefix("pack-"))].address
        return PackRecord(session, self.states[session], SHIPPED, "PASS", "ab" * 32, address)


def _read(link: MemoryLink) -> tuple[Identity, Settings]:
    async def read() -> tuple[Identity, Settings]:
        board = Rs485FarEnd(link, 1, "far:{}".format).board()
        found = await board.identity(), await board.every_setting()
        await board.close()
        return found

    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        return runner.run(read())


def _state(bank: Bank, number: int, identity: Identity, settings: Settings) -> State:
    pack = bank.stations[number].pack
    said = {"chemistry": pack.chemistry, "cells": str(pack.cells), "capacity": str(pack.capacity)}
    state = State(identity=identity)
    state.step("particulars").proposals.update(said)
    state.last_settings = {
        key: quantity(WRITABLE[key], value) for key, value in settings.everything.items()
    }
    return state


@dataclass
class BusSite:
    """A bank, its packs' records, a folder for the site's; runs of some of its steps."""

    folder: Path
    bank: Bank = field(default_factory=bank)
    checklist: Checklist = SITE
    far_end: Callable[[MemoryLink], FarEnd] | None = None

    def __post_init__(self) -> None:
        self.link = MemoryLink("demo:", self.bank.line)
        self.packs = Commissioned(self.bank, self.link)
        self.told: list[str] = []

    def run(self, given: Given | None = None, when: Callable[[View], None] = nothing) -> Ran:
        """Run the session once, new or resumed, to its end or until it is left."""
        clock = JumpClock()
        recorder = Recorder(self.folder / "journal.jsonl", clock)
        for event in self._beginning(recorder.state):
            recorder.append(event)
        person = Person(self._answers(given or {}), lambda one: self.told.append(str(one)), when)
        bench = Bench(self._end(), recorder, self.folder, self.packs)
        session = Session(self.checklist, Desk(person, clock, person=False), recorder, bench)
        person.script.controls = session
        try:
            with asyncio.Runner(loop_factory=clock.new_loop) as runner:
                ended = runner.run(session.run())
        finally:
            recorder.close()
        return Ran(ended, recorder.state, person, recorder.journal.path, session)

    def _end(self) -> FarEnd:
        if self.far_end is not None:
            return self.far_end(self.link)
        return Rs485FarEnd(self.link, 1, "demo:?address={}".format)

    def _beginning(self, state: State) -> list[events.Event]:
        if state.opened is not None:
            return [events.Resumed("test", "demo:")]
        opened = events.Opened("s-1", "site", 1, "ab" * 32, "test", "demo:", True)
        planned = [events.PackPlanned(plan) for plan in self.packs.plans.values()]
        judged: list[events.Event] = []
        for number, plan in self.packs.plans.items():
            serial = self.packs.record(f"pack-{number}").serial
            judged.append(events.PackBegun(number, f"pack-{number}"))
            judged.append(events.PackJudged(number, "PASS", serial, plan.address, "ab" * 32))
        return [opened, *planned, events.PacksCounted(len(planned)), *judged]

    def _answers(self, given: Given) -> Answers:
        usual = demo_site.answers(self.bank)

        def answer(step: str, question: Question[Any]) -> str | None:
            found = given.get(f"{step}.{question.key}", given.get(question.key))
            if callable(found):
                return found()
            return found if isinstance(found, str) else usual(step, question)

        return answer


def last_view(ran: Ran) -> StepView:
    return [view for view in ran.person.views if isinstance(view, StepView)][-1]


def chose(of: BusSite, number: int, brand: str, protocol: int) -> None:
    """Let the session of a pack have chosen an inverter by CAN."""
    state = of.packs.states[f"pack-{number}"]
    state.step("inverter").proposals["inverter_bus"] = "can"
    state.step("particulars").proposals["family"] = "pb"
    state.measurements += [
        _observed(BRAND, brand), _observed(NUMBER, str(protocol))
    ]  # fmt: skip


def _observed(name: str, observed: str) -> Measurement:
    return Measurement(
        id=name, step="inverter-protocol", attempt=0, title=text("{n}", n=name),
        verdict=Verdict.PASS, origin=Origin.PERSON, at=datetime.now(UTC), observed=observed,
    )  # fmt: skip
