"""Entries of reference files, and of references inside other files, as citations."""

from __future__ import annotations

from citekit.documents.described import quietly
from citekit.model import Citation, CslItem, Entry
from citekit.text.named import named_in
from citekit.vocab import Scheme


def citation_of(entry: Entry) -> Citation:
    """Make a citation of an entry; an impossible identifier stays in what it says."""
    return Citation(
        raw=entry.raw,
        place=entry.place,
        identifiers=identifiers_of(entry.item),
        said=entry.item,
        links=entry.links,
        key=entry.key,
    )


def identifiers_of(item: CslItem) -> dict[Scheme, str]:
    """Take an item's identifiers; where it has none of a scheme, its address may name one."""
    named = named_in(item)
    address = quietly(None, item["URL"]) if item.get("URL") else None
    return named if address is None else {address.scheme: address.value, **named}
