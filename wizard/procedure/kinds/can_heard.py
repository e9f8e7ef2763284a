"""Hearing the inverter's CAN bus, where this computer has a CAN interface. Never sends.

Frames that are heard at the interface's bit rate confirm that rate: at any other one
there are none, only errors.
"""

from decimal import Decimal

from wizard.errors import LinkUnavailable
from wizard.links import can_listen
from wizard.links.can_listen import Heard, Interface
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.questions import Choice, Option
from wizard.procedure.step import Span
from wizard.quantity import Quantity
from wizard.text import Text, text

NONE = "none"
MOST = 6  # interfaces that are offered
LEAST = Limit("", low=Decimal(1), derived="a board that speaks sends several frames a second")
UP = "sudo ip link set {name} up type can bitrate {rate} listen-only on"
USUAL = 500_000


async def heard_on_can(attempt: Attempt, span: Span, expected: int | None) -> None:
    """Offer to listen on a CAN interface; count frames and judge the bit rate (bit/s)."""
    names = can_listen.interfaces()[:MOST]
    if not names:
        return
    name = await attempt.ask(_offer(names))
    if name == NONE:
        return
    interface = await can_listen.described(name)
    for sentence in _manner(interface):
        attempt.line(sentence)
    if interface.up is False:
        _not_heard(attempt, _bring_up(name, expected))
        return
    attempt.progress(text("listening on {name}", name=name), 0, span.s)
    try:
        heard = await can_listen.listen(name, span.s)
    except LinkUnavailable as error:
        _not_heard(attempt, error.reason)
    else:
        _judge(attempt, heard, interface, span, expected)
    finally:
        attempt.progress(None)


def _offer(names: tuple[str, ...]) -> Choice:
    return Choice(
        key="can-interface",
        prompt=text("Is a CAN interface of this computer on the cable to the inverter?"),
        hint=text("Then its frames are counted. This program sends none."),
        options=(
            *(Option(name, text("{name}", name=name)) for name in names),
            Option(NONE, text("No")),
        ),
    )


def _manner(interface: Interface) -> tuple[Text, ...]:
    if interface.listen_only:
        return (text("{name} only listens.", name=interface.name),)
    return (
        text(
            "{name} is not known to be in listen-only mode: this program sends nothing, but such "
            "an interface acknowledges the frames of others.",
            name=interface.name,
        ),
        text("A board that speaks then proves no inverter that hears: take it off again."),
    )


def _bring_up(name: str, expected: int | None) -> Text:
    command = UP.format(name=name, rate=expected or USUAL)
    return text("{name} is down. To listen: {command}", name=name, command=command)


def _not_heard(attempt: Attempt, why: Text) -> None:
    attempt.line(why)
    title = text("Frames heard on CAN")
    attempt.observe(
        "can-frames", title, "not listened", Verdict.NOT_APPLICABLE, Origin.COMPUTED, note=why
    )


def _judge(
    attempt: Attempt, heard: Heard, interface: Interface, span: Span, expected: int | None
) -> None:
    quiet = None if heard.frames else _silence(interface, heard)
    attempt.measure(
        "can-frames",
        text("Frames heard on CAN in {s} s", s=span.s),
        Quantity(Decimal(heard.frames)),
        LEAST,
        Origin.COMPUTED,
        note=quiet,
    )
    attempt.line(
        text(
            "{n} frames of {kinds} identifiers, {errors} errors",
            n=heard.frames,
            kinds=heard.identifiers,
            errors=heard.errors,
        )
    )
    if heard.frames and interface.bit_rate is not None:
        _judge_rate(attempt, interface.bit_rate, expected)


def _judge_rate(attempt: Attempt, found: int, expected: int | None) -> None:
    verdict, why = Verdict.PASS, None
    if expected is None:
        verdict = Verdict.NOT_APPLICABLE
        why = text("no source gives the bit rate of this protocol")
    elif found != expected:
        verdict = Verdict.FAIL
        why = text(
            "The bus runs at {found}, this protocol at {expected}: the number that was chosen "
            "is not the one that the board speaks.",
            found=_kbit(found),
            expected=_kbit(expected),
        )
    attempt.observe(
        "can-bit-rate", text("Bit rate heard"), _kbit(found), verdict, Origin.COMPUTED, note=why
    )


def _silence(interface: Interface, heard: Heard) -> Text:
    rate = _kbit(interface.bit_rate) if interface.bit_rate else text("its bit rate")
    if heard.errors:
        return text(
            "Only errors are heard at {rate}: another bit rate, or H and L are crossed.", rate=rate
        )
    return text(
        "Nothing is heard at {rate}: is it on this cable, are board and inverter on, is CAN "
        "Protocol No. the one that was chosen?",
        rate=rate,
    )


def _kbit(bits: int) -> str:
    return f"{bits / 1000:g} kbit/s"
