"""A board for 24 cells over Bluetooth, and a person with the vendor's app beside it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from tests.procedure.support import Site
from wizard.boards.board import Tellable
from wizard.procedure.checklist import Checklist
from wizard.record.journal import read
from wizard.record.state import WriteState, fold
from wizard.simulator.bluetooth_app import App
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.simulator.pack import Chemistry
from wizard.text import Text, text

CHEMISTRY: Mapping[str, Chemistry] = {
    "preset_li_ion": "li_ion",
    "preset_lifepo4": "lifepo4",
    "preset_lto": "lto",
}


def small_board(folder: Path, checklist: Checklist, cells: int = 16) -> Site:
    """Return a site with a board for 24 cells, delivered with Li-ion's limits."""
    made = create_bluetooth("24S", cells=cells)
    return Site(folder, made.simulation, checklist, face=made.peer)


class Technician:
    """Does in the app what the record has just handed over; `otherwise` replaces values.

    As an answer it acts, then presses Enter. `asked` counts how often.
    """

    def __init__(self, site: Site, **otherwise: str) -> None:
        assert site.face is not None
        self._app = App(site.face)
        self._journal = site.folder / "journal.jsonl"
        self._otherwise = otherwise
        self.asked = 0

    def __call__(self) -> str:
        """Act and say that it is done."""
        self.act()
        return ""

    def act(self) -> None:
        """Do what was handed over."""
        self.asked += 1
        for write in self._handed_over():
            if write.wanted is None:
                self._app.press(CHEMISTRY[write.key])
            else:
                given = self._otherwise.get(write.key)
                self._app.set(write.key, Decimal(given) if given else write.wanted.value)

    def then(self, act: Callable[[App], None]) -> Callable[[], str]:
        """Return an answer that does something else in the app, too."""

        def answer() -> str:
            act(self._app)
            return self()

        return answer

    def _handed_over(self) -> list[WriteState]:
        state = fold(read(self._journal).events)
        return [write for write in state.unsettled.values() if write.in_app]


def wanting(checklist: Checklist, step: str, **values: str) -> Checklist:
    """Return a checklist with a step that wants some settings besides."""
    more = {key: Decimal(value) for key, value in values.items()}
    return replace(
        checklist,
        step=tuple(replace(each, set=more) if each.id == step else each for each in checklist.step),
    )


def untold(*keys: str) -> Callable[[object, Tellable], Text | None]:
    """Return a `Board.untold` of a board that cannot be told some things over this link."""

    def why(_board: object, row: Tellable) -> Text | None:
        return text("no command") if row.key in keys else None

    return why
