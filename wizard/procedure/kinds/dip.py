"""The address by DIP switches: drawn, then verified by who answers or by the master's frames.

Sources: INV 556, PB 1112 (table), P16 128. A board at 0 is the asking side of its bus and
takes no more questions: it is verified by hearing it tell its own settings. Over Bluetooth
it answers at any address and shows the one that it took up.
"""

import asyncio
from collections.abc import Mapping
from decimal import Decimal

from wizard.boards.believe import twice
from wizard.boards.board import Board
from wizard.errors import LinkLost, LinkUnavailable, NoAnswer
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import DipAddress
from wizard.procedure.figures import Dip
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.dip_shown import shown_by_itself
from wizard.procedure.questions import Number
from wizard.protocol.requests import FIRST_UNIT, LAST_UNIT
from wizard.protocol.views import Identity, Settings
from wizard.record.events import Readdressed
from wizard.text import Text, text

MASTER = 0
ALL_SWITCHES = 0b1111
RETRY_S = 2.0  # between two looks at a board that is starting
RESTARTED = text("The board was switched off and on again by its button.")
OTHER_PORT = text("The adapter is in RS485-2 now: there a master speaks, not in RS485-1.")


async def run(attempt: Attempt, step: DipAddress) -> Judgement:
    """Ask the address, draw it, verify it."""
    address = await _wanted(attempt)
    attempt.picture(Dip(address))
    wired = attempt.bench.far_end.wired
    if wired and address == MASTER and not _ready(attempt, step):
        return Judgement(
            Verdict.NOT_TAKEN,
            text("A board at 0 takes no more questions: the audit has to pass before."),
        )
    known = await _known(attempt)
    drawn = text(
        "The switches stand as drawn for {n}, and no other board of this bank has it.", n=address
    )
    more = (OTHER_PORT,) if wired and address == MASTER and _on_uart1(attempt) else ()
    if not await confirm(attempt, (drawn, RESTARTED, *more)):
        return attempt.judgement()
    if not wired:
        return await shown_by_itself(attempt, step, address, known)
    if address == MASTER:
        return await _master(attempt, step)
    return await _slave(attempt, step, address, known)


async def _wanted(attempt: Attempt) -> int:
    address = await attempt.ask(
        Number(
            key="address",
            prompt=text("Address of this board (0 to 15):"),
            hint=text(
                "0: the one that speaks with the inverter, also a pack alone. Others: 1 to 15."
            ),
            unit="",
            decimals=0,
            low=Decimal(0),
            high=Decimal(LAST_UNIT),
        )
    )
    return int(address)


async def _known(attempt: Attempt) -> Identity:
    """Return which board this is: it says so itself, or the record where it has moved already.

    A board whose switches were moved before the program was left, or before a step that
    failed, is silent at its old address. What answers or is heard is compared with it.
    """
    recorded = attempt.recorder.state.identity
    try:
        return await attempt.bench.identify()
    except NoAnswer:
        if recorded is None:
            raise
        attempt.line(
            text(
                "{serial} is silent at its old address. If its switches were moved already, go "
                "on; if not, look at cable and board first.",
                serial=recorded.serial,
            )
        )
        return recorded


def _ready(attempt: Attempt, step: DipAddress) -> bool:
    """Whether what has to be asked of the board was asked and passed."""
    verdicts = [attempt.recorder.state.step(need).verdict for need in step.needs]
    return all(verdict is not None and verdict.passes for verdict in verdicts)


def _on_uart1(attempt: Attempt) -> bool:
    return attempt.facts.get("adapter_port") == "rs485-1"


# ---- 1 to 15: by answer


async def _slave(attempt: Attempt, step: DipAddress, address: int, known: Identity) -> Judgement:
    attempt.progress(text("waiting for an answer at {n}", n=address), 0, step.wake.s)
    board = attempt.bench.far_end.at(address)
    found = await _introduced(board, step.wake.s)
    attempt.progress(None)
    if found is None:
        return _judged(
            attempt, text("no answer"), Verdict.FAIL, await _elsewhere(attempt, address, known)
        )
    if found.serial != known.serial:
        return _judged(attempt, found.serial, Verdict.FAIL, _another(address, found, known))
    attempt.bench.move(board)
    attempt.observe(
        "address", text("Address, by answer"), f"{address}, {known.serial}", Verdict.PASS,
        Origin.BOARD,
    )  # fmt: skip
    await _stored(attempt, board, address)
    attempt.recorder.append(Readdressed(attempt.bench.far_end.written(address)))
    return attempt.judgement()


async def _introduced(board: Board, within_s: float) -> Identity | None:
    """Return who answers, twice alike; None where nobody does in time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within_s
    while True:
        try:
            return await twice(board.identity, text("identity"))
        except NoAnswer:
            if loop.time() >= end:
                return None
            await asyncio.sleep(RETRY_S)


async def _elsewhere(attempt: Attempt, address: int, known: Identity) -> Text:
    """Look where a board answers whose switches were misread; say what to do."""
    for other, why in _misread(address).items():
        if FIRST_UNIT <= other <= LAST_UNIT and other != address:
            found = await _once(attempt.bench.far_end.at(other))
            if found is not None and found.serial == known.serial:
                return text("It answers at {other}: {why}", other=other, why=why)
    try:
        old = await attempt.bench.board().identity()
    except NoAnswer:
        return text(
            "Nobody answers at {n}. Compare the switches with the drawing, switch the board "
            "off for some seconds and on again.",
            n=address,
        )
    return text(
        "{serial} still answers at its old address: it reads the switches when it starts. "
        "Switch it off and on.",
        serial=old.serial,
    )


def _misread(address: int) -> Mapping[int, Text]:
    """Return the addresses of usual mistakes, each with what went wrong."""
    mirrored, turned = int(f"{address:04b}"[::-1], 2), address ^ ALL_SWITCHES
    wrong_end = text("the switches were counted from the wrong end.")
    exchanged = text("ON and OFF were exchanged.")
    if mirrored == turned:
        return {turned: text("counted from the wrong end, or ON and OFF exchanged.")}
    return {mirrored: wrong_end, turned: exchanged}


async def _once(board: Board) -> Identity | None:
    try:
        return await board.identity()
    except NoAnswer:
        return None


def _another(address: int, found: Identity, known: Identity) -> Text:
    return text(
        "At {n} answers {found}, not {known}: two boards have this address, or another one does.",
        n=address,
        found=found.serial,
        known=known.serial,
    )


async def _stored(attempt: Attempt, board: Board, address: int) -> None:
    """Compare the address that the board has stored; the switches are what counts."""
    stored = (await board.settings()).values.get("device_address")
    if stored is not None:
        attempt.observe(
            "stored-address",
            text("Device Addr. as stored"),
            str(stored),
            Verdict.PASS if stored == address else Verdict.MARGINAL,
            Origin.BOARD,
            note=None
            if stored == address
            else text("The switches say {n}; they are what counts.", n=address),
        )


# ---- 0: by hearing


async def _master(attempt: Attempt, step: DipAddress) -> Judgement:
    attempt.progress(text("listening for the master's own frames"), 0, step.listen.s)
    heard = await _heard(attempt, step.listen.s)
    attempt.progress(None)
    if heard is None:
        still = await _once(attempt.bench.board())
        return _judged(attempt, text("not heard"), Verdict.FAIL, _silent_master(still))
    strange = _differences(attempt, heard)
    why = text(
        "The master that is heard has other settings than this board ({labels}): it is "
        "another one.",
        labels=", ".join(strange),
    )
    return _judged(
        attempt,
        text("0, heard as master"),
        Verdict.FAIL if strange else Verdict.PASS,
        why if strange else None,
    )


async def _heard(attempt: Attempt, seconds: int) -> Settings | None:
    try:
        return await attempt.bench.far_end.master(seconds)
    except (LinkLost, LinkUnavailable) as error:
        attempt.note(error.reason)
        return None


def _silent_master(still: Identity | None) -> Text:
    if still is not None:
        return text(
            "{serial} still answers: it is no master yet. All four switches down, then switch "
            "it off and on.",
            serial=still.serial,
        )
    return text(
        "No master is heard. Is the adapter in RS485-2, the board on, are all four switches down?"
    )


def _differences(attempt: Attempt, heard: Settings) -> list[str]:
    """Return the settings in which the master differs from this session's last read-out."""
    known = attempt.recorder.state.last_settings
    return [
        key
        for key, value in heard.values.items()
        if key in known and key != "device_address" and known[key].value != value
    ]


def _judged(
    attempt: Attempt, observed: str | Text, verdict: Verdict, why: Text | None
) -> Judgement:
    attempt.observe("address", text("Address"), observed, verdict, Origin.BOARD, note=why)
    return attempt.judgement(why)
