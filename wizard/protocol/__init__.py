"""The JK protocol library: bytes in, values out; no clock, socket, thread or log."""
