"""Passwords that a board tells: they can be compared with and nothing else."""

import hmac
from typing import NoReturn

DOTS = "••••"


class Secret:
    """A password. It prints as dots, equals only itself, and does not serialise."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def matches(self, text: str) -> bool:
        """Whether the password is this text."""
        return hmac.compare_digest(self.__text.encode(), text.encode())

    def __repr__(self) -> str:
        return DOTS

    def __reduce__(self) -> NoReturn:
        raise TypeError("a password is not copied, pickled or written down")
