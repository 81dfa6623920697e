"""What every command shares: the common options, the settings behind them, the open library."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli.completing import citation_keys
from citekit.cli.exits import complain, say_painted

if TYPE_CHECKING:
    from citekit.library.store import Library
    from citekit.listening import Listener
    from citekit.model import StoredWork
    from citekit.reports.surface import Surface
    from citekit.settings import Settings


@dataclass(frozen=True, slots=True)
class Common:
    """The common options as given, before or after the verb."""

    offline: bool = False
    library: Path | None = None
    quiet: bool = False
    progress: bool = True
    verbose: bool = False
    made: list[Path] = field(default_factory=list)
    """The library, where this run has made it."""


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Identifier, file, folder, web address, - or free text.",
        show_default=False,
    ),
]
Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY", help="Citation key.", show_default=False, autocompletion=citation_keys
    ),
]
Keys = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KEY]...",
        help="Citation keys.",
        show_default=False,
        autocompletion=citation_keys,
    ),
]
FileOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="The file to replace; else standard output.")
]
StrictOption = Annotated[
    bool,
    typer.Option("--strict", help="Exit 3 if something could not be asked, findings or not."),
]
RefreshOption = Annotated[
    bool, typer.Option("--refresh", help="Ask the registries even where the cache has an answer.")
]


def common(ctx: typer.Context) -> Common:
    """Get the common options of this run."""
    found = ctx.find_object(Common)
    return found if found is not None else Common()


def settings(ctx: typer.Context, **flags: object) -> Settings:
    """Combine flags, environment and settings files."""
    from citekit.verbs.configure import load

    given = common(ctx)
    named: dict[str, object] = {"offline": given.offline or None, "library": given.library}
    named |= {name: value or None for name, value in flags.items()}
    return load(named, os.environ, Path.cwd())


@contextmanager
def library(
    ctx: typer.Context, *, create: bool = False, key_template: str | None = None
) -> Iterator[Library]:
    """Open the library of this run, and close it whatever happens."""
    from citekit.library.store import Library
    from citekit.text.keys import DEFAULT_TEMPLATE
    from citekit.verbs.configure import library_path

    set_up = settings(ctx, key_template=key_template)
    template = set_up.key_template or DEFAULT_TEMPLATE
    path = library_path(set_up, Path.cwd())
    is_new = create and not path.exists()
    with Library.open(path, create=create, key_template=template) as opened:
        if is_new:
            _warn_of_its_place(ctx, path)
            common(ctx).made.append(path)
        yield opened


def read_works(
    library: Library, listener: Listener, keys: Sequence[str] | None = None
) -> list[StoredWork]:
    """Read works, all without keys, and tell how far that is; raises UnknownKeyError."""
    listener.begin("reading", "works", len(keys) if keys else library.stats()["works"])
    works: list[StoredWork] = []
    for one in map(library.get, keys) if keys else library.works():
        works.append(one)
        listener.advance(1)
    return works


def _warn_of_its_place(ctx: typer.Context, path: Path) -> None:
    from citekit.library import places

    doubt = places.doubt(path)
    if doubt is not None:
        remark(ctx, f"{path}: {doubt}")


def surface() -> Surface:
    """Tell what standard output is like; what a pipe gets does not depend on any terminal."""
    from citekit.reports.surface import WIDEST, Surface

    painted = is_painted(sys.stdout.isatty(), os.environ)
    if not sys.stdout.isatty():
        return Surface(painted=painted)
    wide = shutil.get_terminal_size((WIDEST, 24)).columns
    return Surface(min(WIDEST, max(wide, 1)), wraps=True, painted=painted)


def is_painted(is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Tell whether to use colours: no-color.org is obeyed first, then force-color.org."""
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR", "")
    if forced:
        return forced != "0"
    return is_terminal and environment.get("TERM", "dumb" if os.name != "nt" else "") != "dumb"


def print_lines(lines: Iterable[str]) -> None:
    """Print each line on standard output, in its colours."""
    for text in lines:
        say_painted(text)


def teach(ctx: typer.Context) -> None:
    """Tell a person, on a terminal, what to do with the library that this run has made."""
    given = common(ctx)
    if not given.made or not sys.stderr.isatty():
        return
    set_up = settings(ctx)
    remark(ctx, f"{given.made[0].name} is your library now: one file, with who said what, and when")
    remark(ctx, "next: `citekit notices`, `citekit check`, `citekit export -o refs.bib`")
    if set_up.mailto is None and not (set_up.offline or set_up.mirror):
        remark(ctx, "`citekit init` sets an address that registries can write to")


def remark(ctx: typer.Context, sentence: str) -> None:
    """Say something helpful on standard error, unless asked to be quiet."""
    if not common(ctx).quiet:
        complain(sentence)
