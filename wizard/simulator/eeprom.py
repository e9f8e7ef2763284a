"""A board's memory in a file, so that it outlives the process that simulates it.

Older files lack what came later; the board keeps its own then.
"""

import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NotRequired, TypedDict

from wizard.simulator.firmware import Board


class _Kept(TypedDict):
    settings: str
    charged: str
    info: NotRequired[str]
    gauge: NotRequired[tuple[str, str, str]]
    passwords: NotRequired[tuple[str, str]]


def keep(board: Board, path: Path) -> None:
    """Load a board from a file where there is one, and save it there at every change.

    The file is replaced whole. Raises OSError, and ValueError for a file of other shape.
    """
    if path.exists():
        _load(board, path)

    def save() -> None:
        _replace(path, json.dumps(_kept(board)))

    board.changed = save
    save()


def _kept(board: Board) -> _Kept:
    gauge, plate = board.senses.gauge, board.nameplate
    return {
        "settings": board.store.settings.data.hex(),
        "charged": str(board.charged),
        "info": board.store.info.data.hex(),
        "gauge": (str(gauge.voltage), str(gauge.charge), str(gauge.discharge)),
        "passwords": (plate.password, plate.setting_password),
    }


def _load(board: Board, path: Path) -> None:
    kept: _Kept = json.loads(path.read_text("ascii"))
    store, gauge = board.store, board.senses.gauge
    settings = bytes.fromhex(kept["settings"])
    info = bytes.fromhex(kept.get("info", store.info.data.hex()))
    if len(settings) != len(store.settings.data) or len(info) != len(store.info.data):
        raise ValueError(f"{path} is not a board's memory")
    store.settings.data[:], store.info.data[:] = settings, info
    board.charged = Decimal(kept["charged"])
    figures = kept.get("gauge", (gauge.voltage, gauge.charge, gauge.discharge))
    gauge.voltage, gauge.charge, gauge.discharge = (Decimal(each) for each in figures)
    plate = board.nameplate
    password, setting_password = kept.get("passwords", (plate.password, plate.setting_password))
    board.nameplate = replace(plate, password=password, setting_password=setting_password)


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
