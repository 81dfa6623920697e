"""Take the records of registries' own files: their registry's word, then what it says today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from citekit import records
from citekit.library.store import Kind, Library
from citekit.model import Candidate, Citation, Deleted, Rejected
from citekit.verbs.asking import ASKED_AT_ONCE, Ask
from citekit.verbs.batches import batches
from citekit.verbs.resolve import has_outage
from citekit.verbs.taken import Stored, Taken
from citekit.vocab import Outcome

Record = Candidate | Deleted | Rejected


def take_records(
    read: Iterator[Record],
    library: Library,
    stored: Callable[[Sequence[Stored]], None],
    ask: Ask | None,
    taken: Taken,
) -> None:
    """Store every record; one that its file deletes stays, and is told in `taken`.

    New ones are asked about when a batch is full; the rest wait in `taken` for the next file's.
    """
    for some in batches(read):
        done = _store(some, library, taken)
        stored(done)
        if ask is None:
            continue
        taken.waiting += [one for one in done if one.added.kind is not Kind.UNCHANGED]
        if len(taken.waiting) >= ASKED_AT_ONCE:
            ask_about(library, ask, taken)


def ask_about(library: Library, ask: Ask, taken: Taken) -> None:
    """Ask the registries about the records that wait, and apply what they say."""
    named = [one for one in taken.waiting if one.identifiers]
    for start in range(0, len(named), ASKED_AT_ONCE):
        some = named[start : start + ASKED_AT_ONCE]
        citations = [Citation("", identifiers=one.identifiers) for one in some]
        for one, resolution in zip(some, ask(citations), strict=True):
            with library.write():
                library.renew(one.added.key, resolution)
            if resolution.outcome is not Outcome.RESOLVED or has_outage(resolution):
                taken.unresolved.append(resolution)
    taken.waiting.clear()


def _store(some: Sequence[Record], library: Library, taken: Taken) -> list[Stored]:
    candidates = [one for one in some if isinstance(one, Candidate)]
    deleted = [one for one in some if isinstance(one, Deleted)]
    with library.write():
        added = library.add_records([records.merge([one]) for one in candidates])
        for one in deleted:
            key = library.find({one.identifier.scheme: one.identifier.value})
            taken.deleted.append((one, key))
    taken.read += len(some) - len(deleted)
    taken.reject(one for one in some if isinstance(one, Rejected))
    taken.count(added)
    return [
        Stored(*one) for one in zip(added, (one.identifiers for one in candidates), strict=True)
    ]
