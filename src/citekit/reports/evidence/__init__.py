"""The evidence about works, as a page, as Markdown, as a table: the same words in each."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from citekit.verbs.export import Format

if TYPE_CHECKING:
    from citekit.verbs.evidence import Evidence

FORMATS = (
    Format("html", f"{__name__}.html", (".html", ".htm")),
    Format("markdown", f"{__name__}.markdown", (".md", ".markdown")),
    Format("csv", f"{__name__}.csv", (".csv",)),
    Format("json", f"{__name__}.json", (".json",)),
)


def render(evidence: Evidence, chosen: Format) -> str:
    """Write the evidence in one of `FORMATS`; the same evidence gives the same text."""
    write: Callable[[Evidence], str] = importlib.import_module(chosen.module).write
    return write(evidence)
