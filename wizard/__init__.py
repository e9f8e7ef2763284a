"""How a JK BMS pack is commissioned: everything that works without a terminal."""

__version__ = "0.1.0"
