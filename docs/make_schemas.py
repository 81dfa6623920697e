"""Write docs/schemas/README.md from the JSON schemas in that folder; a test compares the two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "schemas"

HEAD = """\
# JSON schemas

This page is generated (`make docs`) from the schemas that stand beside it. With `--format json` a
listing is one object whose `schema` names the command and a number, `citekit/check/1`. It only
grows: members may be added, none is taken away or changes its meaning, or the number is another.
"""


def page() -> str:
    """Render the page: a section for each schema, a table for each of its objects."""
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    parts = [part for name, one in sorted(schemas.items()) for part in _schema(name, one)]
    return "\n".join([HEAD, *parts])


def _schema(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {schema['title']}\n\n{schema['description']} The schema: [{name}]({name}).\n"
    yield _table(schema)
    for word, one in schema["$defs"].items():
        if "properties" in one:
            yield f"### {word}\n\n{_table(one)}"


def _table(one: Mapping[str, Any]) -> str:
    required = one.get("required", [])
    rows = [
        f"| `{name}` | {'always' if name in required else 'sometimes'} | {_type(told)} |"
        f" {_cell(told.get('description', ''))} |"
        for name, told in one["properties"].items()
    ]
    return "\n".join(["| member | there | type | |", "|---|---|---|---|", *rows, ""])


def _type(told: Mapping[str, Any]) -> str:
    """Name a member's type in words; what has members of its own is named by its heading."""
    if "const" in told:
        return f"`{told['const']}`"
    if "enum" in told:
        return ", ".join(f"`{one}`" for one in told["enum"])
    if "$ref" in told:
        return str(told["$ref"]).rsplit("/", 1)[-1]
    if told.get("type") == "array":
        return f"list of {_type(told['items'])}"
    kinds = told.get("type", "any")
    return kinds if isinstance(kinds, str) else " or ".join(kinds)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES = {"schemas/README.md": page}

if __name__ == "__main__":
    for name, render in PAGES.items():
        (HERE / name).write_text(render(), encoding="utf-8")
