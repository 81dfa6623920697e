"""`citekit resolve`: find the records of citations and print them; store nothing."""

from __future__ import annotations

import typer

from citekit.cli import common, formats
from citekit.cli.resolving import Wanted, resolve_sources


def resolve(
    ctx: typer.Context,
    sources: common.Sources,
    output: formats.Works = formats.TEXT,
    strict: common.StrictOption = False,
    refresh: common.RefreshOption = False,
) -> None:
    """Find the records that citations name; store nothing.

    Read in place are web pages, plain text, manuscripts (Markdown, Quarto, LaTeX with the files it
    takes in, Word) and reference files: BibTeX, RIS, MEDLINE (.nbib), CSL-JSON, EndNote XML and
    EndNote tagged files.

    \b
    Example:
      citekit resolve pmid:20650877
      citekit resolve page.html --format json
      citekit resolve paper.docx thesis.tex refs.enw
      citekit resolve "Liang J, et al. Ann Rheum Dis. 2010;69(8):1423-9."
    """
    raise typer.Exit(resolve_sources(ctx, "resolve", sources, Wanted(output, strict, refresh)))
