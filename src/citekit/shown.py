"""What notebooks show of a value: the one call that goes up, by name, not by import.

Values stand beneath the rooms that say how they look, and must not pull those in with them
(docs/decisions/0024-two-more-doors.md).
"""

from __future__ import annotations

from importlib import import_module


class Shown:
    """A value that notebooks show as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        told: str = import_module("citekit.reports.notebook").html(self)
        return told
