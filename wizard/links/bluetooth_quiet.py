"""Keeps the log lines of the Bluetooth libraries off the terminal that a person looks at."""

import logging

LOUD = ("bleak", "dbus_fast")


def quiet() -> None:
    """Let warnings of these libraries go to handlers that somebody set, or nowhere."""
    for name in LOUD:
        log = logging.getLogger(name)
        if not log.handlers:
            log.addHandler(logging.NullHandler())
