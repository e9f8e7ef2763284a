"""The units that values of this field come in."""

from typing import Literal

Unit = Literal["", "V", "mV", "A", "mA", "Ah", "°C", "%", "s", "h", "µs", "mΩ", "cm"]
