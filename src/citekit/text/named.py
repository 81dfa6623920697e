"""The identifiers that values and CSL items hold, canonical; impossible ones are left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from citekit.model import CslItem
from citekit.text import identifiers
from citekit.vocab import Scheme

VARIABLES: Final = {
    Scheme.DOI: "DOI",
    Scheme.PMID: "PMID",
    Scheme.PMCID: "PMCID",
    Scheme.ISBN: "ISBN",
}
"""CSL's variables; an arXiv identifier goes into `custom`."""


def canonical(pairs: Iterable[tuple[Scheme, object]]) -> dict[Scheme, str]:
    """Normalise identifiers, the first valid one of each scheme."""
    known: dict[Scheme, str] = {}
    for scheme, value in pairs:
        if value and scheme not in known:
            valid = identifiers.valid(scheme, str(value))
            if valid is not None:
                known[scheme] = valid
    return known


def named_in(item: CslItem) -> dict[Scheme, str]:
    """Give the identifiers that an item's own fields hold."""
    written: list[tuple[Scheme, object]] = [
        (scheme, item.get(variable)) for scheme, variable in VARIABLES.items() if variable in item
    ]
    if "custom" in item:
        written.append((Scheme.ARXIV, item["custom"].get("arxiv")))
    return canonical(written)
