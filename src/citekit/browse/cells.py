"""A plugin of Datasette: cells whose links lead to doi.org, PubMed, PMC, or stay inside."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from citekit.browse.reading import readable
from citekit.errors import IdentifierError
from citekit.model import Identifier
from citekit.text import identifiers
from citekit.vocab import Scheme

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment

LONGEST: Final = 10_000_000
_SCHEMES: Final = {"doi": Scheme.DOI, "pmid": Scheme.PMID, "pmcid": Scheme.PMCID}
_COUNTED: Final = frozenset({"notices", "conflicts", "citations"})
"""Columns of works that count the rows of the table of that name."""
_LINKED: Final = _COUNTED | {"answers"}
"""Tables in which every key of a work is a link; a changed work may have gone."""
_OUTSIDE: Final = Markup('<a href="{}" rel="noopener noreferrer">{}</a>')
_INSIDE: Final = Markup('<a href="{}">{}</a>')


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Bound what a visitor's SQL can build in memory, and let it open no other file."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def prepare_jinja2_environment(env: Environment) -> None:
    """Let templates say `filter readable`."""
    env.filters["readable"] = lambda page: Markup(readable(page))  # noqa: S704 - escaped before


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def render_cell(
    row: Mapping[str, Any],
    value: object,
    column: str,
    table: str | None,
    database: str,
    datasette: Datasette,
) -> Markup | None:
    """Write a cell; None leaves numbers, empty cells and links between tables to Datasette."""
    if table == "works" and column in _COUNTED and value:
        return _INSIDE.format(_about(datasette, database, column, row["key"]), value)
    if not isinstance(value, str) or not value:
        return None
    if column in _SCHEMES and (address := _address(_SCHEMES[column], value)) is not None:
        return _OUTSIDE.format(address, value)
    if table is None and column in {"work", "key"}:
        return _INSIDE.format(_work(datasette, database, value), value)
    # Left alone, a title that is an address would become a link to it.
    return None if table in _LINKED and column == "work" else Markup("{}").format(value)


def _address(scheme: Scheme, value: str) -> str | None:
    try:
        named = Identifier(scheme, identifiers.normalise(scheme, value))
    except IdentifierError:
        return None
    return identifiers.to_url(named)


def _about(datasette: Datasette, database: str, table: str, key: str) -> str:
    return f"{datasette.urls.table(database, table)}?{urlencode({'work__exact': key})}"


def _work(datasette: Datasette, database: str, key: str) -> str:
    return str(datasette.urls.row(database, "works", tilde_encode(key)))
