"""What a shell offers to complete: citation keys, formats, rules; at once, without a complaint."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Final

from citekit.cli.hoisting import hoist

# The shells' scripts put an offer on the command line as it is, where anything else would act.
_HARMLESS: Final = re.compile(r"[\w.:+/@=][\w.:+/@=-]*")
_TYPED: Final = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")
"""Where the shells' scripts leave what was typed."""


def citation_keys(incomplete: str) -> list[str]:
    """Offer the citation keys of the library of this folder, or of the one that is named."""
    from citekit.errors import CitekitError
    from citekit.library.glance import keys_beginning
    from citekit.verbs.configure import library_path, load

    try:
        here = Path.cwd()
        path = library_path(load({"library": _library()}, os.environ, here), here)
    except (CitekitError, OSError):
        return []
    return [key for key in keys_beginning(path, incomplete) if _HARMLESS.fullmatch(key)]


def rules(incomplete: str) -> list[str]:
    """Offer the rules of a check, by code and by name."""
    from citekit.checks.pages import names

    return [name for name in names() if name.startswith(incomplete)]


def among(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Offer some names."""
    known = list(names)

    def offer(incomplete: str) -> list[str]:
        return [name for name in known if name.startswith(incomplete)]

    return offer


def _library() -> Path | None:
    """Find the `--library` that stands among what was typed so far."""
    import shlex

    typed = next((os.environ[name] for name in _TYPED if os.environ.get(name)), "")
    try:
        words = hoist(shlex.split(typed)[1:])
    except ValueError:  # a quotation that is still open
        return None
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        name, sign, value = word.partition("=")
        if name == "--library" and (value or after):
            return Path(value if sign else after)
    return None
