"""The inverter's protocol: by brand, by number, by the name that the read firmware gives it.

Sources: INV 537-541 (CAN Protocol No. or UART1 Protocol No., set before the inverter is
joined); the board's own bitmaps say which numbers it offers.
"""

from decimal import Decimal

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.families import families
from wizard.procedure.inverter_steps import InverterProtocol
from wizard.procedure.inverters import LOOK_IT_UP, Inverter, bit_rate
from wizard.procedure.kinds.inverter_brand import ON_PAPER, ask_brand
from wizard.procedure.kinds.inverter_chosen import BUSES, NUMBER
from wizard.procedure.kinds.own_line import (
    OWN_PROTOCOLS,
    UART1,
    cuts_own_line,
    over_another_way,
)
from wizard.procedure.kinds.protocol_name import label, name_note
from wizard.procedure.kinds.sending import send
from wizard.procedure.questions import Choice, Option
from wizard.protocol import ports
from wizard.protocol.catalogue import OPTION
from wizard.protocol.ports import Bus
from wizard.protocol.views import Identity
from wizard.text import Text, text

PORTS = {Bus.CAN: "can_protocol", Bus.UART: UART1}


async def run(attempt: Attempt, step: InverterProtocol) -> Judgement:
    """Ask the brand, pick the number, set it unless that would cut this program's line."""
    port = PORTS[BUSES[attempt.facts["inverter_bus"]]]
    identity = await attempt.bench.identify()
    brand = await ask_brand(attempt)
    numbers = _candidates(attempt, identity, port, brand)
    if not numbers:
        return Judgement(Verdict.FAIL, _not_offered(identity, port, brand))
    number = await _number(attempt, port, numbers, identity, brand)
    _record(attempt, port, number, identity, brand)
    if cuts_own_line(attempt, port, number):
        return await over_another_way(attempt, port, number)
    return await send(attempt, step, {port: Decimal(number)}, _reason(attempt, port))


def _reason(attempt: Attempt, port: str) -> Text:
    """Return why it is sent; on UART1 also what the technician has to be sure of."""
    if port == UART1 and attempt.bench.far_end.wired:
        return text("for the inverter; in RS485-1 it would cut this line")
    return text("for the inverter")


def _bus(port: str) -> Bus:
    return ports.BUS_OF[port]


def _candidates(
    attempt: Attempt, identity: Identity, port: str, brand: Inverter | None
) -> tuple[int, ...]:
    """Return the numbers whose enabled bit is set and which the brand speaks, usual one first.

    Where the board tells no such bits, and cannot be told a number either, those of the
    brand: it is then set in the vendor's app, which shows what the board offers.
    """
    spoken = brand.numbers(_bus(port)) if brand is not None else ()
    offered = identity.offered.get(port)
    if offered is None:
        return spoken if attempt.bench.board().untold(OPTION[port]) else ()
    if brand is None or not brand.connection:
        own = OWN_PROTOCOLS if _bus(port) is Bus.UART else frozenset[int]()
        return tuple(sorted(offered - own))
    return tuple(n for n in spoken if n in offered)


def _not_offered(identity: Identity, port: str, brand: Inverter | None) -> Text:
    bus = _bus(port)
    if brand is not None and brand.connection and brand.over(bus) is None:
        return text(
            "{brand} speaks {known}, as far as any source says, and no {bus}: go back and join "
            "it by that, or choose by number what its manual names.",
            brand=brand.label,
            known=", ".join(ON_PAPER[each.bus] for each in brand.connection),
            bus=ON_PAPER[bus],
        )
    return text(
        "Firmware {firmware} offers no {port} protocol for {brand} (wanted {wanted}; offered: "
        "{offered}). Choose the other bus, or a firmware that has it.",
        firmware=identity.firmware,
        port=str(bus),
        brand=brand.label if brand else text("this inverter"),
        wanted=_listed(brand.numbers(bus) if brand else ()),
        offered=_listed(sorted(identity.offered.get(port, ()))),
    )


def _listed(numbers: "list[int] | tuple[int, ...]") -> str:
    return ", ".join(f"{n:03d}" for n in numbers) or "-"


async def _number(
    attempt: Attempt, port: str, numbers: tuple[int, ...], identity: Identity,
    brand: Inverter | None,
) -> int:  # fmt: skip
    """Ask which number; also a single one is shown with its name before it is taken."""
    bus = _bus(port)
    over = brand.over(bus) if brand is not None else None
    options = (Option(f"n{n:03d}", label(bus, n, over)) for n in numbers)
    chosen = await attempt.ask(
        Choice(
            key="number",
            prompt=text(
                "Protocol, of those that firmware {firmware} offers:", firmware=identity.firmware
            ),
            hint=text("Now it is {now}.", now=_now(identity, port)),
            options=tuple(options),
        )
    )
    return int(chosen.removeprefix("n"))


def _now(identity: Identity, port: str) -> Text:
    number = identity.protocols.get(port)
    return text("not known") if number is None else label(_bus(port), number)


def _record(
    attempt: Attempt, port: str, number: int, identity: Identity, brand: Inverter | None
) -> None:
    """Record number, name and speed, and show which jack it is for and what was tried."""
    bus = _bus(port)
    over = brand.over(bus) if brand is not None else None
    title = text("Protocol for the inverter")
    attempt.observe(
        "protocol",
        title,
        label(bus, number, over),
        Verdict.PASS,
        Origin.PERSON,
        note=name_note(bus, number, identity.firmware),
    )
    attempt.observe(NUMBER, text("Its number"), f"{number:03d}", Verdict.PASS, Origin.PERSON)
    jack = families()[attempt.facts["family"]].ports.get(attempt.facts["inverter_bus"])
    if jack is not None:
        attempt.line(text("Its cable goes to: {jack}", jack=text(jack.title)))
    if bit_rate(bus, number, over) is None:
        attempt.line(text("How fast it is: {why}", why=LOOK_IT_UP))
    if over is not None and over.tried:
        attempt.line(text("Tried by the board's maker: {model}", model=over.tried))
