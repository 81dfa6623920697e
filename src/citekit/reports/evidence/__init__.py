"""The evidence about works, as a page, as Markdown, as a table: the same words in each."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citekit.verbs.evidence import Evidence


def write(evidence: Evidence, name: str) -> str:
    """Write the evidence as `html`, `markdown`, `csv` or `json`."""
    written = importlib.import_module(f"citekit.reports.evidence.{name}").write(evidence)
    return str(written)
