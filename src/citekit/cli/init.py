"""`citekit init`: the first settings, asked for or given."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citekit.cli import common

if TYPE_CHECKING:
    from citekit.settings import Settings
    from citekit.verbs.begin import Begun

QUESTION = "Your e-mail address, for NCBI and Crossref to write to before they block you"
TRIES = 3

MailTo = Annotated[
    str | None,
    typer.Option(
        "--mailto", metavar="ADDRESS", help="The address; else it is asked for.", show_default=False
    ),
]
NoInput = Annotated[
    bool, typer.Option("--no-input", help="Ask nothing; so it is, too, without a terminal.")
]


def init(ctx: typer.Context, mailto: MailTo = None, no_input: NoInput = False) -> None:
    """Write first settings: whom registries may write to.

    They go into the citekit.toml that is read here, or the [tool.citekit] of a pyproject.toml; what
    stands there stays. Where there is none, a citekit.toml is made. With --library PATH, that
    becomes a setting too. Never a key: NCBI_API_KEY is read from the environment only.

    \b
    Example:
      citekit init
      citekit init --mailto you@example.org
    """
    from citekit.verbs.begin import begin

    settings = common.settings(ctx)
    address = None
    if mailto is not None:
        address = _checked(mailto)
    elif not no_input and sys.stdin.isatty() and sys.stderr.isatty():
        address = _ask(settings.mailto)
    begun = begin(settings, Path.cwd(), address, common.common(ctx).library)
    _tell(ctx, settings, begun, address or settings.mailto)


def _checked(written: str) -> str:
    from citekit.errors import InputError
    from citekit.text.mail import check_address

    try:
        return check_address(written)
    except ValueError as error:
        raise InputError(f"--mailto: {written!r} will not do, {error}") from error


def _ask(known: str | None) -> str | None:
    """Ask for an address until there is one; None where nobody gives any."""
    from citekit.errors import InputError
    from citekit.text.mail import check_address

    for _ in range(TRIES):
        written = _typed(f"{QUESTION} ({f'Enter: {known}' if known else 'Enter: none'}): ")
        if not written.strip():
            return known
        try:
            return check_address(written)
        except ValueError as error:
            sys.stderr.write(f"That will not do, {error}.\n")
    raise InputError("no address was given; `citekit init --mailto ADDRESS` sets one")


def _typed(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    # What is no UTF-8 is no address, and no fault.
    return os.fsdecode(sys.stdin.buffer.readline())


def _tell(ctx: typer.Context, settings: Settings, begun: Begun, address: str | None) -> None:
    from citekit.verbs.configure import library_path

    here = Path.cwd()
    path = begun.path.relative_to(here) if begun.path.is_relative_to(here) else begun.path
    state = "made" if begun.is_new else "changed" if begun.changed else "unchanged"
    common.remark(ctx, f"{path}: {state}")
    if address is None:
        common.remark(ctx, "no address is set; `citekit init --mailto ADDRESS` sets one")
    has_library = library_path(settings, here).is_file()
    then = "`citekit check` asks about your library" if has_library else ADD
    common.remark(ctx, f"next: {then}; `citekit doctor` tells whether each registry answers")


ADD = "`citekit add SOURCE` takes a DOI, a PMID, a page or a file, and makes the library"
