"""A board's memory in a file, so that it outlives the process that simulates it.

Older files lack what came later; the board keeps its own then.
"""

import json
import os
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NotRequired, TypedDict

import msgspec

from wizard.errors import BadFile
from wizard.simulator.firmware import Board
from wizard.simulator.nameplate import TEXTS
from wizard.text import text

PASSWORD_SIZE = TEXTS["password"][1]
LONGEST_FIGURE = 60  # characters of a factor, or of the part that is charged
MOST = Decimal(10) ** 9


class _Kept(TypedDict):
    settings: str
    charged: str
    info: NotRequired[str]
    gauge: NotRequired[tuple[str, str, str]]
    passwords: NotRequired[tuple[str, str]]


def keep(board: Board, path: Path) -> None:
    """Load a board from a file where there is one, and save it there at every change.

    The file is replaced whole. Raises BadFile where it holds something else or cannot be
    used; a later change that cannot be saved raises OSError.
    """

    def save() -> None:
        _replace(path, json.dumps(_kept(board)))

    try:
        if path.exists():
            _load(board, path.read_bytes())
        save()
    except OSError as error:
        raise BadFile(text("{file}: {why}", file=str(path), why=str(error.strerror))) from error
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise BadFile(
            text("{file} is not a board's memory: {why}", file=str(path), why=str(error))
        ) from error
    board.changed = save


def _kept(board: Board) -> _Kept:
    gauge, plate = board.senses.gauge, board.nameplate
    return {
        "settings": board.store.settings.data.hex(),
        "charged": str(board.charged),
        "info": board.store.info.data.hex(),
        "gauge": (str(gauge.voltage), str(gauge.charge), str(gauge.discharge)),
        "passwords": (plate.password, plate.setting_password),
    }


def _load(board: Board, raw: bytes) -> None:
    """Take over what a file holds, all of it or nothing. Raises ValueError, InvalidOperation."""
    kept = msgspec.json.decode(raw, type=_Kept)
    store, gauge, plate = board.store, board.senses.gauge, board.nameplate
    settings = bytes.fromhex(kept["settings"])
    info = bytes.fromhex(kept.get("info", store.info.data.hex()))
    if len(settings) != len(store.settings.data) or len(info) != len(store.info.data):
        raise ValueError("it is of another size")
    charged = _figure(kept["charged"], Decimal(1))
    usual = (str(gauge.voltage), str(gauge.charge), str(gauge.discharge))
    factors = [_figure(each, MOST) for each in kept.get("gauge", usual)]
    words = kept.get("passwords", (plate.password, plate.setting_password))
    if not all(word.isascii() and len(word) <= PASSWORD_SIZE for word in words):
        raise ValueError("a password is too long")
    store.settings.data[:], store.info.data[:] = settings, info
    board.charged = charged
    gauge.voltage, gauge.charge, gauge.discharge = factors
    board.nameplate = replace(plate, password=words[0], setting_password=words[1])


def _figure(written: str, most: Decimal) -> Decimal:
    found = Decimal(written) if len(written) <= LONGEST_FIGURE else Decimal("NaN")
    if not 0 <= found <= most:
        raise ValueError("a figure in it cannot be")
    return found


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
