"""`simulate`: a board on a pseudo-terminal; the first line is its path."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

from wizard.assembly import simulated
from wizard.commands.output import out, say
from wizard.errors import WrongUsage
from wizard.links.memory import Peer
from wizard.protocol.modbus import FIRST_UNIT, LAST_UNIT
from wizard.simulator.create import Simulation
from wizard.simulator.faults import KNOWN
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.makes import LEGACY, PB
from wizard.simulator.serve import serve
from wizard.text import text


def simulate(given: argparse.Namespace) -> int:
    """Serve simulated boards on a line, or one's UART, until stopped; or list the faults."""
    if given.list_faults:
        for fault in KNOWN.values():
            out(f"{fault.name}\t{fault.kind}\t{say(fault.sentence)}")
        return 0
    simulation = _simulation(given)
    if given.memory:
        simulation.keep(Path(given.memory))
    peer = LegacyFace(simulation.board) if given.uart else simulation.line
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(peer))
    return 0


def _simulation(given: argparse.Namespace) -> Simulation:
    units = tuple(given.address or (1,))
    if len(set(units)) != len(units) or not all(FIRST_UNIT <= unit <= LAST_UNIT for unit in units):
        raise WrongUsage(text("--address must be 1 to 15, each once"))
    make = LEGACY if given.uart else PB
    cells = make.cells if given.cells is None else given.cells
    return simulated(given.fault, cells, given.chemistry, "280", units, make)


async def _serve(peer: Peer) -> None:
    task = asyncio.ensure_future(serve(peer, out))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
