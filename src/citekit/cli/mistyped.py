"""Arguments that the parser refuses: one sentence, what may have been meant, where to read on."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from typing import NamedTuple, Protocol, cast

from typer import TyperException

from citekit.cli.exits import Exit, complain
from citekit.cli.hoisting import COMMON_OPTIONS
from citekit.text.meant import question


class _Parameter(Protocol):
    @property
    def opts(self) -> list[str]: ...


class _Command(Protocol):
    @property
    def params(self) -> list[_Parameter]: ...


class _Context(Protocol):
    """What is used of the parser's context, whose class is not public."""

    @property
    def command_path(self) -> str: ...

    @property
    def command(self) -> _Command: ...


class _Refused(NamedTuple):
    """What is wrong, and where a word is unknown, that word and what is known in its place."""

    told: str
    word: str = ""
    known: Iterable[str] = ()


def refuse(error: TyperException) -> Exit:
    """Tell what is wrong with the arguments, and what to try."""
    told = error.format_message()
    if told.startswith("Usage: "):  # nothing was typed, and help is the answer
        sys.stderr.write(f"{told}\n")
        return Exit.USAGE
    ctx = cast("_Context | None", getattr(error, "ctx", None))
    refused = _refused(error, ctx)
    path = ctx.command_path if ctx is not None else "citekit"
    sentence = refused.told.rstrip(".")
    near = question(refused.word, refused.known)
    complain(f"{sentence[:1].lower()}{sentence[1:]}{near}; see `{path} --help`")
    return Exit.USAGE


def _refused(error: TyperException, ctx: _Context | None) -> _Refused:
    told = error.format_message()
    if ctx is not None and hasattr(error, "possibilities"):
        word = str(getattr(error, "option_name", ""))
        return _Refused(error.message, word, [*_options(ctx.command), *COMMON_OPTIONS])
    if ctx is not None and error.message.startswith("No such command "):
        word = _quoted(error.message.removeprefix("No such command ").removesuffix("."))
        return _Refused(error.message, word, getattr(ctx.command, "commands", ()))
    choices = getattr(getattr(getattr(error, "param", None), "type", None), "choices", ())
    word = _quoted(error.message.partition(" is not one of ")[0]) if choices else ""
    return _Refused(told, word, map(str, choices))


def _options(command: _Command) -> list[str]:
    return [name for one in command.params for name in one.opts if name.startswith("--")]


def _quoted(text: str) -> str:
    """Read what was typed back out of a message; empty where it is not in it."""
    try:
        return str(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return ""
