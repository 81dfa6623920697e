"""`citekit add`: resolve, and store records, links and where each citation was written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.resolving import Wanted, resolve_sources

if TYPE_CHECKING:
    from citekit.model import Resolution


def add(
    ctx: typer.Context,
    sources: common.Sources,
    output: formats.Works = formats.TEXT,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
    key_template: Annotated[
        str | None,
        typer.Option(
            "--key-template",
            help="How to make the keys of new works: {family} {year} {word} {words:3} {journal}"
            " {pmid} {doi}.",
        ),
    ] = None,
) -> None:
    """Resolve citations and store what they name.

    Records, notices and where each citation was written are stored, and only for what is
    resolved. The library is made where there is none. What is read in place: `citekit resolve
    --help`.

    \b
    Example:
      citekit add 10.1136/ard.2009.123463
      citekit add examples/allogenic-transplantation.txt
      citekit add --key-template "{family}{year}{journal}" pmid:20650877
    """
    # A template that will not do is told before anybody is asked.
    common.settings(ctx, key_template=key_template)
    keep = partial(_store, ctx, key_template)
    code = resolve_sources(ctx, "add", sources, Wanted(output, strict, refresh), keep)
    common.teach(ctx)
    raise typer.Exit(code)


def _store(
    ctx: typer.Context, key_template: str | None, found: list[Resolution]
) -> list[Resolution]:
    """Store what is resolved; where nothing is, not even a library is made."""
    from citekit.verbs.shelve import shelve

    if all(one.record is None for one in found):
        return found
    with common.library(ctx, create=True, key_template=key_template) as library:
        return shelve(found, library)
