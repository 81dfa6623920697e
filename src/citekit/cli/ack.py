"""`citekit ack`: say that a notice of a work was seen, for how long, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common, formats
from citekit.cli.completing import citation_keys
from citekit.cli.exits import Exit, Verdict, say

if TYPE_CHECKING:
    from citekit.verbs.acknowledge import Wish

Key = Annotated[
    str | None,
    typer.Argument(
        metavar="[KEY]", help="Citation key.", show_default=False, autocompletion=citation_keys
    ),
]
Notice = Annotated[
    str | None,
    typer.Argument(
        metavar="[NOTICE]",
        help="The notice: its identifier, its source, or its type where there is one such.",
        show_default=False,
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", help="Why it is no matter.", show_default=False)
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="The last day it holds.", show_default=False),
]
CitedOnPurpose = Annotated[
    bool, typer.Option("--cited-on-purpose", help="The work is cited for what it is.")
]
Type = Annotated[
    str | None, typer.Option("--type", help="Tells two notices of one identifier apart.")
]
InFile = Annotated[
    bool, typer.Option("--file", help="Also write it to citekit-acks.toml, for review.")
]
Remove = Annotated[bool, typer.Option("--remove", help="Take it back.")]


def ack(
    ctx: typer.Context,
    key: Key = None,
    notice: Notice = None,
    reason: Reason = None,
    until: Until = None,
    cited_on_purpose: CitedOnPurpose = False,
    kind: Type = None,
    in_file: InFile = False,
    remove: Remove = False,
    output: formats.Listed = formats.TEXT,
) -> None:
    """Acknowledge one notice of one work until a day.

    It hides nothing else: not a later notice of the same work, not the same notice of another.
    Without KEY all acknowledgements are listed, with those that are expired and those whose notice
    is gone. The file lies beside the library; what stands in it holds as well.

    \b
    Example:
      citekit ack Liang2010Allogenic erratum --reason "not our outcome" --until 2027-06-30
      citekit ack
    """
    from citekit.errors import InputError
    from citekit.verbs.acknowledge import Wish

    if key is None:
        raise typer.Exit(_list(ctx, output))
    if notice is None:
        raise InputError("which notice? give its identifier, its source or its type")
    wish = Wish(key, notice, kind)
    if remove:
        _remove(ctx, wish)
        return
    if reason is None or until is None:
        raise InputError("an acknowledgement needs --reason TEXT and --until DATE")
    _acknowledge(ctx, wish, reason, until, on_purpose=cited_on_purpose, in_file=in_file)


def _acknowledge(
    ctx: typer.Context, wish: Wish, reason: str, until: str, *, on_purpose: bool, in_file: bool
) -> None:
    from citekit.verbs import acks_file
    from citekit.verbs.acknowledge import acknowledge
    from citekit.verbs.clock import now

    with common.library(ctx) as library:
        if in_file:  # one that cannot be read is told before anything is kept
            acks_file.read(acks_file.beside(library.path))
        given = acknowledge(library, wish, reason, until, now(), on_purpose=on_purpose)
        if in_file:
            acks_file.add(acks_file.beside(library.path), given)
    common.remark(ctx, f"{given.key}: {given.type} acknowledged until {given.until}")


def _remove(ctx: typer.Context, wish: Wish) -> None:
    from citekit.verbs import acks_file
    from citekit.verbs.acknowledge import revoke

    with common.library(ctx) as library:
        for given in revoke(library, wish):
            acks_file.remove(acks_file.beside(library.path), given)
    common.remark(ctx, f"{wish.key}: no longer acknowledged")


def _list(ctx: typer.Context, output: str) -> int:
    from citekit.acknowledging import Force
    from citekit.reports import acknowledgements as printing
    from citekit.reports import cells
    from citekit.verbs.acknowledge import standings
    from citekit.verbs.clock import today

    with common.library(ctx) as library:
        found = standings(library, today())
    if output == formats.JSON:
        say(printing.shape(found))
    elif output == formats.CSV:
        formats.say_file(cells.acknowledgements(found))
    else:
        common.print_lines(printing.lines(found, common.surface()))
        if not found:
            common.remark(ctx, "nothing is acknowledged")
    verdict = Verdict()
    for one in found:
        if one.force is not Force.ACTIVE:
            sentence = f"{one.given.key}: the acknowledgement of {one.given.type} is {one.force}"
            verdict.add(Exit.FINDINGS, sentence)
    return verdict.tell()
