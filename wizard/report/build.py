"""From the record to the report document: pure, and the same for any age of a journal."""

from wizard.procedure.checklist import Checklist, Form
from wizard.protocol.views import Identity
from wizard.record import events
from wizard.record.journal import History
from wizard.record.state import State
from wizard.report import changes, configuration, steps
from wizard.report.document import (
    BoardIdentity,
    Document,
    Fact,
    Incident,
    JournalProof,
    Procedure,
)
from wizard.report.eventlog import log
from wizard.report.instruments import instruments, of_instruments
from wizard.report.packs import of_packs, packs
from wizard.report.parts import ReportVerdict, Sentence, said
from wizard.report.timeline import Moment, counts, moments
from wizard.report.traces import traces
from wizard.report.verdict import Finding, findings, gravest_first, overall
from wizard.text import text


def build(state: State, checklist: Checklist, history: History, report_id: str) -> Document:
    """Return the report of a session.

    `state` is the fold of `history`'s events, `checklist` the one that was followed; that
    it is another one makes the report INCOMPLETE.
    """
    passed = list(moments(history))
    rows = steps.steps(state, checklist, history)
    settings = configuration.settings(passed)
    writes, shifts = changes.writes(state, passed), changes.shifts(state, passed)
    of_site = packs(state)
    facts = _facts(state, checklist)
    found = _of_checklist(state, checklist)
    found += gravest_first([
        *of_packs(of_site), *findings(rows, settings, writes, shifts),
        *of_instruments(facts, rows),
    ])  # fmt: skip
    known = {fact.key: fact.value for fact in reversed(facts)}
    return Document(
        report_id=report_id,
        verdict=overall(found),
        reasons=tuple(said(finding.why) for finding in found),
        open_points=_open_points(found, state),
        simulated=bool(state.opened and state.opened.simulated),
        session=state.opened.session if state.opened else "",
        started=history.lines[0].at if history.lines else None,
        finished=history.lines[-1].at if history.lines else None,
        site=known.get("site", ""),
        pack=known.get("pack", ""),
        technician=known.get("technician", ""),
        facts=facts,
        board=_board(state.identity),
        procedure=_procedure(state, checklist),
        instruments=instruments(facts, rows),
        steps=rows,
        settings=settings,
        writes=writes,
        shifts=shifts,
        incidents=_incidents(passed),
        journal=JournalProof(len(history.lines), history.head, len(history.torn), counts(history)),
        packs=of_site,
        pack_of=state.pack_of.site if state.pack_of else "",
        traces=traces(passed),
        log=log(passed),
    )


def _of_checklist(state: State, checklist: Checklist) -> list[Finding]:
    opened = state.opened
    if opened and (opened.checklist, opened.revision) == (checklist.id, checklist.revision):
        return []
    followed = f"{opened.checklist} {opened.revision}" if opened else "-"
    why = text(
        "The record followed checklist {followed}; it is judged by {given} {revision}.",
        followed=followed, given=checklist.id, revision=checklist.revision,
    )  # fmt: skip
    return [Finding(ReportVerdict.INCOMPLETE, why)]


def _open_points(found: list[Finding], state: State) -> tuple[Sentence, ...]:
    todo = [said(finding.todo) for finding in found if finding.todo]
    todo += [said(point.what) for point in state.open_points]
    return tuple({sentence.words: sentence for sentence in todo}.values())


def _facts(state: State, checklist: Checklist) -> tuple[Fact, ...]:
    """Return what the forms were answered; of an unanswered field, the answer before.

    What the step recorded outranks what was typed: of a choice, the typed is a number.
    """
    meant = {(one.step, one.id): str(one.quantity or one.observed) for one in state.measurements}
    found: list[Fact] = []
    for form in checklist.step:
        so_far = state.steps.get(form.id)
        if isinstance(form, Form) and so_far:
            answers = {**so_far.proposals, **so_far.answers}
            found += [
                Fact(
                    form.id,
                    field.key,
                    field.prompt,
                    meant.get((form.id, field.key), answers[field.key]),
                )
                for field in form.fields
                if field.key in answers
            ]
    return tuple(found)


def _board(identity: Identity | None) -> BoardIdentity | None:
    return identity and BoardIdentity(
        model=identity.model,
        hardware=identity.hardware,
        firmware=identity.firmware,
        serial=identity.serial,
        first_on=identity.first_on,
    )


def _procedure(state: State, checklist: Checklist) -> Procedure:
    return Procedure(
        checklist=checklist.id,
        revision=checklist.revision,
        sha256=state.opened.checklist_sha256 if state.opened else "",
        title=checklist.title,
        manual=checklist.manual,
        programs=tuple(state.programs),
        links=tuple(state.links),
        based_on=checklist.based_on,
    )


def _incidents(passed: list[Moment]) -> tuple[Incident, ...]:
    return tuple(
        Incident(
            moment.at, moment.event.step or moment.step, said(moment.event.note),
            dict(moment.event.details),
        )
        for moment in passed
        if isinstance(moment.event, events.Noted)
    )  # fmt: skip
