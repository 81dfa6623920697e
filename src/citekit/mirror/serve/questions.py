"""Read what callers send: pairs of names and values, numbers, identifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from citekit.mirror.serve.answers import BadRequest, Pairs

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200
_NUMBER = re.compile(r"[0-9]{1,9}")


def pairs(query: bytes, form: bytes = b"") -> Pairs:
    """Read a query string and a form; raises BadRequest for what is not UTF-8 or too much."""
    read: list[tuple[str, str]] = []
    for part in (query, form):
        try:
            read += parse_qsl(
                part.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
            )
        except UnicodeDecodeError:
            raise BadRequest("A parameter is not UTF-8.") from None
        except ValueError:
            raise BadRequest(f"More than {MOST_FIELDS} parameters.") from None
    return read


def joined(given: Pairs) -> dict[str, str]:
    """Make a table of parameters; a repeated one (``id=1&id=2``) is one list."""
    table: dict[str, str] = {}
    for name, value in given:
        table[name] = f"{table[name]},{value}" if name in table else value
    return table


def number(params: Mapping[str, str], name: str, default: int, most: int) -> int | None:
    """Read a count from 0 to `most`; None where it is none."""
    written = params.get(name, "").strip()
    if not written:
        return default
    value = int(written) if _NUMBER.fullmatch(written) else most + 1
    return value if value <= most else None
