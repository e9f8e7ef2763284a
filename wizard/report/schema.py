"""The JSON Schema of the report, made from its types.

`python -m wizard.report.schema` prints it; `report.schema.json` holds it.
"""

import inspect
import json
import sys
from typing import Any, cast

import msgspec

from wizard.report.document import SCHEMA, Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> str:
    """Return the schema (Draft 2020-12) as indented JSON with a newline at the end."""
    found = _as_written(msgspec.json.schema(Document))
    head = {"$schema": DIALECT, "$id": f"urn:{SCHEMA.replace('/', ':')}", "title": SCHEMA}
    return json.dumps({**head, **found}, indent=2, ensure_ascii=False) + "\n"


def _as_written(node: Any) -> Any:  # noqa: ANN401  a JSON value of any shape
    """Return a schema whose decimals are numbers, as the report writes them."""
    if isinstance(node, list):
        return [_as_written(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    fields = cast("dict[str, Any]", node)
    if fields.get("format") == "decimal":
        return {**fields, "type": "number"}
    made = {key: _as_written(value) for key, value in fields.items()}
    if isinstance(made.get("description"), str):
        made["description"] = inspect.cleandoc(made["description"])
    return made


if __name__ == "__main__":
    sys.stdout.write(schema())
