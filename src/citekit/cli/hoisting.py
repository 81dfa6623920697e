"""The common options: accepted after the verb as well as before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

COMMON_OPTIONS: Final = {
    "--offline": False,
    "--library": True,
    "--quiet": False,
    "-q": False,
    "--no-progress": False,
    "--verbose": False,
    "-v": False,
}
"""The value says whether an argument follows."""


def hoist(arguments: Sequence[str]) -> list[str]:
    """Move the common options before the verb, where the parser expects them."""
    common, rest = _parted(arguments)
    return common + rest


def verb(arguments: Sequence[str]) -> str:
    """Give the first argument that is no common option; nothing where there is none."""
    return next(iter(_parted(arguments)[1]), "")


def _parted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    common: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, has_value, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif name in COMMON_OPTIONS and (not has_value or COMMON_OPTIONS[name]):
            common.append(argument)
            if COMMON_OPTIONS[name] and not has_value:
                common += [value for value in [next(waiting, None)] if value is not None]
        else:
            rest.append(argument)
    return common, rest
