"""`citekit add`: resolve, and store records, links and where each citation was written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from citekit.cli import common
from citekit.cli.resolving import Wanted, resolve_sources

if TYPE_CHECKING:
    from citekit.model import Resolution


def add(
    ctx: typer.Context,
    sources: common.Sources,
    output: common.OutputOption = common.Output.TEXT,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
) -> None:
    """Resolve citations and store what they name.

    Records, notices and where each citation was written are stored, and only for what is
    resolved. The library is made where there is none.

    \b
    Example:
      citekit add 10.1136/ard.2009.123463
      citekit add examples/allogenic-transplantation.txt
    """
    resolve_sources(ctx, "add", sources, Wanted(output, strict, refresh), partial(_store, ctx))


def _store(ctx: typer.Context, found: list[Resolution]) -> list[Resolution]:
    """Store what is resolved; where nothing is, not even a library is made."""
    from citekit.verbs.shelve import shelve

    if all(one.record is None for one in found):
        return found
    with common.library(ctx, create=True) as library:
        return shelve(found, library)
