"""A tree of plain values as TOML, one key a line: a checklist that was put together."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast

BARE = re.compile(r"[A-Za-z0-9_-]+")
DELETE = "\x7f"  # the one control character that JSON leaves and TOML forbids

Table = Mapping[str, object]


def toml(tree: Table) -> str:
    """Return a tree as TOML; its lists of tables stand as blocks, all else in one line each.

    Takes what `tomllib` returns, figures as `Decimal`.
    """
    blocks = {key: value for key, value in tree.items() if _is_blocks(value)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in tree.items() if key not in blocks]
    for key, value in blocks.items():
        for block in cast("list[Table]", value):
            lines += ["", f"[[{_key(key)}]]", *_lines(block)]
    return "\n".join((*lines, ""))


def _is_blocks(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(each, dict) for each in cast("list[object]", value))


def _lines(table: Table) -> Iterator[str]:
    for key, value in table.items():
        yield f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _quoted(key)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace(DELETE, "\\u007f")


def _value(value: object) -> str:
    write = next((write for kind, write in _WRITING if isinstance(value, kind)), None)
    if write is None:
        raise TypeError(f"TOML has no {type(value).__name__}")
    return write(value)


def _table(table: Table) -> str:
    return f"{{ {', '.join(_lines(table))} }}"


def _list(values: "list[object]") -> str:
    return f"[{', '.join(map(_value, values))}]"


def _figure(value: Decimal) -> str:
    """Return a figure with the digits it was written with; TOML wants a point or an exponent."""
    if not value.is_finite():
        return "nan" if value.is_nan() else str(float(value))
    written = str(value)
    return written if {".", "E"} & set(written) else f"{written}.0"


_WRITING: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: str(value).lower()),
    (int, str),
    (Decimal, _figure),
    (str, _quoted),
    (datetime, datetime.isoformat),
    (date, date.isoformat),
    (time, time.isoformat),
    (dict, _table),
    (list, _list),
)
"""How each kind of value is written; the first that fits counts: True is an int as well."""
