"""citekit keeps citations true.

The Python API; what is heavy is loaded when it is first used (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citekit.version import __version__ as __version__

if TYPE_CHECKING:
    from citekit.checks.api import check as check
    from citekit.library.store import Library as Library
    from citekit.verbs.api import resolve as resolve

__all__ = ["Library", "__version__", "check", "resolve"]

_HOMES = {
    "Library": "citekit.library.store",
    "check": "citekit.checks.api",
    "resolve": "citekit.verbs.api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'citekit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
