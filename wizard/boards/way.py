"""By which way a board is spoken to."""

from typing import Literal

Way = Literal["rs485", "bluetooth", "uart"]
