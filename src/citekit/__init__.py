"""citekit keeps citations true.

The Python API (docs/python.md); what is heavy is loaded when it is first used (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citekit.version import __version__ as __version__

if TYPE_CHECKING:
    from citekit.api.check import check as check
    from citekit.api.library import Library as Library
    from citekit.api.resolve import resolve as resolve
    from citekit.errors import CitekitError as CitekitError
    from citekit.settings import Settings as Settings
    from citekit.vocab import Outcome as Outcome

__all__ = ["CitekitError", "Library", "Outcome", "Settings", "__version__", "check", "resolve"]

_HOMES = {
    "CitekitError": "citekit.errors",
    "Library": "citekit.api.library",
    "Outcome": "citekit.vocab",
    "Settings": "citekit.settings",
    "check": "citekit.api.check",
    "resolve": "citekit.api.resolve",
}


# Type checkers would take any name for one that is there.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module 'citekit' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
