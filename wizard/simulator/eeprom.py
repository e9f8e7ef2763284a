"""A board's settings in a file, so that they outlive the process that simulates it."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

from wizard.simulator.firmware import Board


class _Kept(TypedDict):
    settings: str
    charged: str


def keep(board: Board, path: Path) -> None:
    """Load a board from a file where there is one, and save it there at every change.

    The file is replaced whole. Raises OSError, and ValueError for a file of other shape.
    """
    if path.exists():
        _load(board, path)

    def save() -> None:
        kept: _Kept = {"settings": board.settings.data.hex(), "charged": str(board.charged)}
        _replace(path, json.dumps(kept))

    board.changed = save
    save()


def _load(board: Board, path: Path) -> None:
    kept: _Kept = json.loads(path.read_text("ascii"))
    data = bytes.fromhex(kept["settings"])
    if len(data) != len(board.settings.data):
        raise ValueError(f"{path} is not a board's memory")
    board.settings.data[:] = data
    board.charged = Decimal(kept["charged"])


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
