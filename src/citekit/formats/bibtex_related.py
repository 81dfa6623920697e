"""Notices that are entries of the same file, as biblatex's `related` family.

biblatex prints a related entry behind `relatedstring` and a space; there is no string of its own
for errata or retractions, so it is always given. An entry has one `relatedtype`: the gravest kind
of notice takes it, the others are told in sentences.

Lost on the way out and back: the order of notices of different kinds, the witnesses, and what is
known of a notice beside its entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from citekit.formats.bibtex_fields import Dialect
from citekit.formats.notes import LEADS, identifiers_of
from citekit.model import End, Entry, Link, StoredLink, StoredWork, Witness
from citekit.text.named import named_in
from citekit.vocab import DOCUMENT, LinkType, Scheme

Siblings = Mapping[tuple[Scheme, str], str]
"""The keys of the works of a file, by identifier."""

_GRAVEST_FIRST: Final = tuple(
    dict.fromkeys(
        (
            LinkType.RETRACTION,
            LinkType.RETRACTION_AND_REPUBLICATION,
            LinkType.WITHDRAWAL,
            LinkType.PARTIAL_RETRACTION,
            LinkType.EXPRESSION_OF_CONCERN,
            *LEADS,
        )
    )
)
# biblatex's own types are written in one word: `reprintof`.
_TYPES: Final = {type_: type_.value.replace("_", "") for type_ in LinkType}
_READ: Final = {word: type_ for type_, word in _TYPES.items()} | {
    lead.casefold(): type_ for type_, lead in LEADS.items()
}
_KEY = re.compile(r"[^\s,]+")


def siblings(keyed: Sequence[tuple[str, StoredWork]]) -> dict[tuple[Scheme, str], str]:
    """Index the keys of a file's works by what the works are known by."""
    return {
        identifier: key
        for key, work in reversed(keyed)
        for identifier in {**named_in(work.item), **work.identifiers}.items()
    }


def write_related(
    work: StoredWork, dialect: Dialect, known: Siblings
) -> tuple[dict[str, str], list[StoredLink]]:
    """Write the family's fields; what they do not tell comes second."""
    keys = {stored.id: _key(stored, known) for stored in work.notices}
    types = {stored.link.type for stored in work.notices if keys[stored.id]}
    if dialect is not Dialect.BIBLATEX or not types:
        return {}, list(work.notices)
    gravest = min(types, key=_GRAVEST_FIRST.index)
    told = [one for one in work.notices if not keys[one.id] or one.link.type is not gravest]
    named = [keys[one.id] for one in work.notices if one not in told]
    related = {
        "related": ",".join(dict.fromkeys(named)),
        "relatedtype": _TYPES[gravest],
        "relatedstring": f"{LEADS[gravest]}:",
    }
    return related, told


def read_related(entry: Entry, fields: Mapping[str, str], known: Mapping[str, Entry]) -> Entry:
    """Give an entry with the notices that are entries of its file; `known` are those, by key.

    Relations of other kinds, and keys that the file does not have, say nothing.
    """
    type_ = _READ.get(fields.get("relatedtype", "").strip().casefold())
    type_ = type_ or _READ.get(fields.get("relatedstring", "").strip(" :").casefold())
    if type_ is None:
        return entry
    more = tuple(_links(entry, type_, _KEY.findall(fields.get("related", "")), known))
    return replace(entry, links=(*more, *entry.links))


def _key(stored: StoredLink, known: Siblings) -> str:
    identifiers = identifiers_of(stored.link.notice).items()
    return next((known[one] for one in identifiers if one in known), "")


def _links(
    entry: Entry, type_: LinkType, keys: Sequence[str], known: Mapping[str, Entry]
) -> Iterator[Link]:
    work = End(named_in(entry.item))
    witness = Witness(DOCUMENT, LEADS[type_], "")
    for key in keys:
        notice = known.get(key.casefold())
        if notice is not None and notice is not entry:
            end = End(named_in(notice.item), record=notice.item)
            yield Link(type_, end, work, (witness,))
