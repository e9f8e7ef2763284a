"""How a board says no."""

BAD_FUNCTION, BAD_ADDRESS, BAD_VALUE = 1, 2, 3


class Refusal(Exception):
    """The board answers with a Modbus exception of this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
