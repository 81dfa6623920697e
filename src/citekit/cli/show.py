"""`citekit show`: everything the library holds about one work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.exits import say, say_exactly

if TYPE_CHECKING:
    from citekit.library.store import Library


def show(
    ctx: typer.Context,
    key: common.Key,
    sources: Annotated[
        bool, typer.Option("--sources", help="What each registry says of each field.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="The work as known on that day.", show_default=False
        ),
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(
            "--answer",
            metavar="REGISTRY",
            help="That registry's last answer, as it came.",
            show_default=False,
        ),
    ] = None,
    output: formats.Works = formats.TEXT,
) -> None:
    """Show everything that the library holds on one work.

    Its record with whose value each field is, what happened to it turn by turn, its notices in
    columns, what each registry answered, and where it is cited.

    \b
    Example:
      citekit show Liang2010Allogenic
      citekit show Liang2010Allogenic --sources
      citekit show Liang2010Allogenic --as-of 2026-11-30
    """
    from citekit.errors import InputError

    if output in formats.WRITTEN and (sources or as_of or answer):
        raise InputError(f"--format {output} writes the work as it is now, and nothing else")
    with common.library(ctx) as library:
        if answer is not None:
            say_exactly(_answer(library, key, answer))
        elif as_of is not None:
            _show_past(library, key, as_of, output)
        elif output in formats.WRITTEN:
            formats.say_works([library.get(key)], output)
        else:
            _show(library, key, output, sources=sources)


def _show(library: Library, key: str, output: str, *, sources: bool) -> None:
    from citekit.reports import notices, shapes, text
    from citekit.reports.sources import sources as side_by_side
    from citekit.verbs.acknowledge import effective, lookup
    from citekit.verbs.clock import today
    from citekit.verbs.dossier import open_dossier

    dossier = open_dossier(library, key)
    acknowledged = lookup(effective(library), today())
    if output == formats.JSON:
        say(shapes.dossier(dossier, acknowledged))
        return
    if sources:
        common.print_lines(side_by_side(dossier, common.surface()))
        return
    common.print_lines(text.dossier(dossier, common.surface()))
    common.print_lines(notices.notices(dossier.work.notices, common.surface(), acknowledged))


def _show_past(library: Library, key: str, day: str, output: str) -> None:
    from citekit.reports import shapes, text
    from citekit.verbs.changes import as_of

    known = as_of(library, key, day)
    if output == formats.JSON:
        say(shapes.past(known, day))
    else:
        common.print_lines(text.past(known, common.surface()))


def _answer(library: Library, key: str, registry: str) -> bytes:
    from citekit.errors import InputError

    kept = library.payload(key, registry)
    if kept is None:
        known = ", ".join(sorted({one.registry for one in library.payloads(key)})) or "nobody"
        raise InputError(f"{key}: no answer of {registry!r} is kept; kept are those of {known}")
    return kept
