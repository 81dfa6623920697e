"""`--format`: the same option everywhere, with the formats that make sense for what is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from citekit.cli.completing import among
from citekit.cli.exits import say_exactly
from citekit.text.meant import question
from citekit.verbs.export import FORMATS

if TYPE_CHECKING:
    from citekit.model import StoredWork

TEXT: Final = "text"
JSON: Final = "json"
CSV: Final = "csv"
_ALIASES: Final = {"table": TEXT}
"""What people call a format elsewhere."""
WRITTEN: Final = tuple(one.name for one in FORMATS)
"""Formats of works that other programs read."""


def option(names: Sequence[str], more: str = "") -> Any:
    """Make the option out of the names of the formats, and of `more` for its help."""
    told = [f"{name} (table)" if name == TEXT else name for name in names]
    return typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(told[:-1])} or {told[-1]}{more}.",
        callback=_checking(names),
        autocompletion=among(names),
    )


def _checking(names: Sequence[str]) -> Callable[[typer.Context, str | None], str | None]:
    def check(ctx: typer.Context, value: str | None) -> str | None:
        if value is None or value in names or ctx.resilient_parsing:
            return value
        if _ALIASES.get(value) in names:
            return _ALIASES[value]
        return refuse(value, names)

    return check


def refuse(name: str, names: Sequence[str]) -> str:
    """Refuse an unknown format; raises InputError with those that there are."""
    from citekit.errors import InputError

    near = question(name, [*names, *(_ALIASES if TEXT in names else ())])
    raise InputError(f"there is no format {name!r}{near}; known are {', '.join(names)}")


Told = Annotated[str, option((TEXT, JSON))]
"""For what is told rather than listed."""
Listed = Annotated[str, option((TEXT, JSON, CSV))]
"""For lists of whatever is no work."""
Works = Annotated[str, option((TEXT, JSON, *WRITTEN))]
"""For works: printed, or in any format that `export` writes."""


def say_works(works: Sequence[StoredWork], name: str) -> None:
    """Print works in a format that `export` writes."""
    from citekit.verbs.export import format_named, render

    say_file(render(works, format_named(name, None)))


def say_file(text: str) -> None:
    """Print a text that is a whole file, line ends and all."""
    say_exactly(text.encode("utf-8", "backslashreplace"))
