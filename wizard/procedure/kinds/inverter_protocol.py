"""The inverter's protocol: by brand, by number, by the name that the read firmware gives it.

Sources: INV 537-541 (CAN Protocol No. or UART1 Protocol No., set before the inverter is
joined); the board's own bitmaps say which numbers it offers.
"""

from decimal import Decimal

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import InverterProtocol
from wizard.procedure.inverters import Inverter, inverters
from wizard.procedure.kinds.own_line import (
    OWN_PROTOCOLS,
    UART1,
    cuts_own_line,
    over_another_way,
)
from wizard.procedure.kinds.sending import send
from wizard.procedure.questions import Choice, Option
from wizard.protocol import ports
from wizard.protocol.ports import Bus
from wizard.protocol.views import Identity
from wizard.text import Text, text

BRAND = "inverter-brand"
OTHER = "other"
PORTS = {"can": "can_protocol", "rs485": "uart1_protocol"}


async def run(attempt: Attempt, step: InverterProtocol) -> Judgement:
    """Ask the brand, pick the number, set it unless that would cut this program's line."""
    port = PORTS[attempt.facts["inverter_bus"]]
    identity = await attempt.bench.identify()
    brand = await _brand(attempt, port)
    numbers = _candidates(identity, port, brand)
    if not numbers:
        return Judgement(Verdict.FAIL, _not_offered(identity, port, brand))
    number = await _number(attempt, port, numbers, identity)
    attempt.observe(
        "protocol",
        text("Protocol for the inverter"),
        _label(port, number),
        Verdict.PASS,
        Origin.PERSON,
        note=text("name as in the list for firmware {firmware}", firmware=identity.firmware),
    )
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


async def _brand(attempt: Attempt, port: str) -> str:
    known = [row for row in inverters().values() if row.numbers(_bus(port))]
    brand = await attempt.ask(
        Choice(
            key="brand",
            prompt=text("Brand of the inverter:"),
            hint=text("Many others speak the Pylontech protocol: look into their manual."),
            options=(
                *(Option(row.key, text(row.label)) for row in known),
                Option(OTHER, text("Another one: choose by number")),
            ),
        )
    )
    attempt.observe(BRAND, text("Brand of the inverter"), brand, Verdict.PASS, Origin.PERSON)
    return brand


def _candidates(identity: Identity, port: str, brand: str) -> tuple[int, ...]:
    """Return the numbers that the board offers and the brand speaks, the usual one first."""
    offered = identity.offered.get(port, frozenset())
    if brand == OTHER:
        own = OWN_PROTOCOLS if _bus(port) is Bus.UART else frozenset[int]()
        return tuple(sorted(offered - own))
    return tuple(n for n in inverters()[brand].numbers(_bus(port)) if n in offered)


def _not_offered(identity: Identity, port: str, brand: str) -> Text:
    wanted: Inverter | None = inverters().get(brand)
    numbers = wanted.numbers(_bus(port)) if wanted else ()
    return text(
        "Firmware {firmware} offers no {port} protocol for {brand} (wanted {wanted}; offered: "
        "{offered}). Choose the other bus, or a firmware that has it.",
        firmware=identity.firmware,
        port=str(_bus(port)),
        brand=wanted.label if wanted else brand,
        wanted=", ".join(f"{n:03d}" for n in numbers) or "-",
        offered=", ".join(f"{n:03d}" for n in sorted(identity.offered.get(port, ()))) or "-",
    )


async def _number(attempt: Attempt, port: str, numbers: tuple[int, ...], identity: Identity) -> int:
    """Ask which number; also a single one is shown with its name before it is taken."""
    chosen = await attempt.ask(
        Choice(
            key="number",
            prompt=text(
                "Protocol, of those that firmware {firmware} offers:", firmware=identity.firmware
            ),
            hint=text("Now it is {now}.", now=_now(identity, port)),
            options=tuple(Option(f"n{n:03d}", text("{p}", p=_label(port, n))) for n in numbers),
        )
    )
    return int(chosen.removeprefix("n"))


def _now(identity: Identity, port: str) -> str:
    number = identity.protocols.get(port)
    return "not known" if number is None else _label(port, number)


def _label(port: str, number: int) -> str:
    """Return number, name and speed of a protocol, `CAN 002 Pylon low-voltage, 500 kbit/s`."""
    row = ports.PROTOCOL.get((_bus(port), number))
    if row is None:
        return f"{_bus(port)} {number:03d} (no list names it)"
    speed = "speed not documented" if row.speed is None else f"{row.speed / 1000:g} kbit/s"
    doubt = " (assumed)" if row.assumed else ""
    return f"{row.bus} {number:03d} {row.label}, {speed}{doubt}"
