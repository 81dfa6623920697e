"""The evidence about works, as a page, as Markdown, as a table: the same words in each."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citekit.verbs.evidence import Evidence

# JSON can carry halves of surrogate pairs, UTF-8 cannot.
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")


def write(evidence: Evidence, name: str) -> str:
    """Write the evidence as `html`, `markdown`, `csv` or `json`, all of which UTF-8 can carry."""
    written = importlib.import_module(f"citekit.reports.evidence.{name}").write(evidence)
    return _HALF_CHARACTERS.sub("\ufffd", str(written))
