"""What comes before any step of a session that is taken up again.

Who the board is; limits that are still shifted; writes nobody knows the outcome of;
settings that the record does not explain.
"""

from collections.abc import Iterable, Mapping
from functools import reduce

from wizard.boards import shift
from wizard.boards.believe import twice
from wizard.boards.shift import by_hand
from wizard.boards.writer import Writer
from wizard.errors import CommissionError
from wizard.finish import finish
from wizard.measurement import Verdict
from wizard.procedure.attempt import Judgement
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import (
    Advanced,
    Audit,
    Checklist,
    Preset,
    ProtectionTest,
    RealLimitTest,
    SettingsStep,
)
from wizard.procedure.desk import Desk
from wizard.procedure.guard import Guard
from wizard.procedure.inverter_steps import InverterProtocol
from wizard.procedure.kinds.by_app import SET_BY_HAND
from wizard.procedure.questions import Choice, Option
from wizard.procedure.views import Notice, Shifted, StepView
from wizard.protocol.catalogue import ACTION, CALIBRATION, OPTION, WRITABLE
from wizard.protocol.views import Settings
from wizard.quantity import Quantity
from wizard.record.events import Noted, Outcome, WentStale, WriteSettled
from wizard.record.recorder import Recorder
from wizard.record.state import WriteState
from wizard.text import Text, text

RECOVERY = "recovery"
AGAIN, ON, LEAVE = "again", "on", "leave"
TOLD = {**ACTION, **CALIBRATION}
BY_SWITCHES = "device_address"  # follows the DIP switches, whoever turned them
RESTS_ON_SETTINGS = (
    Preset, SettingsStep, Advanced, ProtectionTest, RealLimitTest, InverterProtocol, Audit,
)  # fmt: skip


class Recovery:
    """Brings a board and its record together before any step runs."""

    def __init__(
        self, checklist: Checklist, desk: Desk, recorder: Recorder, bench: Bench, guard: Guard
    ) -> None:
        self._checklist = checklist
        self._desk = desk
        self._recorder = recorder
        self._bench = bench
        self._guard = guard
        self._known: dict[str, Quantity] = {}
        self._mended: list[Text] = []

    async def run(self) -> bool:
        """Recover; return False where the session is to be left."""
        if self._recorder.state.identity is None:
            return True
        while True:
            self._show()
            judged = await self._guard.run(self._recover())
            if judged is not None and judged.verdict is Verdict.PASS:
                self._desk.show(Shifted(open=False))
                self._tell_mended()
                return await self._accept_unexplained()
            self._guard.take()
            reason = judged.reason if judged and judged.reason else text("interrupted")
            if self._guard.quitting:
                return False
            answer = await self._what_now(reason)
            if answer != AGAIN:
                return answer == ON

    async def _recover(self) -> Judgement:
        writer = await self._bench.writer()
        for number, opened in self._recorder.state.open_shifts.items():
            await finish(
                shift.restore(writer, self._recorder, number, "left by an earlier attempt")
            )
            self._recorder.append(Noted(text("Limits that were left shifted are restored.")))
            self._mended.append(_restored(by_hand(opened)))
        self._known = self._explicable()
        await self._settle_writes(writer)
        return Judgement(Verdict.PASS)

    def _tell_mended(self) -> None:
        """Tell what was found half done and what became of it."""
        if self._mended:
            self._desk.show(Notice(_joined("{told} {more}", self._mended)))
            self._mended.clear()

    def _show(self) -> None:
        shifts = self._recorder.state.open_shifts.values()
        lines = tuple(line for opened in shifts for line in by_hand(opened))
        restoring = (text("Limits are shifted. They are restored to:"), *lines)
        self._desk.show(
            StepView(
                step=RECOVERY,
                title=text("First: the board, and what the last run left"),
                gate=True,
                why=text("A limit that stays shifted leaves the pack without its protection."),
                source="",
                lines=restoring if lines else (text("Reading who the board is."),),
            )
        )
        originals = tuple(
            (WRITABLE[key].label, opened.originals[key])
            for opened in shifts
            for key in opened.restore
        )
        self._desk.show(Shifted(open=bool(originals), originals=originals))

    def _explicable(self) -> dict[str, Quantity]:
        """Return the settings that the record can vouch for: no open write is over them."""
        state = self._recorder.state
        unsettled = state.unsettled.values()
        if any(write.wanted is None for write in unsettled):
            return {}  # an action that nobody knows of rewrites them all
        open_keys = {write.key for write in unsettled}
        return {key: value for key, value in state.last_settings.items() if key not in open_keys}

    async def _settle_writes(self, writer: Writer) -> None:
        """Find out by reading what became of writes without an outcome."""
        unsettled = self._recorder.state.unsettled
        if unsettled:
            every = any(write.key in OPTION for write in unsettled.values())
            found = await writer.snapshot("on resuming", every=every)
            for number, write in unsettled.items():
                outcome, value = _outcome(write, found)
                why = SET_BY_HAND if write.in_app and outcome is Outcome.VERIFIED else None
                self._recorder.append(WriteSettled(number, outcome, value, why))
                self._mended.append(_settled(write, value))

    async def _what_now(self, reason: Text) -> str | None:
        """Ask what to do about a board that cannot be taken up again.

        Going on without it is offered only where it owes nothing: a master (DIP 0) takes
        no questions, and what is left then may need none.
        """
        self._desk.show(Notice(reason, grave=True))
        state = self._recorder.state
        shifted = bool(state.open_shifts)
        owing = shifted or bool(state.unsettled)
        without = Option(ON, text("Go on without it; steps that need it will say so"))
        answer = await self._ask(
            Choice(
                key="recovery",
                prompt=text("LIMITS ARE STILL SHIFTED. {why}", why=reason)
                if shifted
                else text("The board could not be taken up again. {why}", why=reason),
                hint=_SHIFTED_HINT if shifted else _HINT,
                options=(
                    Option(AGAIN, text("Try again: link and board are in order now")),
                    *(() if owing else (without,)),
                    Option(LEAVE, text("Leave; the values above must be set by hand"))
                    if shifted
                    else Option(LEAVE, text("Leave; the session can be resumed")),
                ),
            )
        )
        if answer == ON:
            self._recorder.append(Noted(text("Taken up without the board. {why}", why=reason)))
        return answer

    # ---- settings that changed behind our back

    async def _accept_unexplained(self) -> bool:
        try:
            changed = await self._unexplained(self._known)
        except CommissionError as error:
            answer = await self._what_now(error.reason)
            return answer == ON or (answer == AGAIN and await self.run())
        if not changed:
            return True
        what = text("Changed since the last run: {keys}.", keys=", ".join(changed))
        self._recorder.append(Noted(what))
        answer = await self._ask(
            Choice(
                key="unexplained",
                prompt=what,
                options=(
                    Option(ON, text("Go on; the steps that set them are taken again")),
                    Option(LEAVE, text("Leave; the session can be resumed")),
                ),
            )
        )
        if answer == ON:
            self._go_stale()
        return answer == ON

    async def _unexplained(self, known: Mapping[str, Quantity]) -> list[str]:
        if not known:
            return []
        board = self._bench.board()
        read = board.every_setting if known.keys() & OPTION.keys() else board.settings
        found = (await twice(read, text("settings"))).everything
        return [
            WRITABLE[key].label
            for key, value in known.items()
            if key != BY_SWITCHES and found.get(key) != value.value
        ]

    def _go_stale(self) -> None:
        for step in self._checklist.step:
            rests = isinstance(step, RESTS_ON_SETTINGS)
            if rests and self._recorder.state.step(step.id).verdict is not None:
                self._recorder.append(WentStale(step.id, RECOVERY))

    async def _ask(self, question: Choice) -> str | None:
        """Ask until it is answered; only leaving is a way round it."""
        while True:
            answer = await self._guard.ask(self._desk, question)
            self._guard.take()
            if answer is not None or self._guard.quitting:
                return answer


_HINT = text(
    "See to cable and adapter, and wake the board by its button. No limit is shifted, and what "
    "was entered and measured is kept."
)
_SHIFTED_HINT = text(
    "See to cable and adapter, and wake the board by its button: then the limits are restored. "
    "Or set the values above in the vendor's app; they also stand in set-by-hand.txt."
)


def _restored(originals: tuple[Text, ...]) -> Text:
    return text(
        "The test was cut off while limits were shifted. They are restored and were read back "
        "twice: {values}. Nothing has to be set by hand; the test can be taken again.",
        values=_joined("{told}, {more}", originals),
    )


def _joined(form: str, sentences: Iterable[Text]) -> Text:
    return reduce(lambda told, more: text(form, told=told, more=more), sentences)


def _settled(write: WriteState, found: Quantity | None) -> Text:
    if found is None and write.key in WRITABLE:
        return text(
            "The last run ended while {label} was set, which this board does not tell: what "
            "became of it is not known. Look at it in the vendor's app.",
            label=WRITABLE[write.key].label,
        )
    if write.in_app:
        return _settled_in_app(write, found)
    if found is None:
        return text(
            "The last run ended while {label} was sent. It is not sent again by itself: its step "
            "finds out what it did and asks.",
            label=TOLD[write.key].label,
        )
    return text(
        "The last run ended while {label} was written: the board holds {found} now. Its step is "
        "taken again if it was not finished.",
        label=WRITABLE[write.key].label,
        found=found,
    )


def _settled_in_app(write: WriteState, found: Quantity | None) -> Text:
    if found is None:
        return text(
            "The last run ended while {label} was to be done in the vendor's app. Its step finds "
            "out whether it was, and asks.",
            label=TOLD[write.key].label,
        )
    return text(
        "The last run ended while {label} was to be set in the vendor's app: the board holds "
        "{found} now. Its step is taken again if it was not finished.",
        label=WRITABLE[write.key].label,
        found=found,
    )


def _outcome(write: WriteState, found: Settings) -> tuple[Outcome, Quantity | None]:
    if write.wanted is None or write.is_calibration:
        # Whether an action or a calibration did anything is for its step to judge, which
        # asks before it sends again.
        return Outcome.UNKNOWN, None
    value = found.everything.get(write.key)
    if value is None:
        return Outcome.UNKNOWN, None
    taken = value == write.wanted.value
    return (
        Outcome.VERIFIED if taken else Outcome.REFUSED,
        Quantity(value, WRITABLE[write.key].unit),
    )
