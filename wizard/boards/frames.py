"""A PB board on an RS485 bus that is read by its native frames."""

from wizard.boards.bus import Bus
from wizard.boards.frame_reader import FrameReader
from wizard.boards.rs485 import Rs485Board


class FrameBoard(Rs485Board):
    """A board at an address of a bus, read by frames."""

    def __init__(self, bus: Bus, unit: int) -> None:
        super().__init__(bus, unit, FrameReader(bus, unit))
