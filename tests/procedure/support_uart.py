"""A pack whose board is spoken to over its UART, a person with the app, one at the switch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.procedure.support import SILENT, Site
from wizard.boards.far_end import FarEnd
from wizard.boards.legacy_far_end import LegacyFarEnd
from wizard.links.memory import MemoryLink
from wizard.procedure.checklist import Checklist
from wizard.record.journal import read
from wizard.record.state import fold
from wizard.simulator.create import create
from wizard.simulator.hands import Hands
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.makes import LEGACY

Answer = str | Callable[[], str]
CELLS = 8
SHORT_MV = 20  # from where a cell starts to its limit


@dataclass
class UartSite(Site):
    """A pack whose board is spoken to over its UART."""

    def __post_init__(self) -> None:
        self.link = MemoryLink("demo:", LegacyFace(self.simulation.board))

    def _far_end(self) -> FarEnd:
        return LegacyFarEnd(self.link)


def over_uart(folder: Path, checklist: Checklist, family: str = "b2a") -> UartSite:
    """Return a site with a board of 8 cells, set for LiFePO4."""
    simulation = create(cells=CELLS, make=replace(LEGACY, family=family))
    simulation.board.preset("lifepo4")
    simulation.board.set("cell_count", Decimal(CELLS))
    return UartSite(folder, simulation, checklist)


@dataclass
class InApp:
    """Sets in the vendor's app what the record has just handed over, and says that it is done.

    The app is heard over Bluetooth, which the UART leaves free. `done` are the keys.
    """

    site: Site

    def __post_init__(self) -> None:
        self.done: list[str] = []

    def __call__(self) -> str:
        board = self.site.simulation.board
        for write in fold(read(self.site.folder / "journal.jsonl").events).unsettled.values():
            if write.in_app and write.wanted is not None:
                self.done.append(write.key)
                board.set(write.key, write.wanted.value)
        return ""


@dataclass
class AtTheSwitch:
    """Drives a pack over one of its limits, and back; `sign` is 1 for charging."""

    site: Site
    limit: str
    sign: int

    def __post_init__(self) -> None:
        self.hands = Hands(self.site.simulation)
        self._forth, self._back = (self.hands.charge, self.hands.load)[:: self.sign]

    def answers(self, step: str) -> dict[str, Answer]:
        """Return what is answered in a test by the real limit."""
        told: dict[str, Answer] = {
            "start": self._on,
            "stop": SILENT,
            "release": self._turned_round,
            "cell-by-meter": self._extreme,
        }
        return {f"{step}.{key}": value for key, value in told.items()}

    def rest(self) -> str:
        """Take everything off."""
        self.hands.rest()
        return ""

    def _on(self) -> str:
        limit = self.site.simulation.board.setting(self.limit)
        self.hands.set_cells(int(limit * 1000) - self.sign * SHORT_MV)
        self._forth(Decimal(8), Decimal(2))
        return ""

    def _turned_round(self) -> str:
        self._back(Decimal(20), Decimal(20))
        return SILENT

    def _extreme(self) -> str:
        choose = max if self.sign > 0 else min
        return str(choose(self.hands.cell(n) for n in range(1, CELLS + 1)))
