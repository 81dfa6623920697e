"""The command line: common options, and one command a file."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from citekit.cli import (
    ack,
    add,
    browse,
    check,
    diff,
    doctor,
    explain,
    export,
    fix,
    history,
    import_,
    init,
    match,
    mirror,
    notices,
    remove,
    report,
    resolve,
    search,
    set_,
    show,
    update,
)
from citekit.cli import list as list_
from citekit.cli.common import Common
from citekit.cli.version import tell_version

_HELP = ("-h", "--help")


def _typer(name: str) -> typer.Typer:
    return typer.Typer(
        name=name,
        # Rich markup costs half of the help's start-up and would style text that is data.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        suggest_commands=False,
        context_settings={"help_option_names": list(_HELP)},
    )


COMMANDS: dict[str, Callable[..., None]] = {
    "resolve": resolve.resolve,
    "add": add.add,
    "import": import_.import_files,
    "list": list_.list_works,
    "show": show.show,
    "search": search.search,
    "set": set_.set_fields,
    "remove": remove.remove,
    "notices": notices.notices,
    "ack": ack.ack,
    "check": check.check,
    "update": update.update,
    "history": history.history,
    "diff": diff.diff,
    "export": export.export,
    "report": report.report,
    "browse": browse.browse,
    "fix": fix.fix,
    "explain": explain.explain,
    "match": match.match,
    "doctor": doctor.doctor,
    "init": init.init,
}
GROUPS: dict[str, tuple[Callable[[], None], dict[str, Callable[..., None]]]] = {
    "mirror": (mirror.mirror, mirror.COMMANDS),
}


def command_lines() -> list[str]:
    """List what can stand after `citekit`: ``resolve``, ``mirror``, ``mirror build`` …"""
    groups = [[name, *(f"{name} {sub}" for sub in subs)] for name, (_, subs) in GROUPS.items()]
    return [*COMMANDS, *(line for lines in groups for line in lines)]


def _tell_version(wanted: bool) -> None:
    if wanted:
        tell_version()
        raise typer.Exit


def citekit(
    ctx: typer.Context,
    offline: Annotated[
        bool,
        typer.Option("--offline", help="Open no socket; a mirror answers, by default the starter."),
    ] = False,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library",
            metavar="PATH",
            help="The library; by default library.db here or above, up to the repository's root.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say only what makes the exit non-zero.")
    ] = False,
    no_progress: Annotated[
        bool, typer.Option("--no-progress", help="Show no progress on the terminal.")
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Show the traceback of a fault of citekit's own."),
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", callback=_tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Keep citations true: find what they name, and learn when the truth has changed.

    The options below are accepted before and after the verb.

    \b
    Example:
      citekit --offline resolve pmid:20650877
      citekit add page.txt
      citekit notices
    """
    ctx.obj = Common(offline, library, quiet, not no_progress, verbose)


def _app(verbs: Container[str]) -> typer.Typer:
    made = _typer("citekit")
    made.callback()(citekit)
    for name, command in COMMANDS.items():
        if name in verbs:
            made.command(name)(command)
    for name, (about, commands) in GROUPS.items():
        if name in verbs:
            group = _typer(name)
            group.callback()(about)
            for subname, command in commands.items():
                group.command(subname)(command)
            made.add_typer(group)
    return made


def _outline() -> typer.Typer:
    """Make an application that can tell its verbs, and has none of their options."""
    made = _typer("citekit")
    made.callback()(citekit)
    groups = {name: about for name, (about, _) in GROUPS.items()}
    for name, command in (COMMANDS | groups).items():
        made.command(name, help=command.__doc__)(_nothing)
    return made


def _nothing() -> None:
    """Stand in for a verb that is only told of."""


_VERBS = frozenset({*COMMANDS, *GROUPS})
app = _app(_VERBS)


@cache
def program(verb: str) -> Callable[..., object]:
    """Give the parser, of one verb alone where it is one of ours, of none where help is asked for.

    To build those of all verbs, whose signatures are read for it, takes longer than `list` does.
    """
    if verb in _HELP:
        return get_command(_outline())
    return get_command(_app({verb}) if verb in _VERBS else app)
