"""The makes of pack that can be built: which board, of what firmware, with what delivered.

A make differs from a PB board as its manual says (`B2A`: manual of the 8-channel boards,
`P16`: of the 16 kWh pack, `DY`: of the pack DY-N8S24280A) and as boards of its firmware
were recorded.
"""

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from wizard.simulator.nameplate import PLATE, Nameplate, recorded
from wizard.simulator.presets import PRESETS, PRESETS_B2A, SWITCH_WORD, Presets
from wizard.simulator.quirks import Quirks

Speaks = Literal["rs485", "bluetooth", "uart"]
PROBES = 4  # of the harness of a PB board


@dataclass(frozen=True, slots=True)
class Make:
    """A kind of board: its family's key, its plate but for the serial number, what it has.

    `cells` is the most that it carries; `speaks` is by what it is spoken to usually;
    `set_up` says that the preset of the pack's chemistry was sent to it at its maker's.
    """

    family: str
    plate: Nameplate
    cells: int = 16
    probes: int = PROBES
    switches: int = SWITCH_WORD
    presets: Presets = field(default_factory=lambda: PRESETS)
    speaks: Speaks = "rs485"
    set_up: bool = False

    def quirks(self, of: Quirks) -> Quirks:
        """Return a board's quirks together with what is usual in this make."""
        lacking = frozenset(range(self.probes + 1, PROBES + 1))
        return replace(
            of,
            probes_out=of.probes_out | lacking,
            switches=self.switches ^ of.switches ^ SWITCH_WORD,
            presets=self.presets,
        )


PB = Make("pb", PLATE)
B2A = Make(
    "b2a",
    recorded("11.17", PLATE.serial),
    cells=8,
    probes=2,
    switches=0,
    presets=PRESETS_B2A,
    speaks="bluetooth",
)
P16 = Make("pb", replace(PLATE, setting_password="666666"), set_up=True)  # noqa: S106  in P16 328
DY = replace(B2A, set_up=True)
LEGACY = replace(B2A, plate=recorded("11.26", PLATE.serial), speaks="uart")
MAKES = MappingProxyType({"pb": PB, "b2a": B2A, "legacy": LEGACY, "p16": P16, "dy": DY})
"""The makes by name: boards, and two packs that their makers put together and set up."""
