"""What a shell offers to complete: citation keys, formats, rules; at once, without a complaint."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

from citekit.cli.hoisting import hoist

# The shells' scripts put an offer on the command line as it is, where anything else would act.
_HARMLESS: Final = re.compile(r"[\w.:+/@=][\w.:+/@=-]*")
_TYPED: Final = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")
"""Where the shells' scripts leave what was typed."""
_BEFORE: Final = "_CITEKIT_COMPLETE_BEFORE"
_BREAKS: Final = frozenset(":=")


def regroup(environ: MutableMapping[str, str]) -> None:
    """Undo in bash's words that it parts them at ``:`` and ``=`` (COMP_WORDBREAKS).

    Of the word that is completed, what stands before its last ``:`` is not bash's to replace, so no
    offer may begin with it: it is left for `citation_keys`.
    """
    if environ.get("_CITEKIT_COMPLETE") != "complete_bash":
        return
    text, number = environ.get("COMP_WORDS", ""), environ.get("COMP_CWORD", "")
    if not number.isdecimal():
        return
    between = "\n" if "\n" in text else " "
    typed = [*text.split(between), ""][: int(number) + 1]
    words, last = _joined(typed), "" if _is_break(typed[-1]) else typed[-1]
    before = words.pop().removesuffix(last)
    if before.startswith("-") and before.endswith("="):
        words, before = [*words, before.removesuffix("=")], ""
    environ["COMP_WORDS"] = between.join([*words, last])
    environ["COMP_CWORD"] = str(len(words))
    environ[_BEFORE] = before


def _joined(typed: Sequence[str]) -> list[str]:
    words: list[str] = []
    for before, word in zip(["", *typed], typed, strict=False):
        # The program and its verb have neither sign in them.
        may_go_on = len(words) > 2 or "".join(words[1:]).startswith("-")
        if may_go_on and (_is_break(word) or _is_break(before)):
            words[-1] += word
        else:
            words.append(word)
    return words


def _is_break(word: str) -> bool:
    return bool(word) and _BREAKS.issuperset(word)


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
    before = os.environ.get(_BEFORE, "")
    keys = keys_beginning(path, before + incomplete)
    return [key.removeprefix(before) for key in keys if _HARMLESS.fullmatch(key)]


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
