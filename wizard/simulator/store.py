"""What a board remembers: settings by catalogue key, and the choices in its information table."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from wizard.protocol.catalogue import PARAMETER, SETTINGS
from wizard.protocol.layout import Table
from wizard.simulator.nameplate import BAUD, delivered
from wizard.simulator.pack import Chemistry
from wizard.simulator.presets import BYTES, PRESETS, SWITCH_WORD, Presets
from wizard.simulator.presets import delivered as of_a_new_board
from wizard.simulator.tables import Memory
from wizard.simulator.words import WORD

DISABLE_SENSORS, SMART_SLEEP = 1, 6  # bits of the switch word


class Store:
    """The memory behind the settings and the information table of one board.

    `late` holds writes that are not in force yet, with the moment in s when they will be.
    """

    def __init__(self, switches: int = SWITCH_WORD, presets: Presets = PRESETS) -> None:
        self.settings, self.info = Memory(Table.SETTINGS), delivered()
        self.late: list[tuple[float, Callable[[], None]]] = []
        self._presets = presets
        self.fill(of_a_new_board(presets))
        self.put_all({**BYTES, "switches": switches})

    def memory(self, table: Table) -> Memory:
        """Return the memory behind a table that can be written."""
        return self.info if table is Table.INFO else self.settings

    def setting(self, key: str) -> Decimal:
        """Return a setting in the unit of its catalogue row."""
        row = PARAMETER[key]
        return row.value(self.memory(row.place.table).get(row.place))

    def all(self) -> dict[str, Decimal]:
        """Return every setting by key."""
        return {row.key: self.setting(row.key) for row in SETTINGS}

    def fill(self, values: Mapping[str, Decimal]) -> None:
        """Put settings into memory."""
        for key, value in values.items():
            row = PARAMETER[key]
            self.memory(row.place.table).put_value(row, value)

    def raw(self, key: str) -> int:
        """Return the raw number of a word of either table."""
        place = WORD[key].place
        return self.memory(place.table).get(place)

    def put(self, key: str, raw: int) -> None:
        """Store the raw number of a word of either table."""
        place = WORD[key].place
        self.memory(place.table).put(place, raw)

    def put_all(self, raws: Mapping[str, int]) -> None:
        """Store raw numbers of words."""
        for key, raw in raws.items():
            self.put(key, raw)

    def put_bytes(self, offset: int, data: bytes) -> None:
        """Store bytes of the settings table as they came."""
        self.settings.data[offset : offset + len(data)] = data

    def switch(self, bit: int) -> bool:
        """Return a bit of the switch word."""
        return bool(self.raw("switches") >> bit & 1)

    def baud(self, port: str) -> int | None:
        """Return the speed of Modbus that the protocol number means, None for another."""
        return BAUD.get(self.raw(f"{port}_protocol"))

    def preset(self, chemistry: Chemistry, changes: Mapping[str, Decimal], switches: int) -> None:
        """Rewrite all settings with those of a chemistry, some changed, and the switch word."""
        self.fill({**self._presets[chemistry], **changes})
        self.put("switches", switches)

    def ripen(self, now: float) -> bool:
        """Put late writes into force at a moment; tell whether there were any."""
        due = [change for moment, change in self.late if moment <= now]
        self.late = [each for each in self.late if each[0] > now]
        for change in due:
            change()
        return bool(due)
