"""Where an item keeps its identifiers, and how they come in from the fields of a file."""

from __future__ import annotations

import re
from typing import cast

from citekit.errors import IdentifierError
from citekit.model import CslItem, Identifier, StoredWork
from citekit.text import identifiers
from citekit.text.named import VARIABLES
from citekit.vocab import Scheme

Draft = dict[str, object]
"""A CSL item while a reader fills it in, variable by variable."""

_LABELLED = re.compile(r"\b(PMID|PMCID):\s*((?:PMC)?[0-9]+)(?:\.[0-9]+)?\b[.;,]?", re.IGNORECASE)


def add(draft: Draft, scheme: Scheme, written: str) -> None:
    """Add an identifier as it is written, unless the item already has one of its scheme.

    Prefixes and web addresses are dropped; what is no such identifier stays, for people to see.
    """
    value = _bare(scheme, written)
    if not value:
        return
    if scheme in VARIABLES:
        draft.setdefault(VARIABLES[scheme], value)
    else:
        custom(draft).setdefault(str(scheme), value)


def add_named(draft: Draft, text: str) -> None:
    """Add the identifier that a whole text names (`https://doi.org/10.…`), if it names one."""
    try:
        identifier = identifiers.parse(text)
    except IdentifierError:
        return
    if identifier is not None:
        add(draft, identifier.scheme, identifier.value)


def take_labelled(note: str) -> tuple[str, list[Identifier]]:
    """Take `PMID: 20650877` and `PMCID: PMC…` out of a note; the rest of it comes first."""
    found = [
        Identifier(Scheme(match[1].casefold()), match[2]) for match in _LABELLED.finditer(note)
    ]
    return _LABELLED.sub("", note).strip(), found


def custom(draft: Draft) -> dict[str, object]:
    """Give the draft's `custom`, made when first asked for."""
    return cast("dict[str, object]", draft.setdefault("custom", {}))


def completed(work: StoredWork) -> CslItem:
    """Give a work's item with every identifier of the work in its variable."""
    draft: Draft = dict(work.item)
    if "custom" in draft:
        draft["custom"] = dict(work.item["custom"])
    for scheme, value in work.identifiers.items():
        add(draft, scheme, value)
    return cast("CslItem", draft)


def _bare(scheme: Scheme, written: str) -> str:
    value = written.strip()
    canonical = identifiers.valid(scheme, value)
    # A DOI keeps its own capitals: publishers print them.
    if canonical is None or value.casefold() == canonical.casefold():
        return value
    return canonical
