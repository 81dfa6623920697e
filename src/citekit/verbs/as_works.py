"""Records that were resolved and not stored, as works: for whoever writes works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citekit import status
from citekit.identity import same_identifiers
from citekit.model import Record, Resolution, StoredLink, StoredWork
from citekit.text.keys import DEFAULT_TEMPLATE, make_key


def as_works(found: Sequence[Resolution], template: str = DEFAULT_TEMPLATE) -> list[StoredWork]:
    """Make a work of each record, once; its key is the library's, else as `add` would make it."""
    works: dict[str, StoredWork] = {}
    taken = {one.key.casefold() for one in found if one.key}
    named: set[frozenset[tuple[str, str]]] = set()
    for one in found:
        if one.record is None or (names := frozenset(one.record.identifiers.items())) in named:
            continue
        key = one.key or make_key(one.record.item, lambda key: key.casefold() in taken, template)
        taken.add(key.casefold())
        works[key] = _work(key, one.record)
        named |= {names} if names else set()
    return list(works.values())


def _work(key: str, record: Record) -> StoredWork:
    return StoredWork(
        key=key,
        item=record.item,
        identifiers=record.identifiers,
        notices=tuple(_notices(key, record)),
        status=status.current(record.identifiers, record.item, record.links),
    )


def _notices(key: str, record: Record) -> Iterator[StoredLink]:
    for number, link in enumerate(record.links):
        if not same_identifiers(link.notice.identifiers, record.identifiers):
            yield StoredLink(number, link, key)
